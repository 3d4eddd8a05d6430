import type { Scenario } from "./scenario.ts";

const json = { "content-type": "application/json" };
const item = { name: "Kettle", stock: 3 };

function invalid(...errors: [pointer: string, detail: string][]): object {
  return {
    code: "invalid_input",
    errors: errors.map(([pointer, detail]) => ({ pointer, detail })),
  };
}

/** What a path and a query string may and may not say. */
export const parameterScenarios: readonly Scenario[] = [
  {
    name: "reads scalars, lists and dotted keys by the input's schema",
    path: "/items?limit=5&ratio=-1.5e2&flag=true&tags=a&tags=b%20c&filter.name=x+y&filter.stock=3",
    status: 200,
    content: {
      limit: 5,
      ratio: -150,
      flag: true,
      tags: ["a", "b c"],
      filter: { name: "x y", stock: 3 },
    },
  },
  {
    name: "reads an absent list as the empty one",
    path: "/items",
    status: 200,
    content: { limit: 10, tags: [] },
  },
  {
    name: "tells of every error at once, with pointers",
    path: "/items?limit=ten&flag=yes&ratio=0x10&filter.stock=1.5&other=1&limit=7",
    status: 422,
    content: invalid(
      ["/limit", "must be a whole number, such as 12"],
      ["/flag", 'must be "true" or "false"'],
      ["/ratio", "must be a number, such as 1.5"],
      ["/filter/stock", "must be a whole number, such as 12"],
      ["/other", "is not declared"],
      ["/limit", "stands there twice, but takes one value"],
    ),
  },
  ...["01", "+1", "1.0", " 1", "1e2", "9007199254740993", "Infinity", ""].map((text): Scenario => ({
    name: `does not take "${text}" for a whole number`,
    path: `/items?limit=${encodeURIComponent(text)}`,
    status: 422,
    content: invalid(["/limit", "must be a whole number, such as 12"]),
  })),
  {
    name: "lets the validator judge what was read",
    path: "/items?limit=1000",
    status: 422,
    content: { code: "invalid_input", errors: [{ pointer: "/limit" }] },
  },
  {
    name: "refuses a broken escape in the query string",
    path: "/items?tags=%E0%A4%A",
    status: 400,
    content: { code: "malformed_request" },
  },
  {
    name: "refuses a broken escape in the path",
    path: "/items/%ff",
    status: 400,
    content: { code: "malformed_request" },
  },
  {
    name: "refuses a key that reaches a prototype",
    path: "/items?__proto__.polluted=1",
    status: 400,
    content: { code: "malformed_request" },
  },
  {
    name: "refuses a query string where none is declared",
    path: "/cached?verbose=1",
    status: 422,
    content: invalid(["/verbose", "is not declared"]),
  },
  {
    name: "refuses a query string beside a body",
    path: "/items?name=Pot",
    headers: json,
    body: item,
    status: 422,
    content: invalid(["/name", "is not declared"]),
  },
  {
    name: "decodes a slash and a blank in a path's parameter",
    path: "/items/a%2Fb%20c",
    status: 404,
    content: { code: "not_found", detail: "There is no item a/b c." },
  },
];

/** What a body may and may not be. */
export const bodyScenarios: readonly Scenario[] = [
  {
    name: "takes UTF-8 JSON however its type is spelt",
    path: "/items",
    headers: { "content-type": 'Application/JSON; charset="UTF-8"' },
    body: JSON.stringify({ name: "Käse 🧀", stock: 1 }),
    status: 201,
    content: { name: "Käse 🧀" },
  },
  ...[
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=latin1",
    "application/jsonx",
  ].map((type): Scenario => ({
    name: `does not take a body of the type ${type}`,
    path: "/items",
    headers: { "content-type": type },
    body: JSON.stringify(item),
    status: 415,
    content: { code: "unsupported_media_type" },
  })),
  {
    name: "does not take a compressed body",
    path: "/items",
    headers: { ...json, "content-encoding": "gzip" },
    body: JSON.stringify(item),
    status: 415,
    answers: { "accept-encoding": "identity" },
  },
  {
    name: "does not take a body that is too large",
    path: "/items",
    headers: json,
    body: JSON.stringify({ name: "x".repeat(70_000), stock: 1 }),
    status: 413,
    content: { code: "body_too_large" },
  },
  {
    name: "takes a body of exactly the limit",
    path: "/items",
    headers: json,
    body: JSON.stringify({ name: "x".repeat(65_536 - 22), stock: 1 }),
    status: 201,
  },
  ...(
    [
      ["no JSON", "{name:1}"],
      ["half of it", '{"name":'],
      ["two values", "{} {}"],
      ["a deep nesting", "[".repeat(5000)],
      ["an object with the same key twice", '{"name":"a","stock":1,"name":"b"}'],
      ["the same key twice, once escaped", '{"name":"a","n\\u0061me":"b","stock":1}'],
      ["a __proto__", '{"name":"a","stock":1,"__proto__":{"admin":true}}'],
      ["an escaped __proto__", '{"name":"a","stock":1,"\\u005f_proto__":{"admin":true}}'],
      [
        "a constructor.prototype",
        '{"name":"a","stock":1,"constructor":{"prototype":{"admin":true}}}',
      ],
      ["a lone surrogate", '{"name":"\\ud800","stock":1}'],
      ["a lone surrogate as a key", '{"\\udc00":1}'],
      ["a number beyond any double", '{"name":"a","stock":1e999}'],
    ] as const
  ).map(([what, body]): Scenario => ({
    name: `refuses a body with ${what}`,
    path: "/items",
    headers: json,
    body,
    status: 400,
    content: { code: "malformed_request" },
  })),
  {
    name: "refuses invalid UTF-8",
    path: "/items",
    headers: json,
    body: Uint8Array.of(0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d),
    status: 400,
    content: { code: "malformed_request", detail: "The body is not valid UTF-8." },
  },
  {
    name: "tells of every error in a body, with escaped pointers",
    path: "/items/search",
    headers: json,
    body: { "a/b~c": 1, lines: [{ n: 1 }, { n: "2" }, {}] },
    status: 422,
    content: {
      errors: [{ pointer: "/a~1b~0c" }, { pointer: "/lines/1/n" }, { pointer: "/lines/2/n" }],
    },
  },
  {
    name: "asks for the body that is missing",
    method: "POST",
    path: "/items",
    status: 422,
    content: { code: "invalid_input" },
  },
  {
    name: "joins the path's parameters and the body",
    path: "/items/none/take",
    headers: json,
    body: { quantity: 1 },
    status: 404,
    content: { code: "not_found" },
  },
  {
    name: "refuses a body that says again what the path says",
    path: "/items/none/take",
    headers: json,
    body: { id: "other", quantity: 1 },
    status: 422,
    content: invalid(["/id", "stands in the path, so it cannot stand in the body"]),
  },
  {
    name: "refuses a body that is no object where the path has a part of the input",
    path: "/items/none/take",
    headers: json,
    body: [1],
    status: 422,
    content: invalid(["", "must be an object"]),
  },
];
