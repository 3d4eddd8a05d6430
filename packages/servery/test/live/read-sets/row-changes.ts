import { isDeepStrictEqual } from "node:util";
import type { Connection, SqlRow } from "../../../src/lib/ports/database.ts";
import type { RowChange } from "../../../src/lib/server/data/writes/write-set.ts";

/** Every row of every table, by its key and the place where it is stored. */
export type Dump = ReadonlyMap<string, ReadonlyMap<string, SqlRow>>;

export function dumpTables(
  connection: Connection,
  tables: readonly { readonly name: string; readonly primaryKey: readonly string[] }[],
): Dump {
  return new Map(
    tables.map(({ name, primaryKey }) => {
      const rows = connection.prepare(`SELECT rowid AS "~place", * FROM main."${name}"`).all([]);
      return [name, new Map(rows.map((row) => [keyOf(row, primaryKey), withoutPlace(row)]))];
    }),
  );
}

/** A row that is stored anew in another place, as REPLACE does, is another row. */
function keyOf(row: SqlRow, primaryKey: readonly string[]): string {
  return JSON.stringify([row["~place"], ...primaryKey.map((column) => row[column])]);
}

function withoutPlace({ "~place": _, ...row }: SqlRow): SqlRow {
  return row;
}

/** What has become of the rows, told by comparing all of them. */
export function changesBetween(before: Dump, after: Dump): readonly RowChange[] {
  return [...before.keys()].flatMap((table) => {
    const [old, fresh] = [
      before.get(table) as Map<string, SqlRow>,
      after.get(table) as Map<string, SqlRow>,
    ];
    return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) =>
      changeOf(table, old.get(key), fresh.get(key)),
    );
  });
}

function changeOf(
  table: string,
  before: SqlRow | undefined,
  after: SqlRow | undefined,
): readonly RowChange[] {
  if (before === undefined) return after === undefined ? [] : [{ kind: "insert", table, after }];
  if (after === undefined) return [{ kind: "delete", table, before }];
  const changed = Object.keys(after).filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  );
  return changed.length === 0
    ? []
    : [{ kind: "update", table, before, after, changed: new Set(changed) }];
}
