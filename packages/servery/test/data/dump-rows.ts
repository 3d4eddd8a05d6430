import type { SqlRow, SqlValue } from "../../src/lib/ports/database.ts";

/** A row's values, in the order of the columns and by their names. */
export interface DumpedRow {
  /** As SQL literals, which tell what JavaScript does not. */
  readonly literals: readonly string[];
  /** As JavaScript sees them, each in one spelling. */
  readonly seen: Readonly<Record<string, string>>;
}

type Query = (sql: string) => readonly SqlRow[];

/** Reads the rows of a table past what JavaScript can read. */
export function dumpRows(query: Query, table: string, columns: readonly string[]): DumpedRow[] {
  const parts = columns.map(
    (column, index) =>
      `typeof(${column}) AS t${index}, CASE WHEN typeof(${column}) IN ('text', 'blob') THEN hex(${column}) ELSE quote(${column}) END AS v${index}`,
  );
  return query(`SELECT ${parts.join(", ")} FROM main.${table}`).map((row) => {
    const typed = columns.map((_, at) => [String(row[`t${at}`]), String(row[`v${at}`])] as const);
    return {
      literals: typed.map(([type, written]) => toLiteral(type, written)),
      seen: Object.fromEntries(
        typed.map(([type, written], at) => [columns[at], spell(toValue(type, written))]),
      ),
    };
  });
}

function toLiteral(type: string, written: string): string {
  if (type === "text") return `CAST(x'${written}' AS TEXT)`;
  return type === "blob" ? `x'${written}'` : written;
}

/** Each of a row's values in one spelling, as {@link DumpedRow} has them. */
export function spellRow(row: SqlRow): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, spell(value)]));
}

function toValue(type: string, written: string): SqlValue {
  if (type === "null") return null;
  if (type === "real") return Number(written);
  if (type === "integer") {
    const whole = BigInt(written);
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole;
  }
  const bytes = Uint8Array.fromHex(written);
  return type === "text" ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) : bytes;
}

function spell(value: SqlValue): string {
  if (value instanceof Uint8Array) return `x${value.toHex()}`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
