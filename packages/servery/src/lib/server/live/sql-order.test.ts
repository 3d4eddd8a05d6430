import { DatabaseSync } from "node:sqlite";
import {
  type Arbitrary,
  array,
  assert,
  bigInt,
  constant,
  double,
  integer,
  oneof,
  property,
  string,
  uint8Array,
} from "fast-check";
import { expect, test } from "vitest";
import type { SqlValue } from "../../ports/database.ts";
import { compareSqlValues } from "./sql-order.ts";

/** Node ends a text at a NUL, and binds half a surrogate pair as another character. */
const text = string({ unit: "binary", maxLength: 4 }).filter((value) => !value.includes("\0"));
/** From the end of the basic plane and from beyond it: where the order of UTF-16 is another. */
const highText = string({
  unit: oneof(
    ...["\uD7FF", "\uE000", "\uFFFF", "\u{10000}", "\u{10FFFF}", "a"].map((unit) => constant(unit)),
  ),
  maxLength: 3,
});
const value: Arbitrary<SqlValue> = oneof(
  constant(null),
  integer({ min: -3, max: 3 }),
  double({ noNaN: true }),
  bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  text,
  highText,
  uint8Array({ max: 3, maxLength: 3 }),
);

test("values are in the order in which SQLite has them", () => {
  using database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE pairs (one ANY, other ANY) STRICT");
  const insert = database.prepare("INSERT INTO pairs VALUES (?, ?)");
  const select = database.prepare(`
    SELECT place, (SELECT one IS other FROM pairs) AS same
    FROM (SELECT 1 AS place, one AS value FROM pairs UNION ALL SELECT 2, other FROM pairs)
    ORDER BY value LIMIT 1`);
  const sorted = property(
    array(value, { minLength: 2, maxLength: 2 }),
    ([one = null, other = null]) => {
      database.exec("DELETE FROM pairs");
      insert.run(one, other);
      const { place, same } = select.get() as { place: number; same: number };
      const order = compareSqlValues(one, other);
      expect(Math.sign(order)).toBe(same === 1 ? 0 : place === 1 ? -1 : 1);
      expect(Math.sign(compareSqlValues(other, one))).toBe(0 - Math.sign(order));
    },
  );
  assert(sorted, { numRuns: 3000 });
});
