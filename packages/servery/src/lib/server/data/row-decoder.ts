import { type OperationNode, RawNode } from "kysely";
import type { ColumnOrigin, SqlRow } from "../../ports/database.ts";
import { DataError } from "./data-error.ts";
import { outputsOf } from "./query-outputs.ts";
import { rootScope } from "./query-scope.ts";
import type { DataSchema } from "./schema.ts";
import { hasWords, type SqlToken, tokenizeSql } from "./sql-tokens.ts";
import { kindOfColumn, type Output, plain, unknown, type ValueKind } from "./value-kind.ts";

/** Decodes a row in place. */
export type RowDecoder = (row: SqlRow) => void;

export interface DecoderInput {
  readonly schema: DataSchema;
  readonly node: OperationNode;
  readonly tokens: readonly SqlToken[];
  readonly columns: readonly ColumnOrigin[];
}

/**
 * Finds how the rows of a statement are decoded; nothing when they need no decoding. Where a column
 * comes from is known by the database, except in compound selects, whose left side it reports, and
 * in expressions: there the query's syntax tree tells.
 * @throws DataError `result_undecodable` for a boolean or JSON value that neither can tell.
 */
export function toRowDecoder(input: DecoderInput): RowDecoder | undefined {
  const decoders = kindsOf(input).filter(({ kind }) => kind.decode !== undefined);
  const undecodable = kindsOf(input).find(({ kind }) => kind === unknown);
  if (undecodable !== undefined) throw cannotTell(undecodable.name);
  if (decoders.length === 0) return undefined;
  return (row) => {
    const decoded = row as Record<string, unknown>;
    for (const { name, kind } of decoders) decoded[name] = kind.decode?.(row[name] ?? null);
  };
}

function kindsOf(input: DecoderInput): readonly Output[] {
  const compound = ["UNION", "INTERSECT", "EXCEPT"].some((word) => hasWords(input.tokens, word));
  const outputs = RawNode.is(input.node)
    ? undefined
    : outputsOf(rootScope(input.schema, outputsOf), input.node);
  return input.columns.map((origin) => {
    if (origin.table !== null && !compound)
      return { name: origin.name, kind: kindOfOrigin(input.schema, origin) };
    const output = outputs?.find(({ name }) => name === origin.name);
    return { name: origin.name, kind: output?.kind ?? kindOfUntold(input, origin, compound) };
  });
}

function kindOfOrigin(schema: DataSchema, origin: ColumnOrigin): ValueKind {
  return kindOfColumn(schema.column(origin.table ?? "", origin.column ?? ""));
}

/** Raw SQL: the tree tells nothing, so only what has nothing to do with boolean and JSON columns passes. */
function kindOfUntold(
  { schema, tokens }: DecoderInput,
  origin: ColumnOrigin,
  compound: boolean,
): ValueKind {
  if (compound) return namesDecodable(schema, tokens) ? unknown : plain;
  // Without an alias SQLite names an expression by its text, and with one by the alias.
  const expression = findAliased(tokens, origin.name) ?? tokenizeSql(origin.name);
  const [first, second] = expression;
  const computes =
    second?.text === "(" &&
    /^(cast|count|sum|total|avg|length|typeof|exists|not|json_\w+)$/i.test(first?.text ?? "");
  return computes || !namesDecodable(schema, expression) ? plain : unknown;
}

function namesDecodable(schema: DataSchema, tokens: readonly SqlToken[]): boolean {
  const names = new Set(tokens.filter(({ kind }) => kind !== "string").map(({ text }) => text));
  for (const table of schema.tables.values())
    for (const [name, column] of Object.entries(table.columns))
      if (names.has(name) && kindOfColumn(column) !== plain) return true;
  return false;
}

/** The tokens before `as alias`, back to the comma or word that begins them on the same level. */
function findAliased(tokens: readonly SqlToken[], alias: string): readonly SqlToken[] | undefined {
  const end =
    tokens.findIndex(
      ({ text }, index) => text === alias && tokens[index - 1]?.text.toUpperCase() === "AS",
    ) - 1;
  if (end < 0) return undefined;
  let depth = 0;
  let start = end;
  while (start > 0) {
    const { text } = tokens[start - 1] as SqlToken;
    if (text === ")") depth++;
    if (text === "(" && depth-- === 0) break;
    if (depth === 0 && (text === "," || /^(select|distinct|returning)$/i.test(text))) break;
    start--;
  }
  return tokens.slice(start, end);
}

function cannotTell(name: string): DataError {
  return new DataError(
    "result_undecodable",
    `It cannot be told how to decode the result column "${name}": it is an expression over a boolean or JSON column. ` +
      "Select the column itself, use min, max, coalesce or case, or say what is meant with cast(… as integer) or cast(… as text).",
  );
}
