import { contract, identity, mutation, nothing, plan, query, role, scope } from "servery";
import { serve } from "servery/node";
import {
  any,
  type Db,
  everyone,
  id,
  integer,
  policy,
  type ServiceSettings,
  silentLog,
  table,
  text,
} from "servery/server";
import { onTestFinished } from "vitest";
import * as z from "zod";

import { bindClub, password, quickHash } from "../../identity/fixture.ts";

export const admin = role("admin");
export const gold = plan("gold");
const reading = scope("notes:read");

const Notes = z.object({ bodies: z.array(z.string()) });
const Words = z.object({ words: z.string() });
const Text = z.object({ text: z.string() });
const echo = { access: "public", input: Text, output: Text } as const;

/** What is worth an attack: notes of their owners, which administrators see too, and what few may see. */
export const target = contract({
  name: "target",
  operations: {
    ...identity({ administrators: admin, plans: [gold], scopes: [reading], tokens: true }),
    notes: {
      /** By the policy alone. */
      mine: query({ path: "/mine", output: Notes }),
      open: query({ path: "/open", access: "public", output: Notes }),
      scoped: query({ path: "/scoped", access: reading, output: Notes }),
      /** By access alone. */
      office: query({ path: "/office", access: admin, output: Notes }),
      lounge: query({ path: "/lounge", access: gold, output: Notes }),
      vault: query({ path: "/vault", access: "fresh", output: Notes }),
      write: mutation({
        path: "/write",
        access: "public",
        input: z.object({ body: z.string() }),
        output: nothing,
      }),
    },
    asks: {
      who: query({ path: "/who", access: "public", output: Words }),
      credential: query({ path: "/credential", access: "public", output: Words }),
      rights: query({ path: "/rights", access: "public", output: Words }),
      language: query({ path: "/language", access: "public", output: Words }),
    },
    echo: {
      kept: query({ path: "/echo", ...echo }),
      unkept: query({ path: "/echo-unkept", cache: false, ...echo }),
      path: query({ path: "/echo/:text", ...echo }),
      unkeptPath: query({ path: "/echo-unkept/:text", cache: false, ...echo }),
      posted: query({ path: "/echo-posted", method: "POST", ...echo }),
      rare: query({ path: "/echo-rare", limit: "3/minute", ...echo }),
      wide: query({
        path: "/wide",
        access: "public",
        input: z.object({ text: z.string(), letters: z.int() }),
        output: Text,
      }),
    },
  },
});

const tables = {
  notes: table(
    "notes",
    { id: id({ type: "integer" }), ownerId: text(), body: text() },
    { policy: policy(({ row, caller }) => any(row.ownerId.is(caller.user), caller.has(admin))) },
  ),
  items: table("items", { id: id(), stock: integer() }, { policy: everyone }),
};
type TargetDb = Db<typeof tables>;

async function toBodies(db: TargetDb) {
  const notes = await db.selectFrom("notes").select("body").orderBy("id").execute();
  return { bodies: notes.map(({ body }) => body) };
}

/** Reads a table, so that what it answers may be kept. */
async function touch(db: TargetDb): Promise<void> {
  await db.selectFrom("items").select("stock").execute();
}

const echoText = async ({ input, db }: { input: { text: string }; db: TargetDb }) => {
  await touch(db);
  return { text: input.text };
};
const allNotes = ({ db }: { db: TargetDb }) => toBodies(db.unrestricted as unknown as TargetDb);
const ownNotes = ({ db }: { db: TargetDb }) => toBodies(db);

/** Opens it over real HTTP, with accounts for ada, bob and the administrator root, on a clock that stands still. */
export async function openTarget(settings: ServiceSettings = {}) {
  const opened = bindClub(
    target,
    {
      tables,
      mode: "dev",
      rate: false,
      live: { auditEvery: 0 },
      ...settings,
      handlers: {
        notes: {
          mine: ownNotes,
          open: ownNotes,
          scoped: ownNotes,
          office: allNotes,
          lounge: allNotes,
          vault: allNotes,
          write: async ({ input, user, db }) => {
            const values = { ownerId: user?.id ?? "nobody", body: input.body };
            await db.unrestricted.insertInto("notes").values(values).execute();
          },
        },
        asks: {
          who: async ({ user, db }) => {
            await touch(db);
            return { words: user?.id ?? "nobody" };
          },
          credential: async ({ user, db }) => {
            await touch(db);
            return { words: user?.credentialId ?? "none" };
          },
          rights: async ({ user, db }) => {
            await touch(db);
            return { words: [admin, gold, reading].map((each) => user?.has(each)).join() };
          },
          language: async ({ headers, db }) => {
            await touch(db);
            return { words: headers.get("accept-language") ?? "none" };
          },
        },
        echo: {
          kept: echoText,
          unkept: echoText,
          path: echoText,
          unkeptPath: echoText,
          posted: echoText,
          rare: echoText,
          wide: async ({ input, db }) => {
            await touch(db);
            return { text: input.text.padEnd(input.letters, "x") };
          },
        },
      },
    },
    quickHash,
  );
  const { service } = opened;
  const ids: Record<string, string> = {};
  for (const name of ["ada", "bob", "root"]) {
    const roles = name === "root" ? [admin] : [];
    const { id: userId } = await service.accounts.create({ email: emailOf(name), password, roles });
    ids[name] = userId;
  }
  const served = await serve(service, { port: 0, signals: false, log: silentLog });
  onTestFinished(async () => {
    served.server.closeAllConnections();
    await served.close();
  });
  return { ...opened, ids, url: served.url };
}

function emailOf(name: string): string {
  return `${name}@target.example`;
}

/** Somebody with credentials. */
export interface Caller {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type Target = Awaited<ReturnType<typeof openTarget>>;

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
