import type { SqlRow, SqlValue } from "../../ports/database.ts";
import type { EqualityBound, ReadRegion } from "../data/reads/read-set.ts";
import { createIntervalIndex, type IntervalIndex } from "./interval-index.ts";

/** One region of one item. */
export interface Filed<T> {
  readonly item: T;
  readonly region: ReadRegion;
}

/** The regions of one table. Each is filed once: under values of a column, under a range, or as the whole. */
export interface RegionFile<T> {
  add(filed: Filed<T>): void;
  delete(filed: Filed<T>): void;
  /** Visits those that a row may be in, and perhaps others; some of them twice. */
  visitRow(row: SqlRow, each: (filed: Filed<T>) => void): void;
  visitAll(each: (filed: Filed<T>) => void): void;
  readonly isEmpty: boolean;
}

/** Makes an empty {@link RegionFile}. */
export function createRegionFile<T>(): RegionFile<T> {
  const whole = new Set<Filed<T>>();
  const byValue = new Map<string, ValueFile<T>>();
  const byRange = new Map<string, IntervalIndex<Filed<T>>>();
  return {
    add(filed) {
      const { equality, range } = placeOf(filed.region);
      if (equality !== undefined)
        addTo(byValue, equality.column, createValueFile).add(equality, filed);
      else if (range === undefined) whole.add(filed);
      else addTo(byRange, range.column, createIntervalIndex<Filed<T>>).add(range, filed);
    },
    delete(filed) {
      const { equality, range } = placeOf(filed.region);
      if (equality !== undefined) {
        const values = byValue.get(equality.column);
        values?.delete(equality, filed);
        if (values?.size === 0) byValue.delete(equality.column);
      } else if (range === undefined) whole.delete(filed);
      else {
        const ranges = byRange.get(range.column);
        ranges?.delete(filed);
        if (ranges?.size === 0) byRange.delete(range.column);
      }
    },
    visitRow(row, each) {
      for (const filed of whole) each(filed);
      for (const files of [byValue, byRange])
        for (const [column, file] of files) {
          const value = row[column];
          // One that is not known may be any.
          if (value === undefined) file.visitAll(each);
          else file.visit(value, each);
        }
    },
    visitAll(each) {
      for (const filed of whole) each(filed);
      for (const files of [byValue, byRange])
        for (const file of files.values()) file.visitAll(each);
    },
    get isEmpty() {
      return whole.size === 0 && byValue.size === 0 && byRange.size === 0;
    },
  };
}

/** The condition that tells the most rows apart: the one with the fewest values, or else a range. */
function placeOf({ equals, ranges }: ReadRegion) {
  let [equality] = equals;
  for (const each of equals)
    if (equality !== undefined && each.values.size < equality.values.size) equality = each;
  return { equality, range: ranges[0] };
}

function addTo<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** Regions by the values of one column. */
interface ValueFile<T> {
  add(equality: EqualityBound, filed: Filed<T>): void;
  delete(equality: EqualityBound, filed: Filed<T>): void;
  visit(value: SqlValue, each: (filed: Filed<T>) => void): void;
  visitAll(each: (filed: Filed<T>) => void): void;
  /** Values, and regions that no value meets. */
  readonly size: number;
}

function createValueFile<T>(): ValueFile<T> {
  /** One alone stands by itself: a set for each of many values would weigh more than all else. */
  const byValue = new Map<SqlValue, Filed<T> | Set<Filed<T>>>();
  /** Of conditions that nothing meets. A change of the whole table is theirs too. */
  const empty = new Set<Filed<T>>();

  function addAt(value: SqlValue, filed: Filed<T>): void {
    const known = byValue.get(value);
    if (known instanceof Set) known.add(filed);
    else byValue.set(value, known === undefined ? filed : new Set([known, filed]));
  }
  function deleteAt(value: SqlValue, filed: Filed<T>): void {
    const known = byValue.get(value);
    if (known instanceof Set ? known.delete(filed) && known.size === 0 : known === filed)
      byValue.delete(value);
  }
  function visitEach(found: Filed<T> | Set<Filed<T>>, each: (filed: Filed<T>) => void): void {
    if (found instanceof Set) for (const filed of found) each(filed);
    else each(found);
  }

  return {
    add({ values }, filed) {
      if (values.size === 0) empty.add(filed);
      for (const value of values) addAt(value, filed);
    },
    delete({ values }, filed) {
      empty.delete(filed);
      for (const value of values) deleteAt(value, filed);
    },
    visit(value, each) {
      const found = byValue.get(value);
      if (found !== undefined) visitEach(found, each);
    },
    visitAll(each) {
      for (const filed of empty) each(filed);
      for (const found of byValue.values()) visitEach(found, each);
    },
    get size() {
      return byValue.size + empty.size;
    },
  };
}
