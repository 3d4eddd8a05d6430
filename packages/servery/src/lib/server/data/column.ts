import type { ColumnType } from "kysely";
import type { Schema, SchemaOutput } from "../../contract/schema.ts";

/** How a column is stored and read. */
type ColumnKind = "text" | "integer" | "real" | "boolean" | "json" | "timestamp" | "bytes";

/** What happens to a row when the row that it refers to is deleted. */
type OnDelete = "restrict" | "cascade" | "set null";

interface Reference {
  /** The table referred to, by its primary key; `self` is the table that the column stands in. */
  readonly table: "self" | (() => ReferableTable);
  readonly onDelete: OnDelete;
  readonly to: RefOptions["to"];
}

/** What a reference needs to know of its target, loose enough for tables that refer to each other. */
export interface ReferableTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
}

/**
 * Whether values are there once. `"across_owners"` says besides that this is meant among the rows of all
 * owners, such as a name that everybody sees: who chooses a value that is taken learns that someone has it.
 * Without saying so, dev tells of it.
 */
export type Unique = boolean | "across_owners";

/** One column: plain data. `Type` is what Kysely reads, inserts and updates. */
export interface Column<Type = unknown> {
  readonly kind: ColumnKind;
  readonly storage: "TEXT" | "INTEGER" | "REAL" | "BLOB";
  readonly nullable: boolean;
  readonly unique: Unique;
  readonly primaryKey: boolean;
  /** SQL of the default value, or nothing. */
  readonly default: string | undefined;
  /** SQL conditions that every value meets; `@` stands for the column. */
  readonly checks: readonly string[];
  readonly references: Reference | undefined;
  readonly schema: Schema | undefined;
  /** Carries the type; never present. */
  readonly "~type"?: Type;
}

/** Modifiers that every column takes. */
export interface ColumnOptions<Value> {
  /** Whether the column may hold NULL. Default false. */
  readonly nullable?: boolean;
  /** The value of a row inserted without one, or `{ sql }`, an expression. */
  readonly default?: Value | { readonly sql: string };
  /** Whether no two rows may have the same value. Default false. */
  readonly unique?: Unique;
  /** A SQL condition that every value must meet; `@` stands for the column: `"@ >= 0"`. */
  readonly check?: string;
}

type Read<Value, O> = O extends { readonly nullable: true } ? Value | null : Value;
type Typed<Value, O> = O extends { readonly default: unknown }
  ? ColumnType<Read<Value, O>, Read<Value, O> | undefined, Read<Value, O>>
  : ColumnType<Read<Value, O>>;

export interface TextOptions extends ColumnOptions<string> {
  /** The only values allowed; they are the column's type. */
  readonly values?: readonly string[];
}

type TextOf<O> = O extends { readonly values: readonly (infer V)[] } ? V : string;

/** A string. */
export function text<const O extends TextOptions = object>(
  options?: O,
): Column<Typed<TextOf<O>, O>> {
  const values = options?.values?.map(toSqlLiteral).join(", ");
  return column("text", "TEXT", options, values === undefined ? [] : [`@ IN (${values})`]);
}

/** A whole number that JavaScript holds exactly: ±(2^53 − 1). The database refuses any other. */
export function integer<const O extends ColumnOptions<number> = object>(
  options?: O,
): Column<Typed<number, O>> {
  return column("integer", "INTEGER", options);
}

/** A number with fractions. Never money: use whole cents in an `integer()`. */
export function real<const O extends ColumnOptions<number> = object>(
  options?: O,
): Column<Typed<number, O>> {
  return column("real", "REAL", options);
}

/** True or false; 0 or 1 in SQL. */
export function boolean<const O extends ColumnOptions<boolean> = object>(
  options?: O,
): Column<Typed<boolean, O>> {
  return column("boolean", "INTEGER", options, ["@ IN (0, 1)"]);
}

/** Any JSON value; `schema` gives its type. A nullable column stores null as NULL, any other as JSON. */
export function json<S extends Schema, const O extends ColumnOptions<SchemaOutput<S>> = object>(
  schema: S,
  options?: O,
): Column<Typed<SchemaOutput<S>, O>>;
export function json<const O extends ColumnOptions<unknown>>(
  schema: undefined,
  options: O,
): Column<Typed<unknown, O>>;
export function json<Value = unknown>(): Column<ColumnType<Value>>;
export function json(schema?: Schema, options?: ColumnOptions<unknown>): Column {
  return { ...column("json", "TEXT", options, ["json_valid(@)"]), schema };
}

export interface TimestampOptions extends Omit<ColumnOptions<number | string>, "default"> {
  /** `epoch`: milliseconds since 1970, a number (the default). `iso`: ISO 8601 text. */
  readonly as?: "epoch" | "iso";
  /** `now`: the database's clock when the row is inserted. */
  readonly default?: "now" | number | { readonly sql: string };
}

type TimestampOf<O> = O extends { readonly as: "iso" } ? string : number;

