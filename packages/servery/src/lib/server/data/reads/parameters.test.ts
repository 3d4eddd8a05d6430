import { sql } from "kysely";
import { expect, test } from "vitest";
import { describeRegion } from "../../../../../test/live/read-sets/describe-region.ts";
import {
  ann,
  found,
  type MakeQuery,
  planOf,
  products,
  raw,
  where,
} from "../../../../../test/live/read-sets/shop-reads.ts";

/** The regions of a query's plan with other values than those that it was made with. */
function rerun(make: MakeQuery, parameters: readonly unknown[]): readonly string[] {
  return planOf(make).plan.toRegions(parameters, ann).map(describeRegion);
}

test("a plan is good for other values", () => {
  const make: MakeQuery = (db) =>
    products(db).where("category", "=", "lamps").where("price", "in", [1, 2]).limit(5);
  expect(rerun(make, ["chairs", 3, 4, 9])).toEqual([
    `${found()} & category in ["chairs"] & price in [3,4]`,
  ]);
  expect(rerun(make, [7, 3, 4, 9])).toEqual([`${found()} & price in [3,4]`]);
});

test("stand-ins for values that are not there yet are never looked at", () => {
  const standIn: unknown = new Proxy(
    {},
    {
      get: () => {
        throw new Error("looked at");
      },
    },
  );
  const make = where((eb) => eb("category", "=", standIn as string));
  expect(rerun(make, ["lamps"])).toEqual([`${found()} & category in ["lamps"]`]);
});

test("one condition in two places has two values", () => {
  const make = where((eb) => {
    const same = eb("category", "=", "lamps");
    return eb.or([eb.and([same, eb("price", "=", 1)]), same]);
  });
  expect(rerun(make, ["lamps", 1, "chairs"])).toEqual([found()]);
});

test("values in fragments count too", () => {
  const make: MakeQuery = (db) =>
    products(db)
      .where(sql<boolean>`price > ${5}`)
      .where("category", "=", "lamps");
  expect(rerun(make, [5, "chairs"])).toEqual([`${found()} & category in ["chairs"]`]);
});

test("values by hand are not looked for", () => {
  expect(rerun(raw("SELECT name FROM products WHERE id = 'p1'"), [])).toEqual([found()]);
});
