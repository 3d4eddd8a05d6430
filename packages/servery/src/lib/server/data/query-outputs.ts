import {
  AliasNode,
  ColumnNode,
  DeleteQueryNode,
  IdentifierNode,
  InsertQueryNode,
  type OperationNode,
  ParensNode,
  ReferenceNode,
  SelectAllNode,
  type SelectionNode,
  SelectQueryNode,
  UpdateQueryNode,
} from "kysely";
import { kindOfExpression } from "./expression-kind.ts";
import { innerScope, type Scope } from "./query-scope.ts";
import { combineKinds, type Output } from "./value-kind.ts";

/** The result columns of a query, read from its syntax tree; nothing where it cannot tell. */
export function outputsOf(scope: Scope, node: OperationNode): readonly Output[] | undefined {
  if (ParensNode.is(node)) return outputsOf(scope, node.node);
  if (SelectQueryNode.is(node)) return outputsOfSelect(scope, node);
  if (InsertQueryNode.is(node))
    return outputsOfSelections(
      innerScope(scope, [node.into], node.with),
      node.returning?.selections,
    );
  if (UpdateQueryNode.is(node)) {
    const tables = [node.table, ...(node.from?.froms ?? [])];
    return outputsOfSelections(innerScope(scope, tables, node.with), node.returning?.selections);
  }
  if (DeleteQueryNode.is(node))
    return outputsOfSelections(
      innerScope(scope, node.from.froms, node.with),
      node.returning?.selections,
    );
  return undefined;
}

function outputsOfSelect(outer: Scope, node: SelectQueryNode): readonly Output[] | undefined {
  const tables = [...(node.from?.froms ?? []), ...(node.joins ?? []).map((join) => join.table)];
  const scope = innerScope(outer, tables, node.with);
  let outputs = outputsOfSelections(scope, node.selections);
  for (const { expression } of node.setOperations ?? [])
    outputs = unite(outputs, outputsOf(scope, expression));
  return outputs;
}

/** The columns of UNION and its like: the left side's names, and the kind of both. */
function unite(
  left: readonly Output[] | undefined,
  right: readonly Output[] | undefined,
): readonly Output[] | undefined {
  if (left === undefined || right?.length !== left.length) return undefined;
  return left.map(({ name, kind }, index) => ({
    name,
    kind: combineKinds([kind, (right[index] as Output).kind]),
  }));
}

function outputsOfSelections(
  scope: Scope,
  selections: readonly SelectionNode[] | undefined,
): readonly Output[] | undefined {
  const outputs: Output[] = [];
  for (const { selection } of selections ?? []) {
    const found = outputsOfSelection(scope, selection);
    if (found === undefined) return undefined;
    outputs.push(...found);
  }
  return outputs;
}

function outputsOfSelection(scope: Scope, node: OperationNode): readonly Output[] | undefined {
  if (SelectAllNode.is(node)) return allOf(scope, undefined);
  if (ReferenceNode.is(node) && SelectAllNode.is(node.column))
    return allOf(scope, node.table?.table.identifier.name);
  const name = nameOf(node);
  return name === undefined ? undefined : [{ name, kind: kindOfExpression(scope, node) }];
}

function allOf(scope: Scope, table: string | undefined): readonly Output[] | undefined {
  const sources = scope.sources.filter(({ name }) => table === undefined || name === table);
  const outputs: Output[] = [];
  for (const source of sources) {
    if (source.outputs === undefined) return undefined;
    outputs.push(...source.outputs);
  }
  return outputs;
}

function nameOf(node: OperationNode): string | undefined {
  if (AliasNode.is(node)) return IdentifierNode.is(node.alias) ? node.alias.name : undefined;
  if (ReferenceNode.is(node) && ColumnNode.is(node.column)) return node.column.column.name;
  return ColumnNode.is(node) ? node.column.name : undefined;
}
