import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  type OperationNode,
  ParensNode,
  RawNode,
  ReferenceNode,
  TableNode,
} from "kysely";
import type { Catalog } from "../catalog.ts";
import type { Reach } from "../row-caller.ts";
import { isShadowed } from "../policy-objects.ts";
import type { DataSchema } from "../schema.ts";
import { findColumn } from "./column-storage.ts";
import type { Occurrence, OccurrenceColumn } from "./fact.ts";

/** What names mean, in the whole statement. */
export interface Naming {
  readonly schema: DataSchema;
  readonly catalog: Catalog;
  readonly reach: Reach;
}

/** One of the things that a select draws from. */
export interface Source {
  /** By which its columns are named, in small letters; nothing where that cannot be told. */
  readonly name: string | undefined;
  /** Nothing for a view, a subquery, a common table expression and a fragment of SQL. */
  readonly occurrence: Occurrence | undefined;
}

/** What the names in a select mean. */
export interface Scope {
  readonly sources: readonly Source[];
  readonly outer: Scope | undefined;
}

/** SQLite takes the case of ASCII letters for nothing. */
export function fold(name: string): string {
  return name.toLowerCase();
}

/** The table that a node of FROM or a join names, if it is one of the database's own. */
export function toSource(
  naming: Naming,
  node: OperationNode,
  expressions: ReadonlySet<string>,
  id: number,
): Source {
  if (AliasNode.is(node)) {
    const { alias } = node;
    const { occurrence } = toSource(naming, node.node, expressions, id);
    return { name: IdentifierNode.is(alias) ? fold(alias.name) : undefined, occurrence };
  }
  if (!TableNode.is(node)) return { name: undefined, occurrence: undefined };
  const { schema, identifier } = node.table;
  const name = fold(identifier.name);
  const isExpression = schema === undefined && expressions.has(name);
  return { name, occurrence: isExpression ? undefined : toOccurrence(naming, name, id) };
}

/** An occurrence of a table by its name in any case; nothing for a view, or for what is not there. */
export function toOccurrence(
  { schema, catalog, reach }: Naming,
  name: string,
  id: number,
): Occurrence | undefined {
  const table = catalog.table(name);
  if (table === undefined || table.kind === "view") return undefined;
  const declared = schema.tables.get(table.name);
  const isHeld = reach === "restricted" && declared !== undefined && isShadowed(declared);
  return { id, table: table.name, declared, isHeld };
}

/** What `sql.ref()` and `sql.lit()` are around: a fragment without any text of its own is what is in it. */
export function unwrap(node: OperationNode): OperationNode {
  if (ParensNode.is(node)) return unwrap(node.node);
  if (!RawNode.is(node) || node.parameters.length !== 1) return node;
  const isBare = node.sqlFragments.every((fragment) => fragment === "");
  return isBare ? unwrap(node.parameters[0] as OperationNode) : node;
}

/**
 * The column that a node names; nothing where that is in doubt. A name without a table is looked for in
 * the select alone: were it in two of its tables, SQLite would refuse the statement, but where it is in
 * none of those that we know, it may be an alias, or a column of one that we do not.
 */
export function resolve(
  { schema }: Naming,
  scope: Scope,
  node: OperationNode,
): OccurrenceColumn | undefined {
  const named = unwrap(node);
  const reference = ReferenceNode.is(named) ? named : undefined;
  const column = reference?.column ?? named;
  if (!ColumnNode.is(column)) return undefined;
  const table = reference?.table?.table.identifier.name;
  const candidates = table === undefined ? scope.sources : sourcesNamed(scope, fold(table));
  const [found, ...more] = candidates.flatMap(({ occurrence }) => {
    const { declared } = occurrence ?? {};
    const declaration =
      declared === undefined ? undefined : findColumn(schema, declared, column.column.name);
    const { name, storage } = declaration ?? {};
    return occurrence === undefined || name === undefined || storage === undefined
      ? []
      : [{ occurrence, column: name, storage }];
  });
  return more.length === 0 ? found : undefined;
}

/** The sources of that name in the innermost select that has one. */
function sourcesNamed(scope: Scope, name: string): readonly Source[] {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const named = at.sources.filter((source) => source.name === name);
    // Two of one name, or one that may have any: it is not known which is meant.
    if (named.length > 1) return [];
    if (named.length === 1) return named;
    if (at.sources.some((source) => source.name === undefined)) return [];
  }
  return [];
}
