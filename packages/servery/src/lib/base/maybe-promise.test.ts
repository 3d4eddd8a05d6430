import { expect, test } from "vitest";
import { andThen } from "./maybe-promise.ts";

test("goes on at once with a value that is there, whatever its properties are called", () => {
  const sent: unknown = JSON.parse('{ "then": 1 }');
  for (const value of [undefined, null, 0, "then", sent])
    expect(andThen(value, (same) => [same])).toEqual([value]);
});

test("waits for a promise, of whatever kind", async () => {
  expect(await andThen(Promise.resolve(1), (value) => value + 1)).toBe(2);
});
