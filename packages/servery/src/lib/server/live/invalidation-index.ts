import type { SqlRow } from "../../ports/database.ts";
import type { ReadSet } from "../data/reads/read-set.ts";
import type { RowChange, WriteSet } from "../data/writes/write-set.ts";
import { createRegionFile, type Filed, type RegionFile } from "./region-file.ts";
import { describeTouch, isTouchedBy } from "./region-match.ts";

/** Hears that a commit may have changed what `item` rests on; `cause` says how, once it is asked. */
type OnTouched<T> = (item: T, cause: () => string) => void;

/** Finds what a commit touches, in the time of what it touches and not of what there is. */
export interface InvalidationIndex<T> {
  /** Puts in an item that is not there. */
  add(item: T, reads: ReadSet): void;
  delete(item: T): void;
  /**
   * Visits each item that a commit may touch once. Items may be added and deleted meanwhile. Not for a commit that
   * may have changed anything.
   */
  visit(writes: Omit<WriteSet, "everything">, onTouched: OnTouched<T>): void;
  items(): Iterable<T>;
  clear(): void;
  readonly size: number;
  /** Tables that something rests on. */
  readonly tables: number;
}

/** Makes an empty {@link InvalidationIndex}. */
export function createInvalidationIndex<T>(): InvalidationIndex<T> {
  const files = new Map<string, RegionFile<T>>();
  /** What may rest on anything. */
  const anything = new Set<T>();
  const filedOf = new Map<T, readonly Filed<T>[]>();

  function file(filed: Filed<T>): void {
    const { table } = filed.region;
    const known = files.get(table) ?? createRegionFile<T>();
    files.set(table, known);
    known.add(filed);
  }
  function unfile(filed: Filed<T>): void {
    const { table } = filed.region;
    const known = files.get(table) as RegionFile<T>;
    known.delete(filed);
    if (known.isEmpty) files.delete(table);
  }

  return {
    add(item, { regions, everything }) {
      if (everything !== undefined) anything.add(item);
      const filed = regions.map((region) => ({ item, region }));
      filedOf.set(item, filed);
      for (const each of filed) file(each);
    },
    delete(item) {
      anything.delete(item);
      for (const each of filedOf.get(item) ?? []) unfile(each);
      filedOf.delete(item);
    },
    visit({ changes, tables }, onTouched) {
      const touched = new Map<T, () => string>();
      const touch = (item: T, cause: () => string): void => {
        if (!touched.has(item)) touched.set(item, cause);
      };
      if (changes.length > 0 || tables.size > 0)
        for (const item of anything) touch(item, () => "something was written");
      for (const [table, why] of tables)
        files.get(table)?.visitAll(({ item }) => touch(item, () => `${table}: ${why}`));
      for (const change of changes)
        visitChange(files.get(change.table), change, ({ item, region }) =>
          touch(item, () => describeTouch(region, change)),
        );
      for (const [item, cause] of touched) onTouched(item, cause);
    },
    items: () => filedOf.keys(),
    clear() {
      files.clear();
      anything.clear();
      filedOf.clear();
    },
    get size() {
      return filedOf.size;
    },
    get tables() {
      return files.size;
    },
  };
}

/** Where a region is filed says one of its conditions: all are looked at. */
function visitChange<T>(
  file: RegionFile<T> | undefined,
  change: RowChange,
  touch: (filed: Filed<T>) => void,
): void {
  const visit = (row: SqlRow): void =>
    file?.visitRow(row, (filed) => {
      if (isTouchedBy(filed.region, change)) touch(filed);
    });
  if (change.kind !== "insert") visit(change.before);
  if (change.kind !== "delete") visit(change.after);
}
