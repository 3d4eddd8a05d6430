import type { Explanation } from "servery/server";
import { stripVTControlCharacters } from "node:util";

import { expect, test } from "vitest";

import { printExplanation } from "./print-explanation.ts";

const plain: Explanation = {
  operation: "regions.list",
  input: undefined,
  statements: [],
  everything: undefined,
  consulted: [],
  cache: { kept: true, why: "", maxAgeMs: 60_000 },
  token: undefined,
  reruns: [],
  watchers: 0,
};

const print = (...args: Parameters<typeof printExplanation>) =>
  stripVTControlCharacters(printExplanation(...args));

test("shows statements with the rows that they rest on, the caller, the cache and the re-runs", () => {
  const explanation: Explanation = {
    ...plain,
    operation: "products.list",
    input: { category: "lamps" },
    statements: [
      {
        sql: `select "id", "name" from "products" where "category" = ? order by "name" limit ?`,
        reach: "restricted",
        regions: [
          {
            table: "products",
            columns: ["category", "id", "name"],
            keys: [{ column: "category", values: ["lamps"] }],
            ranges: ["price > 100"],
            widened: undefined,
          },
          {
            table: "stock",
            columns: [..."abcdefghij"],
            keys: [{ column: "productId", values: [1, 2, 3, 4, 5, 6, 7] }],
            ranges: [],
            widened: undefined,
          },
        ],
      },
      {
        sql: `select random() from "visits"`,
        reach: "unrestricted",
        regions: [
          {
            table: "visits",
            columns: [],
            keys: [],
            ranges: [],
            widened: "it has a window function",
          },
        ],
        volatile: "random()",
      },
    ],
    consulted: [
      { what: "user", value: "u1" },
      { what: "role:admin", value: "no" },
    ],
    cache: { kept: false, why: "its SQL uses random()", maxAgeMs: undefined },
    token: "abc.12",
  };
  const reruns = [
    { at: 0, commit: 12, cause: "products: 1 row updated", changed: true, ms: 0.84 },
    { at: 1000, commit: 11, cause: "stock: 2 rows", changed: false, ms: 12.4 },
  ];
  expect(print(explanation, { watchers: 2, reruns })).toBe(
    `products.list {"category":"lamps"}

statements

  1 select "id", "name"
    from "products"
    where "category" = ?
    order by "name"
    limit ?

    RESTS ON  ROWS                                    COLUMNS
    products  category = "lamps" and price > 100      category, id, name
    stock     productId in (1, 2, 3, 4, 5, … 2 more)  a, b, c, d, e, f, g, h, … 2 more

  2 select random()
    from "visits"

    RESTS ON  ROWS                            COLUMNS
    visits    all (it has a window function)  none: only that there is a row
    unrestricted: past the row policies
    random() answers differently each time

what it asks of its caller
  user        u1
  role:admin  no

cache
  not kept: its SQL uses random()
  state abc.12

live
  2 watch it
  RUN AGAIN AT              COMMIT  TOOK    RESULT    BECAUSE OF
  1970-01-01T00:00:00.000Z  12      0.8 ms  another   products: 1 row updated
  1970-01-01T00:00:01.000Z  11      12 ms   the same  stock: 2 rows`,
  );
});

test("says what there is none of", () => {
  expect(print(plain, undefined)).toBe(
    `regions.list

statements
  none: it reads no rows

what it asks of its caller
  nothing: one answer serves all callers

cache
  kept, for 60 s at most`,
  );
  expect(print(plain, { watchers: 0, reruns: [] })).toMatch(
    /\n\nlive\n {2}nobody watches it\n {2}it was not run again for any change$/,
  );
});

test("says how it ended, where it came to no result", () => {
  expect(print({ ...plain, failed: "not_found: No such region" }, undefined)).toMatch(
    /^regions\.list\n\n {2}It ended with not_found: No such region\n {2}What follows is what it had read until then\.\n\nstatements\n/,
  );
});

test("says where anything at all may matter", () => {
  expect(print({ ...plain, everything: "a table of another file" }, undefined)).toContain(
    "\n  It may rest on anything at all: a table of another file\n",
  );
});
