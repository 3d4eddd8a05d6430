import { equal, match, ok } from "node:assert/strict";

import { readHeaders } from "../../shop/answers.ts";
import { assertHeaders, assertLogged, type Checked, get, read } from "./ask.ts";

/** Declared fields only, the same bytes, every header, one log line. */
export async function readsProjected(subject: Checked): Promise<void> {
  const response = await get(subject, "124");
  equal(response.status, 200);
  equal(JSON.stringify(await read(subject, response)), expectedProduct);
  match(response.headers.get("content-type") ?? "", /^application\/json/);
  match(response.headers.get("etag") ?? "", /^"[\w+/=-]{20,}"$/);
  assertHeaders(response, readHeaders);
  await assertLogged(subject, response, "GET");
}

const expectedProduct = JSON.stringify({
  id: "124",
  name: "Record number 124",
  artist: "Artist 124",
  description: "Pressing 7 of a record that was made to be read often and changed seldom.",
  priceCents: 499 + ((124 * 7919) % 4000),
  stock: 1_000_000_000,
});

/** The tag of an answer, sent back, is answered by 304 without a body. */
export async function answersConditionally(checked: Checked): Promise<void> {
  if (checked.subject === "bare") return; // It sends bytes; it decides nothing.
  const etag = (await get(checked, "125")).headers.get("etag")!;
  const response = await get(checked, "125", { "if-none-match": etag });
  equal(response.status, 304);
  equal(await response.text(), "");
}

/** Unknown is 404; what the schema refuses never reaches the database. */
export async function refusesReads(checked: Checked): Promise<void> {
  const unknown = await get(checked, "none");
  equal(unknown.status, 404);
  await assertLogged(checked, unknown, "GET");
  if (checked.subject === "bare") return;
  const { status } = await get(checked, "x".repeat(41));
  ok(status === 422 || status === 400, `an id of 41 characters was answered by ${status}`);
}
