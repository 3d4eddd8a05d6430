import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  oneof,
  option,
  property,
  record,
  tuple,
  uniqueArray,
} from "fast-check";
import { describe, expect, test } from "vitest";
import { deletes, inserts, reads, region, updates, writes } from "../../../../test/live/regions.ts";
import type { SqlRow } from "../../ports/database.ts";
import type { RangeBound, ReadRegion, ReadSet } from "../data/reads/read-set.ts";
import type { RowChange, WriteSet } from "../data/writes/write-set.ts";
import { createInvalidationIndex, type InvalidationIndex } from "./invalidation-index.ts";
import { isTouched } from "./region-match.ts";

const table = constantFrom("one", "two", "three");
const columns = ["a", "b", "c"];
const column = constantFrom(...columns);
const value = constantFrom<(string | number)[]>(0, 1, 2, 3, "x", "y");
const end = option(record({ value, inclusive: boolean() }), { nil: undefined });

const equality = tuple(column, uniqueArray(value, { maxLength: 3 })).map(([name, values]) => ({
  column: name,
  values: new Set(values),
}));
const range = record<RangeBound>({ column, from: end, to: end });
const anyRegion = record<ReadRegion>({
  table,
  columns: option(
    uniqueArray(column).map((names) => new Set(names)),
    { nil: undefined },
  ),
  equals: array(equality, { maxLength: 2 }),
  ranges: array(range, { maxLength: 2 }),
  widened: constant(undefined),
});
const readSet = record<ReadSet>({
  regions: array(anyRegion, { maxLength: 4 }),
  everything: oneof({ weight: 9, arbitrary: constant(undefined) }, constant("a view")),
});

/** A row that may lack a value: a generated column's is not told. */
const row: Arbitrary<SqlRow> = dictionary(column, option(value));
const change: Arbitrary<RowChange> = oneof(
  tuple(table, row).map(([name, after]) => inserts(name, after)),
  tuple(table, row).map(([name, before]) => deletes(name, before)),
  tuple(table, row, row).map(([name, before, after]) => updates(name, before, after)),
);
const writeSet = record<WriteSet>({
  changes: array(change, { maxLength: 4 }),
  tables: uniqueArray(table, { maxLength: 1 }).map(
    (names) => new Map(names.map((n) => [n, "many"])),
  ),
  everything: constant(undefined),
});

function visited<T>(index: InvalidationIndex<T>, given: WriteSet): T[] {
  const items: T[] = [];
  index.visit(given, (item, cause) => {
    expect(cause()).toMatch(/\w/);
    items.push(item);
  });
  return items;
}

describe("the index of what is kept", () => {
  test("finds what a commit touches, each once, and nothing else", () => {
    const same = property(
      array(tuple(readSet, option(integer({ min: 0, max: 20 }))), { maxLength: 20 }),
      array(writeSet, { minLength: 1, maxLength: 5 }),
      (steps, commits) => {
        const index = createInvalidationIndex<number>();
        const all = new Map<number, ReadSet>();
        for (const [item, [read, removed]] of steps.entries()) {
          index.add(item, read);
          all.set(item, read);
          if (removed === null) continue;
          index.delete(removed);
          all.delete(removed);
        }
        for (const given of commits)
          expect(visited(index, given).toSorted((one, other) => one - other)).toEqual(
            [...all].filter(([, read]) => isTouched(read, given)).map(([item]) => item),
          );
        for (const item of all.keys()) index.delete(item);
        expect(index).toMatchObject({ size: 0, tables: 0 });
        for (const given of commits) expect(visited(index, given)).toEqual([]);
      },
    );
    assert(same, { numRuns: 1000 });
  }, 60_000);

  test("lets what it finds go and come back meanwhile", () => {
    const index = createInvalidationIndex<string>();
    const row1 = reads([region("one", { equals: { a: [1] } })]);
    for (const item of ["first", "second"]) index.add(item, row1);
    const found: string[] = [];
    index.visit(writes([inserts("one", { a: 1 })]), (item) => {
      found.push(item);
      index.delete(item);
      index.add(item, row1);
      index.delete("second");
    });
    expect(found).toEqual(["first", "second"]);
    expect(index.size).toBe(1);
  });

  test("looks at what a row touches, not at all that there is", () => {
    const index = createInvalidationIndex<number>();
    let looks = 0;
    for (let item = 0; item < 5000; item++) {
      const { equals, ...rest } = region("one", { equals: { a: [item] } });
      // Whoever is looked at is asked for the columns that matter.
      index.add(
        item,
        reads([
          {
            ...rest,
            equals,
            get columns() {
              return (looks++, undefined);
            },
          },
        ]),
      );
    }
    expect(visited(index, writes([updates("one", { a: 7, b: 1 }, { a: 7, b: 2 })]))).toEqual([7]);
    expect(looks).toBeLessThan(10);
  });

  test("is empty once it is cleared", () => {
    const index = createInvalidationIndex<string>();
    index.add("one", reads([region("one", { equals: { a: [1] } })]));
    index.add("two", reads([], "a view"));
    expect([...index.items()]).toEqual(["one", "two"]);
    index.clear();
    expect(index).toMatchObject({ size: 0, tables: 0 });
    expect(visited(index, writes([inserts("one", { a: 1 })]))).toEqual([]);
  });

  test("forgets what was never there", () => {
    const index = createInvalidationIndex<string>();
    index.delete("nothing");
    expect(index).toMatchObject({ size: 0, tables: 0 });
  });
});
