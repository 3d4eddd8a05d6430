import { expect, test } from "vitest";
import type { Exchange } from "../../ports/exchange.ts";
import { noBody, readJsonBody } from "./decode-body.ts";

const limits = { bodyBytes: 1000, jsonDepth: 8 };

function read(type: string | undefined, body: string): Promise<unknown> {
  const exchange: Exchange = {
    method: "POST",
    target: "/",
    remoteAddress: undefined,
    header: (name) => (name === "content-type" ? type : undefined),
    readBody: () => Promise.resolve(new TextEncoder().encode(body)),
    signal: new AbortController().signal,
  };
  return readJsonBody(exchange, limits, { receive: () => exchange.readBody(limits.bodyBytes) });
}

test.each([
  "application/json",
  "Application/JSON",
  "application/json;",
  "application/json ; charset=utf-8",
  'application/json;charset = "UTF-8" ; ',
])("reads a body of type %j", async (type) => {
  expect(await read(type, "[1]")).toEqual([1]);
});

test.each([
  undefined,
  "",
  "text/plain",
  "application/jsonx",
  "application/json; charset=latin1",
  "application/json; charset=utf-8; charset=utf-8",
  // Tried in every split of its blanks, this one would take minutes.
  `application/json${" ".repeat(300_000)}x`,
])("refuses a body of another type (%#)", async (type) => {
  await expect(read(type, "[1]")).rejects.toMatchObject({ code: "unsupported_media_type" });
});

test("needs no type where there is no body", async () => {
  expect(await read(undefined, "")).toBe(noBody);
});
