import { randomBytes } from "node:crypto";

import type { Credentials } from "../load/requests.ts";
import { silentLog } from "servery/server";

import { openShop } from "../shop/database.ts";
import { seedSession } from "../shop/sessions.ts";
import { isServery, type SubjectName } from "../subjects/subject.ts";

const names = ["ada", "ben", "cyd", "dan", "eve", "fay", "gil", "hal"];
const day = 86_400_000;

/** Gives several callers of a shop that nobody serves a session each. */
export async function signInCallers(
  subject: SubjectName,
  file: string,
): Promise<readonly Credentials[]> {
  const cookies = isServery(subject) ? await signInToServery(file) : seedSessions(file);
  return cookies.map(toCredentials);
}

/**
 * Peers have no sign-in of their own, as it is not what is measured: their sessions are put into the table. Servery's
 * callers also send the cookie of their device, so these send as much: a server reads all that it is sent.
 */
function seedSessions(file: string): string[] {
  const database = openShop(file);
  const cookies = names.map((name) => seedSession(database, name, day));
  database.close();
  return cookies.map((cookie) => `${cookie}; device=${randomBytes(32).toString("base64url")}`);
}

async function signInToServery(file: string): Promise<string[]> {
  const { createGuardedShop } = await import("../subjects/servery/service.ts");
  const shop = createGuardedShop(file, { perMinute: 100 }).with({ log: silentLog });
  const cookies: string[] = [];
  for (const name of names) {
    const account = { email: `${name}@example.com`, password: `${name} buys a record a week` };
    await shop.accounts.create(account);
    const answer = await shop.fetch(
      new Request("http://127.0.0.1/auth/sign-in", {
        method: "POST",
        headers: { "content-type": "application/json", ...sameOrigin },
        body: JSON.stringify(account),
      }),
    );
    if (answer.status !== 200) throw new Error(`${name} could not sign in: ${await answer.text()}`);
    cookies.push(
      answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(";")[0])
        .join("; "),
    );
  }
  await shop.close();
  return cookies;
}

/** What a page of the same origin sends, with Servery's client in it. */
const sameOrigin = { "sec-fetch-site": "same-origin", "servery-csrf": "1" };

function toCredentials(cookie: string): Credentials {
  return { cookie, ...sameOrigin };
}
