import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  option,
  property,
  record,
} from "fast-check";
import { describe, expect, test } from "vitest";
import type { RangeBound } from "../data/reads/read-set.ts";
import { createIntervalIndex } from "./interval-index.ts";
import { compareSqlValues } from "./sql-order.ts";

const ends = constantFrom<string | number>(
  -2,
  0,
  1,
  1.5,
  2,
  7,
  "",
  "a",
  "b",
  "\uFFFF",
  "\u{10000}",
);
const end = option(record({ value: ends, inclusive: boolean() }), { nil: undefined });
const range = record({ column: constantFrom("n"), from: end, to: end });
const step = record({ range, deletes: option(integer({ min: 0, max: 40 })) });

function found(visit: (each: (item: number) => void) => void): number[] {
  const items: number[] = [];
  visit((item) => void items.push(item));
  return items.toSorted((one, other) => one - other);
}

/** Whether a value lies in a range, its ends included. */
function isIn(value: string | number, { from, to }: RangeBound): boolean {
  return (
    (from === undefined || compareSqlValues(from.value, value) <= 0) &&
    (to === undefined || compareSqlValues(to.value, value) >= 0)
  );
}

describe("the index of intervals", () => {
  test("finds by a value what a list of all finds, whatever comes and goes", () => {
    const same = property(
      array(step, { maxLength: 60 }),
      array(ends, { minLength: 1 }),
      (steps, values) => {
        const index = createIntervalIndex<number>();
        const list = new Map<number, RangeBound>();
        for (const [item, { range: given, deletes }] of steps.entries()) {
          index.add(given, item);
          list.set(item, given);
          if (deletes !== null) {
            index.delete(deletes);
            list.delete(deletes);
          }
        }
        for (const value of values)
          expect(found((each) => index.visit(value, each))).toEqual(
            [...list].filter(([, each]) => isIn(value, each)).map(([item]) => item),
          );
        expect(found(index.visitAll)).toEqual([...list.keys()]);
        for (const item of list.keys()) index.delete(item);
        expect([index.size, found(index.visitAll)]).toEqual([0, []]);
      },
    );
    assert(same, { numRuns: 1000 });
  });

  test.each([
    ["in their order", (at: number) => at],
    ["against it", (at: number) => -at],
    ["from both sides", (at: number) => (at % 2 === 0 ? at : -at)],
    ["by a multiple of the golden ratio", (at: number) => (at * 0.618_033_988_7) % 1],
  ])("looks at few of many ranges that come %s", (_, keyOf) => {
    const many = 20_000;
    const index = createIntervalIndex<number>();
    let looks = 0;
    for (let at = 0; at < many; at++) {
      const to = { value: keyOf(at), inclusive: true };
      index.add(
        {
          column: "n",
          to,
          get from() {
            return (looks++, to);
          },
        },
        at,
      );
    }
    for (let at = 0; at < many; at += 997) {
      looks = 0;
      expect(found((each) => index.visit(keyOf(at), each))).toEqual([at]);
      // Twice the way down, and a tree of random priorities is a few times as deep as its logarithm.
      expect(looks).toBeLessThan(150);
    }
  });
});
