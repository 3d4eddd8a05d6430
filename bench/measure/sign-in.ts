import type { Credentials } from "../load/requests.ts";
import { openShop } from "../shop/database.ts";
import { seedSession } from "../shop/sessions.ts";
import type { SubjectName } from "../subjects/subject.ts";

const count = 8;
const day = 86_400_000;

/** Gives several callers a session each: of a peer by its tables, as nobody there signs in while it is measured. */
export async function signInCallers(
  _subject: SubjectName,
  file: string,
  _port: number,
): Promise<readonly Credentials[]> {
  const database = openShop(file);
  const cookies = Array.from({ length: count }, (_, index) =>
    seedSession(database, `caller-${index}`, day),
  );
  database.close();
  return cookies.map(toCredentials);
}

/** What a browser sends from a page of the same origin. */
function toCredentials(cookie: string): Credentials {
  return { cookie, "sec-fetch-site": "same-origin" };
}
