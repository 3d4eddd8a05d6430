import { type CompiledQuery, RawNode } from "kysely";
import { joinsUntold } from "../read-catalog.ts";
import type { SqlToken } from "../sql-tokens.ts";
import { toCompiledStatement } from "./compiled-statement.ts";
import { keepToThemselves, namesInFragments } from "./fragments.ts";
import { readTree, type TreeReads } from "./occurrences.ts";
import type { ReadRules } from "./read-rules.ts";
import type { Naming } from "./scope.ts";
import { viewsIn } from "./statement-text.ts";

/** What a statement's tree tells of its reads, or why it tells nothing. */
export type StatementTree =
  | (TreeReads & {
      readonly why?: never;
      /** Tables of which the tree does not tell every place, in small letters, with the reason. */
      readonly untold: ReadonlyMap<string, string>;
    })
  | { readonly why: string };

/** Reads the tree of a query that Kysely built. Whatever it does not understand is left to the database. */
export function toStatementTree(
  naming: Naming,
  query: CompiledQuery,
  tokens: readonly SqlToken[],
  rules: ReadRules,
): StatementTree {
  if (RawNode.is(query.query)) return { why: "its SQL is written by hand" };
  if (query.query.kind !== "SelectQueryNode") return { why: "it is no select" };
  if (tokens.some(({ kind, text }) => kind === "variable" && text !== "?"))
    return { why: "its parameters have numbers or names" };
  if (joinsUntold(tokens)) return { why: "it joins by NATURAL or USING" };
  const [view] = rules.unknownViews(viewsIn(naming.catalog, tokens));
  if (view !== undefined) return { why: `it reads by way of the view ${view.name}` };
  const compiled = toCompiledStatement(query);
  if (compiled === undefined || !rules.trustsTree(keepToThemselves(compiled, query.sql, tokens)))
    return { why: "fragments of SQL change what is around them" };
  const tree = readTree({ ...naming, compiled, rules }, query.query);
  const untold = new Map<string, string>();
  for (const [name, count] of compiled.tables)
    if (tree.tables.get(name) !== count) untold.set(name, "it is named where it is not looked for");
  for (const name of rules.mayBeTables(namesInFragments(compiled, tokens)))
    untold.set(name, "a fragment of SQL names it");
  for (const name of tree.expressions) untold.set(name, "a common table expression has its name");
  return { ...tree, untold };
}
