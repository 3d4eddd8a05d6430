import { safeIntegerSuffix } from "../safe-integer.ts";
import { splitDefinitions } from "../sql-definitions.ts";
import { isWord, type SqlToken, tokenizeSql } from "../sql-tokens.ts";

/** A table as its CREATE statement says, freed of how it is written. */
export interface TableShape {
  readonly name: string;
  readonly columns: ReadonlyMap<string, ColumnShape>;
  /** Constraints over the table, in one spelling each. */
  readonly constraints: ReadonlySet<string>;
  /** What follows the last parenthesis: `strict`. */
  readonly options: string;
}

export interface ColumnShape {
  readonly name: string;
  /** The type that is declared: `text`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly primaryKey: boolean;
  /** The whole definition in one spelling, without the engine's own check of whole numbers. */
  readonly definition: string;
}

const constraintWords = new Set(["constraint", "primary", "unique", "check", "foreign"]);

/** Reads a CREATE TABLE statement, so that two can be compared however they are spelled. */
export function toTableShape(name: string, sql: string): TableShape {
  const { parts, rest } = splitDefinitions(tokenizeSql(sql));
  const isConstraint = ([first]: readonly SqlToken[]): boolean =>
    first?.kind === "word" && constraintWords.has(first.text.toLowerCase());
  const columns = parts.filter((part) => part.length > 0 && !isConstraint(part)).map(toColumnShape);
  return {
    name,
    columns: new Map(columns.map((column) => [column.name, column])),
    constraints: new Set(parts.filter(isConstraint).map(spell)),
    options: spell(rest),
  };
}

function toColumnShape(tokens: readonly SqlToken[]): ColumnShape {
  const definition = spell(withoutSafeIntegerCheck(tokens.slice(1)));
  const primaryKey = definition.includes("primary key");
  return {
    name: tokens[0]?.text ?? "",
    type: tokens[1]?.text.toLowerCase() ?? "",
    nullable: !definition.includes("not null") && !primaryKey,
    primaryKey,
    definition,
  };
}

const safeIntegerCheck = new RegExp(
  `^constraint \\w+\\.\\w+\\${safeIntegerSuffix} check \\( \\w+ between - ${Number.MAX_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER} \\)$`,
);
const safeIntegerCheckLength = 11;

/** Tables and migrations made before there was that check are as good: it comes with a table's next rebuild. */
function withoutSafeIntegerCheck(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const at = tokens.findIndex(
    (token, index) =>
      isWord(token, "CONSTRAINT") &&
      safeIntegerCheck.test(spell(tokens.slice(index, index + safeIntegerCheckLength))),
  );
  return at === -1 ? tokens : tokens.toSpliced(at, safeIntegerCheckLength);
}

/** One spelling for all: names without quotes and words in lower case, one blank between. */
export function spell(tokens: readonly SqlToken[]): string {
  return tokens.map(({ kind, text }) => (kind === "string" ? text : text.toLowerCase())).join(" ");
}
