import type { SqlRow, SqlValue } from "../../ports/database.ts";
import type { EqualityBound, ReadRegion, ReadSet } from "../data/reads/read-set.ts";
import type { RowChange, WriteSet } from "../data/writes/write-set.ts";
import { createIntervalIndex, type IntervalIndex } from "./interval-index.ts";
import { isTouchedBy, mattersTo } from "./region-match.ts";

/** Hears that a commit may have changed what `item` rests on; `cause` says how, once it is asked. */
export type OnTouched<T> = (item: T, cause: () => string) => void;

/** Finds what a commit touches, in the time of what it touches and not of what there is. */
export interface InvalidationIndex<T> {
  add(item: T, reads: ReadSet): void;
  delete(item: T): void;
  /** Visits each item that a commit may touch once. Items may be added and deleted meanwhile. */
  visit(writes: WriteSet, onTouched: OnTouched<T>): void;
  readonly size: number;
}

/** One region of one item: where it is filed, its own conditions are looked at again. */
interface Filed<T> {
  readonly item: T;
  readonly region: ReadRegion;
}

/** The regions of one table. Each is filed once: under values of a column, under a range, or as the whole. */
interface TableFile<T> {
  readonly whole: Set<Filed<T>>;
  readonly byValue: Map<string, Map<SqlValue, Set<Filed<T>>>>;
  readonly byRange: Map<string, IntervalIndex<Filed<T>>>;
}

/** Makes an empty {@link InvalidationIndex}. */
export function createInvalidationIndex<T>(): InvalidationIndex<T> {
  const tables = new Map<string, TableFile<T>>();
  /** What may rest on anything. */
  const anything = new Set<T>();
  const regionsOf = new Map<T, readonly Filed<T>[]>();

  function fileOf(table: string): TableFile<T> {
    const known = tables.get(table);
    if (known !== undefined) return known;
    const file = { whole: new Set<Filed<T>>(), byValue: new Map(), byRange: new Map() };
    tables.set(table, file);
    return file;
  }

  return {
    add(item, { regions, everything }) {
      if (everything !== undefined) anything.add(item);
      const filed = regions.map((region) => ({ item, region }));
      regionsOf.set(item, filed);
      for (const each of filed) putIn(fileOf(each.region.table), each);
    },
    delete(item) {
      anything.delete(item);
      for (const each of regionsOf.get(item) ?? []) takeOut(fileOf(each.region.table), each);
      regionsOf.delete(item);
    },
    visit({ changes, tables: changed, everything }, onTouched) {
      const touched = new Map<T, () => string>();
      const touch = (item: T, cause: () => string): void => {
        if (!touched.has(item)) touched.set(item, cause);
      };
      if (everything !== undefined)
        for (const item of regionsOf.keys()) touch(item, () => everything);
      if (changes.length > 0 || changed.size > 0)
        for (const item of anything) touch(item, () => "something was written");
      for (const [table, why] of changed) {
        const file = tables.get(table);
        if (file !== undefined) visitAll(file, ({ item }) => touch(item, () => `${table}: ${why}`));
      }
      for (const change of changes) {
        const file = tables.get(change.table);
        if (file !== undefined) visitChange(file, change, touch);
      }
      for (const [item, cause] of touched) onTouched(item, cause);
    },
    get size() {
      return regionsOf.size;
    },
  };
}

function putIn<T>(file: TableFile<T>, filed: Filed<T>): void {
  const equality = bestOf(filed.region);
  const [range] = filed.region.ranges;
  if (equality !== undefined) {
    const values = entryOf(file.byValue, equality.column, () => new Map());
    for (const value of equality.values) entryOf(values, value, () => new Set()).add(filed);
  } else if (range !== undefined)
    entryOf(file.byRange, range.column, () => createIntervalIndex<Filed<T>>()).add(range, filed);
  else file.whole.add(filed);
}

function takeOut<T>(file: TableFile<T>, filed: Filed<T>): void {
  const equality = bestOf(filed.region);
  const [range] = filed.region.ranges;
  if (equality !== undefined) {
    const values = file.byValue.get(equality.column);
    for (const value of equality.values) {
      const same = values?.get(value);
      same?.delete(filed);
      if (same?.size === 0) values?.delete(value);
    }
    if (values?.size === 0) file.byValue.delete(equality.column);
  } else if (range !== undefined) {
    const intervals = file.byRange.get(range.column);
    intervals?.delete(filed);
    if (intervals?.size === 0) file.byRange.delete(range.column);
  } else file.whole.delete(filed);
}

/** The condition that tells the most rows apart: the one with the fewest values. */
function bestOf({ equals }: ReadRegion): EqualityBound | undefined {
  let best = equals[0];
  for (const each of equals)
    if (best !== undefined && each.values.size < best.values.size) best = each;
  return best;
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function visitAll<T>(file: TableFile<T>, each: (filed: Filed<T>) => void): void {
  for (const filed of file.whole) each(filed);
  for (const values of file.byValue.values())
    for (const same of values.values()) for (const filed of same) each(filed);
  for (const intervals of file.byRange.values()) intervals.visitAll(each);
}

function visitChange<T>(
  file: TableFile<T>,
  change: RowChange,
  touch: (item: T, cause: () => string) => void,
): void {
  const test = (filed: Filed<T>): void => {
    if (isTouchedBy(filed.region, change)) touch(filed.item, () => describe(filed.region, change));
  };
  for (const filed of file.whole) test(filed);
  if (change.kind !== "insert") visitRow(file, change.before, test);
  if (change.kind !== "delete") visitRow(file, change.after, test);
}

/** A row whose value is not known may be any: its column's regions are all looked at. */
function visitRow<T>(file: TableFile<T>, row: SqlRow, test: (filed: Filed<T>) => void): void {
  for (const [column, values] of file.byValue) {
    const value = row[column];
    if (value === undefined)
      for (const same of values.values()) for (const each of same) test(each);
    else for (const each of values.get(value) ?? []) test(each);
  }
  for (const [column, intervals] of file.byRange) {
    const value = row[column];
    if (value === undefined) intervals.visitAll(test);
    else intervals.visit(value, test);
  }
}

function describe(region: ReadRegion, change: RowChange): string {
  const { table, kind } = change;
  if (kind !== "update") return `${table}: a row was ${kind === "insert" ? "inserted" : "deleted"}`;
  const columns = [...change.changed].filter((column) => mattersTo(region, new Set([column])));
  return `${table}: ${columns.join(", ")} of a row changed`;
}
