import { ServeryError } from "../../base/servery-error.ts";
import type { Column, Unique } from "./column.ts";
import type { Policy } from "./policy.ts";

export interface Index {
  readonly columns: readonly string[];
  readonly unique: Unique;
  /** A SQL condition: only rows that meet it are indexed. */
  readonly where: string | undefined;
}

/** A table: plain data that types Kysely and makes the schema. */
export interface Table<Name extends string = string, Columns extends ColumnsOf = ColumnsOf> {
  readonly name: Name;
  readonly columns: Columns;
  readonly policy: Policy;
  /** Columns of the primary key; one marked `id()`, or those of `primaryKey`. */
  readonly primaryKey: readonly string[];
  readonly indexes: readonly Index[];
  /** SQL conditions over several columns. */
  readonly checks: readonly string[];
}

export type ColumnsOf = Readonly<Record<string, Column>>;

/** The tables of a service, under any names. */
export type Tables = Readonly<Record<string, Table>>;

/** The type to give to Kysely: `Kysely<DatabaseOf<typeof tables>>`. */
export type DatabaseOf<T extends Tables> = {
  [K in keyof T as T[K]["name"]]: TypesOf<T[K]["columns"]>;
};

type TypesOf<C extends ColumnsOf> = {
  -readonly [K in keyof C]: C[K] extends Column<infer Type> ? Type : never;
};

type IndexOption<Name extends string> =
  | readonly Name[]
  | { readonly columns: readonly Name[]; readonly unique?: Unique; readonly where?: string };

export interface TableOptions<Name extends string> {
  /** Which rows a caller may see and change. Required: forgetting it must not open a table. */
  readonly policy: Policy<Name>;
  /** Indexes: lists of columns, or `{ columns, unique?, where? }`. */
  readonly indexes?: readonly IndexOption<Name>[];
  /** Lists of columns whose values together are never the same in two rows. */
  readonly uniques?: readonly (readonly Name[])[];
  /** SQL conditions that every row meets. */
  readonly checks?: readonly string[];
  /** The primary key of a table without an `id()`, such as a table that joins two others. */
  readonly primaryKey?: readonly Name[];
}

/**
 * Declares a table.
 *
 * ```ts
 * const orders = table("orders", { id: id(), userId: ref(() => users), totalCents: integer({ check: "@ >= 0" }) }, { policy: everyone });
 * ```
 * @throws ServeryError `table_invalid` for a name that cannot be used, or a table without a key that is never NULL.
 */
export function table<const Name extends string, C extends ColumnsOf>(
  name: Name,
  columns: C,
  options: TableOptions<Extract<keyof C, string>>,
): Table<Name, C> {
  assertName(name, `The table "${name}"`);
  for (const column of Object.keys(columns))
    assertName(column, `The column "${column}" of "${name}"`);
  if ((options as { policy?: Policy }).policy === undefined)
    throw invalid(
      `The table "${name}" states no policy. Write { policy: everyone }, or who may see its rows.`,
    );
  return {
    name,
    columns,
    policy: options.policy,
    primaryKey: toPrimaryKey(name, columns, options.primaryKey),
    indexes: toIndexes(columns, options),
    checks: options.checks ?? [],
  };
}

function toPrimaryKey(
  name: string,
  columns: ColumnsOf,
  stated: readonly string[] | undefined,
): readonly string[] {
  const ids = Object.keys(columns).filter((key) => columns[key]?.primaryKey);
  if (ids.length === 1 && stated === undefined) return ids;
  if (ids.length === 0 && stated !== undefined && stated.length > 0) {
    assertNeverNull(name, columns, stated);
    return stated;
  }
  throw invalid(
    `The table "${name}" needs exactly one primary key: one column that is id(), or the option { primaryKey: ["…"] }.`,
  );
}

function assertNeverNull(name: string, columns: ColumnsOf, key: readonly string[]): void {
  const nullable = key.find((column) => columns[column]?.nullable);
  if (nullable === undefined) return;
  throw invalid(
    `The table "${name}" has the nullable column "${nullable}" in its primary key, where no NULL can be: leave out { nullable: true }.`,
  );
}

function toIndexes(columns: ColumnsOf, options: TableOptions<string>): readonly Index[] {
  const plain = (list: readonly string[], unique: Unique): Index => ({
    columns: list,
    unique,
    where: undefined,
  });
  const ofColumns = Object.entries(columns).filter(([, { unique }]) => unique !== false);
  return [
    ...ofColumns.map(([name, { unique }]) => plain([name], unique)),
    ...(options.uniques ?? []).map((list) => plain(list, true)),
    ...(options.indexes ?? []).map((index) =>
      "columns" in index
        ? { columns: index.columns, unique: index.unique ?? false, where: index.where }
        : plain(index, false),
    ),
  ];
}

function assertName(name: string, what: string): void {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(name))
    throw invalid(
      `${what} has a name that cannot be used: letters, digits and _ only, a letter first, at most 63.`,
    );
  if (/^(servery|sqlite)_/i.test(name))
    throw invalid(`${what}: names that start with servery_ or sqlite_ are reserved.`);
}

function invalid(message: string): ServeryError {
  return new ServeryError("table_invalid", message);
}
