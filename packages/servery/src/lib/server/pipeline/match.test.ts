import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compileMatcher, matchMethod, splitTarget } from "./match.ts";

const find = compileMatcher(
  [
    "/",
    "/items",
    "/items/new",
    "/items/:id",
    "/items/:id/parts",
    "/items/new/parts/:part",
    "/:kind/all/x",
    "/a~b",
  ].map((pattern) => ({ method: "GET", pattern, to: pattern })),
);

describe("a matcher", () => {
  it.each([
    ["/", "/", []],
    ["/items", "/items", []],
    ["/items/new", "/items/new", []],
    ["/items/7", "/items/:id", ["7"]],
    ["/items/7/parts", "/items/:id/parts", ["7"]],
    ["/items/new/parts/2", "/items/new/parts/:part", ["2"]],
    // The literal leads nowhere, so the parameter is tried.
    ["/items/new/parts", "/items/:id/parts", ["new"]],
    ["/items/all/x", "/:kind/all/x", ["items"]],
    ["/items/a%2Fb", "/items/:id", ["a/b"]],
    ["/it%65ms/7", "/items/:id", ["7"]],
    ["/it%65ms", "/items", []],
    ["/items/%F0%9F%A7%80", "/items/:id", ["🧀"]],
    ["/items/a+b", "/items/:id", ["a+b"]],
    ["/a~b", "/a~b", []],
  ])("leads %s to %s", (path, pattern, parameters) => {
    const match = find(path);
    expect(match?.entry.methods.get("GET")).toBe(pattern);
    expect(match?.parameters).toEqual(parameters);
  });

  it.each([
    "",
    "/nothing",
    "/items/",
    "/items//",
    "//items",
    "/items/7/",
    "/items/7/parts/",
    "/items//parts",
    "/Items",
    "/items/.",
    "/items/..",
    "/items/%2E%2e",
    "/items/:id/other",
    "/__proto__",
    "/constructor",
  ])("leads %s nowhere", (path) => expect(find(path)).toBeUndefined());

  it("refuses a broken escape, and only that", () => {
    expect(() => find("/items/%")).toThrowError(
      expect.objectContaining({ code: "malformed_request" }),
    );
    expect(() => find("/items/%C0%AF")).toThrowError(
      expect.objectContaining({ code: "malformed_request" }),
    );
  });

  it("gives back any parameter that was escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        fc.pre(text !== "." && text !== ".." && text !== "new" && text.isWellFormed());
        expect(find(`/items/${encodeURIComponent(text)}`)?.parameters).toEqual([text]);
      }),
    );
  });

  it("serves HEAD and names OPTIONS where there is a GET", () => {
    const one = compileMatcher([
      { method: "GET", pattern: "/x/:a", to: "read" },
      { method: "DELETE", pattern: "/x/:b", to: "drop" },
    ]);
    const match = one("/x/1");
    expect(matchMethod(one, "/x/1", "PUT").allow).toBe("GET, DELETE, HEAD, OPTIONS");
    expect([...match!.entry.methods]).toEqual([
      ["GET", "read"],
      ["DELETE", "drop"],
      ["HEAD", "read"],
    ]);
  });
});

describe("a method that the most literal path does not take", () => {
  const routes = [
    ["GET", "/x/new"],
    ["POST", "/x/:id"],
    ["GET", "/:kind/:id"],
    ["PUT", "/:kind/new"],
    ["DELETE", "/:kind/:id"],
  ] as const;
  const matcher = compileMatcher(
    routes.map(([method, pattern]) => ({ method, pattern, to: `${method} ${pattern}` })),
  );

  it.each([
    ["GET", "/x/new", "GET /x/new", []],
    ["POST", "/x/new", "POST /x/:id", ["new"]],
    ["POST", "/x/n%65w", "POST /x/:id", ["new"]],
    ["PUT", "/x/new", "PUT /:kind/new", ["x"]],
    ["DELETE", "/x/new", "DELETE /:kind/:id", ["x", "new"]],
    ["HEAD", "/x/1", "GET /:kind/:id", ["x", "1"]],
  ])("leads %s %s to %s", (method, path, to, parameters) =>
    expect(matchMethod(matcher, path, method)).toMatchObject({ to, parameters }),
  );

  it("is refused by the name of the most literal one when no other takes it", () =>
    expect(matchMethod(matcher, "/x/new", "PATCH")).toEqual({
      to: undefined,
      pattern: "/x/new",
      parameters: [],
      allow: "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    }));
});

describe("a target", () => {
  it.each([
    ["/a?b=c?d", "/a", "b=c?d"],
    ["/a", "/a", ""],
    ["/a#f?x", "/a", ""],
    ["http://host/a?b", "/a", "b"],
    ["HTTPS://host:1", "/", ""],
    ["http://host?b", "/", "b"],
  ])("%s has the path %s and the query %s", (target, path, query) =>
    expect(splitTarget(target)).toEqual({ path, query }),
  );

  it.each(["*", "host:443", "", "ftp://host/a", "http://"])("%s is none", (target) =>
    expect(() => splitTarget(target)).toThrowError(
      expect.objectContaining({ code: "malformed_request" }),
    ),
  );
});
