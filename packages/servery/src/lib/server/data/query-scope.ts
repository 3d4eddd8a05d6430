import {
  AliasNode,
  type CommonTableExpressionNode,
  IdentifierNode,
  type OperationNode,
  ParensNode,
  SelectQueryNode,
  TableNode,
  type WithNode,
} from "kysely";
import type { DataSchema } from "./schema.ts";
import { kindOfColumn, type Output, unknown } from "./value-kind.ts";

/** One table, view, subquery or common table expression that a query draws from. */
interface ScopeSource {
  readonly name: string;
  /** Its columns; nothing when they cannot be told. */
  readonly outputs: readonly Output[] | undefined;
}

/** Reads the result columns of a query from its syntax tree; nothing where it cannot tell. */
export type OutputsOf = (scope: Scope, node: OperationNode) => readonly Output[] | undefined;

/** What the names in a query mean. */
export interface Scope {
  readonly schema: DataSchema;
  /** Reads the result columns of a query inside this one. */
  readonly outputsOf: OutputsOf;
  readonly sources: readonly ScopeSource[];
  /** Common table expressions in reach, the innermost first. */
  readonly expressions: readonly ScopeSource[];
  readonly outer: Scope | undefined;
}

export function rootScope(schema: DataSchema, outputsOf: OutputsOf): Scope {
  return { schema, outputsOf, sources: [], expressions: [], outer: undefined };
}

/** The scope inside a query that has these tables and expressions. */
export function innerScope(
  outer: Scope,
  tables: readonly (OperationNode | undefined)[],
  withNode: WithNode | undefined,
): Scope {
  const inReach = withExpressions(outer, withNode);
  const sources = tables.flatMap((node) =>
    node === undefined ? [] : [toSource(inReach, node, undefined)],
  );
  return { ...inReach, sources, outer };
}

function withExpressions(outer: Scope, withNode: WithNode | undefined): Scope {
  const expressions = [...outer.expressions];
  const scope = { ...outer, expressions };
  // Each sees the ones before it, which are in `expressions` by then.
  for (const expression of withNode?.expressions ?? [])
    expressions.unshift(toExpression(scope, expression));
  return scope;
}

function toExpression(scope: Scope, { name, expression }: CommonTableExpressionNode): ScopeSource {
  const outputs = scope.outputsOf(scope, expression);
  const columns = name.columns;
  const renamed = outputs?.map((output, index) => ({
    ...output,
    name: columns?.[index]?.column.name ?? output.name,
  }));
  return { name: name.table.table.identifier.name, outputs: renamed };
}

function toSource(scope: Scope, node: OperationNode, alias: string | undefined): ScopeSource {
  if (AliasNode.is(node))
    return toSource(scope, node.node, IdentifierNode.is(node.alias) ? node.alias.name : undefined);
  if (ParensNode.is(node)) return toSource(scope, node.node, alias);
  if (SelectQueryNode.is(node)) return { name: alias ?? "", outputs: scope.outputsOf(scope, node) };
  if (!TableNode.is(node)) return { name: alias ?? "", outputs: undefined };
  const table = node.table.identifier.name;
  return {
    name: alias ?? table,
    outputs: findExpression(scope, table) ?? outputsOfTable(scope.schema, table),
  };
}

function findExpression(scope: Scope, name: string): readonly Output[] | undefined {
  return scope.expressions.find((source) => source.name === name)?.outputs;
}

function outputsOfTable(schema: DataSchema, name: string): readonly Output[] | undefined {
  const table = schema.tables.get(name);
  if (table === undefined) return undefined;
  return Object.entries(table.columns).map(([column, definition]) => ({
    name: column,
    kind: kindOfColumn(definition),
  }));
}

/** The kind of a column by its name; unknown where no source in reach is known to have it. */
export function kindOfReference(
  scope: Scope,
  table: string | undefined,
  column: string,
): Output["kind"] {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const sources = at.sources.filter(({ name }) => table === undefined || name === table);
    for (const { outputs } of sources) {
      const output = outputs?.find(({ name }) => name === column);
      if (output !== undefined) return output.kind;
    }
    if (sources.some(({ outputs }) => outputs === undefined)) return unknown;
  }
  return unknown;
}
