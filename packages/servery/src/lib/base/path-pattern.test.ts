import { describe, expect, it } from "vitest";
import { parsePathPattern, pathParameters } from "./path-pattern.ts";

describe("a path pattern", () => {
  it("is literals and parameters", () => {
    expect(parsePathPattern("/albums/:id/tracks")).toEqual([
      { literal: "albums" },
      { parameter: "id" },
      { literal: "tracks" },
    ]);
    expect(parsePathPattern("/")).toEqual([]);
    expect(pathParameters("/a/:b/:c_2")).toEqual(["b", "c_2"]);
  });

  it.each([
    ["albums", /must start with a slash/],
    ["/a//b", /empty segment/],
    ["/a/", /empty segment/],
    ["/a/../b", /relative/],
    ["/a b", /a path cannot carry/],
    ["/a?b", /a path cannot carry/],
    ["/%41", /a path cannot carry/],
    ["/:", /is not a parameter/],
    ["/:a-b", /is not a parameter/],
    ["/:a/:a", /stands in it twice/],
  ])("cannot be %s", (pattern, says) => {
    expect(() => parsePathPattern(pattern)).toThrow(says);
  });
});