const epochNow = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
const isoNow = "strftime('%Y-%m-%dT%H:%M:%fZ')";

/** A moment, the same in JavaScript as in SQL: epoch milliseconds, or ISO text. */
export function timestamp<const O extends TimestampOptions = object>(
  options?: O,
): Column<Typed<TimestampOf<O>, O>> {
  const iso = options?.as === "iso";
  const sql = options?.default === "now" ? { default: { sql: iso ? isoNow : epochNow } } : {};
  return column("timestamp", iso ? "TEXT" : "INTEGER", {
    ...options,
    ...sql,
  } as ColumnOptions<unknown>);
}

/** Bytes, as a `Uint8Array`. */
export function bytes<const O extends ColumnOptions<Uint8Array> = object>(
  options?: O,
): Column<Typed<Uint8Array, O>> {
  return column("bytes", "BLOB", options);
}

export interface IdOptions {
  /** `text`: a UUID of version 7 (the default). `integer`: 1, 2, 3, … */
  readonly type?: "text" | "integer";
}

type IdOf<O> = O extends { readonly type: "integer" } ? number : string;

/**
 * A UUID of version 7 (RFC 9562 §5.7) made by SQLite itself, so that raw SQL and other tools get one
 * too: 48 bits of time, so that it sorts by age, then 74 random bits, so that it cannot be guessed.
 * Being sortable it tells when a row was made; where that is a secret, use a random value of your own.
 */
const uuidVersion7 = `printf('%08x-%04x-7%03x-%04x-%012x',
  CAST(unixepoch('subsec') * 1000 AS INTEGER) >> 16, CAST(unixepoch('subsec') * 1000 AS INTEGER) & 65535,
  random() & 4095, 32768 | (random() & 16383), random() & 281474976710655)`.replaceAll(/\s+/g, " ");

/** The primary key: a {@link https://www.rfc-editor.org/rfc/rfc9562#section-5.7 UUIDv7} made by the database. */
export function id<const O extends IdOptions = object>(
  options?: O,
): Column<ColumnType<IdOf<O>, IdOf<O> | undefined, IdOf<O>>> {
  const base =
    options?.type === "integer"
      ? column("integer", "INTEGER", undefined)
      : column("text", "TEXT", { default: { sql: uuidVersion7 } });
  return { ...base, primaryKey: true } as Column<never>;
}

export interface RefOptions {
  readonly nullable?: boolean;
  readonly unique?: boolean;
  /** Default `restrict`. */
  readonly onDelete?: OnDelete;
  /**
   * Which rows a caller may refer to. `visible`, the default: those that the caller can see; any other
   * is refused as one that does not exist. `any`: all, as for the recipient of a message; a caller
   * can then tell whether a row of that key exists.
   */
  readonly to?: "visible" | "any";
  /** The type of the key referred to, where it cannot be inferred. Checked at start. */
  readonly type?: "text" | "integer";
}

type KeyOf<T, O> = O extends { readonly type: infer Type }
  ? IdOf<{ type: Type }>
  : T extends {
        readonly columns: { readonly id: Column<ColumnType<infer Key, infer _I, infer _U>> };
      }
    ? Key
    : string;

/** The primary key of a row of another table, kept true by the database; `"self"` for the same table. */
export function ref<T extends ReferableTable, const O extends RefOptions = object>(
  table: "self" | (() => T),
  options?: O,
): Column<ColumnType<Read<KeyOf<T, O>, O>>> {
  const integerKey = options?.type === "integer";
  const base = column(integerKey ? "integer" : "text", integerKey ? "INTEGER" : "TEXT", options);
  return {
    ...base,
    references: {
      table,
      onDelete: options?.onDelete ?? "restrict",
      to: options?.to ?? "visible",
    },
  } as Column<never>;
}

function column<Type>(
  kind: ColumnKind,
  storage: Column["storage"],
  options: ColumnOptions<unknown> | undefined,
  checks: readonly string[] = [],
): Column<Type> {
  const own = options?.check === undefined ? [] : [options.check];
  return {
    kind,
    storage,
    nullable: options?.nullable ?? false,
    unique: options?.unique ?? false,
    primaryKey: false,
    default: toSqlDefault(kind, options?.default),
    checks: [...checks, ...own],
    references: undefined,
    schema: undefined,
  };
}

function toSqlDefault(kind: ColumnKind, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (isSqlExpression(value)) return value.sql;
  return toSqlLiteral(kind === "json" ? JSON.stringify(value) : value);
}

function isSqlExpression(value: unknown): value is { readonly sql: string } {
  return (
    typeof value === "object" && value !== null && "sql" in value && typeof value.sql === "string"
  );
}

/** A value as a literal of SQL. */
export function toSqlLiteral(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number") return String(value);
  if (value instanceof Uint8Array) return `x'${value.toHex()}'`;
  return `'${String(value).replaceAll("'", "''")}'`;
}
