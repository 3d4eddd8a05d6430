import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import {
  ann,
  found,
  planOf,
  products,
  raw,
  type ReadScenario,
  regionsOf,
  where,
} from "../../../../../test/live/read-sets/shop-reads.ts";

const untold: readonly ReadScenario[] = [
  ["SQL written by hand", raw("SELECT name FROM products WHERE id = 'p1'"), [found()]],
  [
    "rows that are only counted",
    raw("SELECT count(*) FROM products"),
    ["products(category,id,price)"],
  ],
  [
    "columns that are joined so",
    raw("SELECT name FROM products JOIN reviews USING (id)"),
    ["products(*)", "reviews(*)"],
  ],
  ["a view", raw("SELECT id FROM cheap"), ["products(category,id,price)"]],
  ["an expression over columns", where((eb) => eb(sql`lower(category)`, "=", "lamps")), [found()]],
  [
    "a fragment beside a condition",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .where(sql<boolean>`price > ${5}`),
    [`${found()} & category in ["lamps"]`],
  ],
  [
    "a fragment with OR",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .where(sql<boolean>`price > 5 or listed`),
    [found("listed")],
  ],
  [
    "a fragment with OR in parentheses",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .where(sql<boolean>`(price > 5 or listed)`),
    [`${found("listed")} & category in ["lamps"]`],
  ],
  [
    "a fragment with a comment",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .where(sql<boolean>`price > 5 -- or more`),
    [found()],
  ],
  [
    "half a BETWEEN",
    (db) =>
      products(db)
        .where(sql<boolean>`price between 1`)
        .where("id", "=", "p1"),
    [found()],
  ],
  [
    "a collation after it all",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .modifyEnd(sql`collate nocase`),
    [found()],
  ],
  [
    "a fragment that names a table",
    (db) =>
      products(db)
        .where("id", "=", "p1")
        .where(sql<boolean>`exists (select 1 from products where price > 5)`),
    [found()],
  ],
  [
    "a fragment that is given a table",
    (db) =>
      products(db)
        .where("id", "=", "p1")
        .where(sql<boolean>`exists (select 1 from ${sql.table("products")} where price > 5)`),
    [found()],
  ],
  [
    "a fragment that is given a name",
    (db) =>
      products(db)
        .where("id", "=", "p1")
        .where(sql<boolean>`exists (select 1 from ${sql.id("products")} where price > 5)`),
    [found()],
  ],
  [
    "a numbered parameter",
    (db) =>
      products(db)
        .where("id", "=", "p1")
        .where(sql<boolean>`name <> ?1`),
    [found()],
  ],
  ["a table of a migration", raw("SELECT town FROM places"), ["places(id,town)"]],
  ["values of no table", raw("SELECT value FROM json_each('[1]')"), []],
  [
    "a common table expression that counts",
    raw(
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3) SELECT count(*) FROM n",
    ),
    [],
  ],
];

test.each(untold)("the tree does not tell: %s", (_, make, expected) =>
  expect(regionsOf(make)).toEqual(expected),
);

describe("whatever is written may matter to", () => {
  test.each([
    ["a table without a key", "SELECT a FROM loose"],
    ["a view that joins by names", "SELECT name FROM rated"],
    ["what is in no table", "SELECT * FROM texts_data"],
    ["a row's place", "SELECT oid FROM places ORDER BY rowid"],
  ])("%s", (_, text) => expect(planOf(raw(text)).plan.everything).toMatch(/^it reads /));

  test("nothing else", () => {
    expect(planOf(products).plan.everything).toBeUndefined();
    expect(
      planOf(raw("SELECT rowid FROM texts WHERE texts MATCH 'a'")).plan.everything,
    ).toBeUndefined();
  });
});

describe("it is said why a table is read whole:", () => {
  test.each([
    ["no condition", products, "no condition holds for all that it is read for"],
    ["by hand", raw("SELECT name FROM products"), "its SQL is written by hand"],
    ["a view", raw("SELECT id FROM cheap"), "its SQL is written by hand"],
    [
      "another type",
      where((eb) => eb("price", "=", "5" as never)),
      "price is compared with a value that is not of its type",
    ],
    [
      "a long list",
      where((eb) =>
        eb(
          "id",
          "in",
          Array.from({ length: 300 }, (_, at) => `p${at}`),
        ),
      ),
      "id is compared with more than 256 values",
    ],
    [
      "a fragment",
      where((eb) => eb.and([eb("id", "=", "p1"), sql<boolean>`exists (select 1 from products)`])),
      "a fragment of SQL names it",
    ],
  ] as const)("%s", (_, make, why) => {
    const { plan, parameters } = planOf(make);
    expect(plan.toRegions(parameters, ann).map(({ widened }) => widened)).toEqual([why]);
  });

  test("more ways than can be looked at", () => {
    const { plan, parameters } = planOf((db) => {
      const one = (at: number) => products(db).where("id", "=", `p${at}`);
      return Array.from({ length: 300 }, (_, at) => one(at + 1)).reduce(
        (all, each) => all.unionAll(each),
        one(0),
      );
    });
    const [region, ...more] = plan.toRegions(parameters, ann);
    expect(more).toEqual([]);
    expect(region?.widened).toBe("it is read in more than 256 ways");
  });
});
