import { describe, expect, it } from "vitest";
import { toQueryString } from "./query-string.ts";

describe("the query string of an input", () => {
  it.each([
    [{}, ""],
    [{ a: "1", b: 2, c: true }, "a=1&b=2&c=true"],
    [{ a: undefined, b: [] }, ""],
    [{ a: ["x", "y z"] }, "a=x&a=y%20z"],
    [
      { filter: { genre: [1, 2], artist: "AC/DC" } },
      "filter.genre=1&filter.genre=2&filter.artist=AC%2FDC",
    ],
    [{ q: "a&b=c#d+e" }, "q=a%26b%3Dc%23d%2Be"],
    [{ q: "" }, "q="],
  ])("writes %j as %s", (input, text) => {
    expect(toQueryString(input)).toBe(text);
  });

  it.each([
    [{ a: null }],
    [{ a: Number.NaN }],
    [{ a: [{ b: 1 }] }],
    [{ a: { b: { c: 1 } } }],
    [{ a: 1n }],
  ])("refuses %o by name", (input) => {
    expect(() => toQueryString(input)).toThrow(/cannot carry "a/);
  });
});
