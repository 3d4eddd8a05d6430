import { password } from "../../identity/fixture.ts";
import { reading } from "./target-contract.ts";
import { emailOf, type Target } from "./target-service.ts";

/** Somebody with credentials. */
export interface Caller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Signs somebody in as a browser does, and answers what its pages send. */
export async function signInByCookie({ url }: Target, name: string): Promise<Caller> {
  const own = { "sec-fetch-site": "same-origin", "servery-csrf": "1" };
  const response = await fetch(`${url}/auth/sign-in`, {
    method: "POST",
    headers: { ...own, "content-type": "application/json" },
    body: JSON.stringify({ email: emailOf(name), password }),
  });
  await response.body?.cancel();
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0]!)
    .join("; ");
  return { name: `${name} by cookie`, headers: { ...own, cookie } };
}

/** Signs somebody in as a program does. */
export async function signInByToken({ url }: Target, name: string): Promise<Caller> {
  const response = await fetch(`${url}/auth/sign-in`, {
    method: "POST",
    headers: { "servery-csrf": "1", "content-type": "application/json" },
    body: JSON.stringify({ email: emailOf(name), password, session: "tokens" }),
  });
  const { tokens } = (await response.json()) as { tokens: { accessToken: string } };
  return { name: `${name} by token`, headers: { authorization: `Bearer ${tokens.accessToken}` } };
}

/** Makes an API key for somebody. */
export async function makeKey(
  opened: Target,
  name: string,
): Promise<Caller & { readonly id: string }> {
  const { headers } = await signInByCookie(opened, name);
  const response = await fetch(`${opened.url}/auth/api-keys`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ name: "key", scopes: [reading.name] }),
  });
  const { key, id: keyId } = (await response.json()) as { key: string; id: string };
  return { id: keyId, name: `${name} by key`, headers: { authorization: `Bearer ${key}` } };
}

/** Puts a note in somebody's name into the database. */
export async function writeNote(
  { service, ids }: Target,
  owner: string,
  body: string,
): Promise<void> {
  const values = { ownerId: ids[owner]!, body };
  await service.write((db) => db.insertInto("notes").values(values).execute());
}

export const nobody: Caller = { name: "nobody", headers: {} };
