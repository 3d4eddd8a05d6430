import type { SqlValue } from "../../ports/database.ts";
import type { Column } from "./column.ts";
import { DataError } from "./data-error.ts";

/** What a result column holds. Two kinds are the same when their `id` is. */
export interface ValueKind {
  readonly id: string;
  /** Turns what SQL has into what the types say; nothing to do when absent. */
  readonly decode?: (value: SqlValue) => unknown;
}

/** One column of a result. */
export interface Output {
  readonly name: string;
  readonly kind: ValueKind;
}

/** Needs no decoding. */
export const plain: ValueKind = { id: "plain" };

/** The NULL literal, which takes the kind of what it stands beside. */
export const nothing: ValueKind = { id: "null" };

/** Holds booleans or JSON in a way that cannot be told. */
export const unknown: ValueKind = { id: "unknown" };

export const booleanKind: ValueKind = {
  id: "boolean",
  decode(value) {
    if (value === null) return null;
    if (value === 1 || value === 0) return value === 1;
    throw undecodable(
      `${typeof value === "string" ? "a text" : String(value)} where a boolean (0, 1 or NULL) was expected`,
    );
  },
};

export const jsonKind: ValueKind = {
  id: "json",
  decode(value) {
    if (value === null) return null;
    if (typeof value !== "string")
      throw undecodable(`a ${typeof value} where JSON text was expected`);
    try {
      return JSON.parse(value) as unknown;
    } catch (cause) {
      throw undecodable("a text that is not JSON where JSON was expected", cause);
    }
  },
};

function undecodable(what: string, cause?: unknown): DataError {
  return new DataError(
    "result_undecodable",
    `The database answered with ${what}. Select the column itself, or cast the expression.`,
    { cause },
  );
}

export function kindOfColumn(column: Column | undefined): ValueKind {
  if (column?.kind === "boolean") return booleanKind;
  return column?.kind === "json" ? jsonKind : plain;
}

/** The kind of a value that may come from any of several places. */
export function combineKinds(kinds: readonly ValueKind[]): ValueKind {
  const [first, ...others] = kinds.filter((kind) => kind !== nothing);
  if (first === undefined) return kinds.length === 0 ? plain : nothing;
  if (others.every((kind) => kind.id === first.id)) return first;
  return [first, ...others].every((kind) => kind === plain) ? plain : unknown;
}

/** Rows that the database put together as JSON text, as `kysely/helpers/sqlite` does. */
export function nestedKind(outputs: readonly Output[], many: boolean): ValueKind {
  if (outputs.some(({ kind }) => kind === unknown)) return unknown;
  const decoders = outputs.filter(({ kind }) => kind.decode !== undefined);
  const decodeRow = (row: unknown): unknown => {
    for (const { name, kind } of decoders) {
      const object = row as Record<string, SqlValue>;
      (object as Record<string, unknown>)[name] = kind.decode?.(object[name] ?? null);
    }
    return row;
  };
  return {
    id: `${many ? "rows" : "row"}(${outputs.map(({ name, kind }) => `${name}:${kind.id}`).join()})`,
    decode(value) {
      const parsed = jsonKind.decode?.(value);
      if (parsed === null) return null;
      return many ? (parsed as unknown[]).map(decodeRow) : decodeRow(parsed);
    },
  };
}
