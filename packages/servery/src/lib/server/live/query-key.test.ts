import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { toQueryKey } from "./query-key.ts";

const platform = {
  sha256: (data: string | Uint8Array) => createHash("sha256").update(data).digest("base64url"),
};
const key = (input: unknown, operation = "posts.list"): string =>
  toQueryKey(platform, operation, input);

test("queries are equal whose operation and input are", () => {
  expect(key({ topic: "a", page: 1 })).toBe(key({ page: 1, topic: "a" }));
  expect(key(undefined)).toBe(key(null));
  const others = [{ topic: "a" }, { topic: ["a"] }, { topic: 1 }, { topic: "1" }, {}, [], null];
  expect(new Set(others.map((input) => key(input)))).toHaveLength(others.length);
  expect(key({}, "posts.get")).not.toBe(key({}));
});

test("a long input stands in its key as a hash", () => {
  const long = "x".repeat(100_000);
  expect(key({ long }).length).toBeLessThan(100);
  expect(key({ long })).toBe(key({ long }));
  expect(key({ long })).not.toBe(key({ long: `${long}x` }));
});
