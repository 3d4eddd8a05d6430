import {
  AggregateFunctionNode,
  AliasNode,
  CaseNode,
  CastNode,
  ColumnNode,
  FunctionNode,
  type OperationNode,
  ParensNode,
  RawNode,
  ReferenceNode,
  SelectQueryNode,
  ValueNode,
} from "kysely";
import { kindOfReference, type Scope } from "./query-scope.ts";
import { tokenizeSql } from "./sql-tokens.ts";
import {
  booleanKind,
  combineKinds,
  jsonKind,
  nestedKind,
  nothing,
  plain,
  unknown,
  type ValueKind,
} from "./value-kind.ts";

/** Functions that answer with one of their arguments, and which of them those are. */
const passing: Readonly<Record<string, (count: number) => readonly number[]>> = {
  min: all,
  max: all,
  coalesce: all,
  ifnull: all,
  nullif: () => [0],
  first_value: () => [0],
  last_value: () => [0],
  nth_value: () => [0],
  lag: (count) => (count > 2 ? [0, 2] : [0]),
  lead: (count) => (count > 2 ? [0, 2] : [0]),
};

function all(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Functions whose result is a number or a text of its own, whatever the arguments are. */
const computing = new Set(
  "count sum total avg length octet_length typeof abs round sign hex quote lower upper json_extract json_type json_valid json_array_length row_number rank dense_rank ntile cast exists not".split(
    " ",
  ),
);

/** What an expression answers with. */
export function kindOfExpression(scope: Scope, node: OperationNode): ValueKind {
  if (AliasNode.is(node) || ParensNode.is(node)) return kindOfExpression(scope, node.node);
  if (ReferenceNode.is(node) && ColumnNode.is(node.column))
    return kindOfReference(scope, node.table?.table.identifier.name, node.column.column.name);
  if (ColumnNode.is(node)) return kindOfReference(scope, undefined, node.column.name);
  if (ValueNode.is(node)) return kindOfValue(node.value);
  if (FunctionNode.is(node)) return kindOfCall(scope, node.func, node.arguments);
  if (AggregateFunctionNode.is(node)) return kindOfCall(scope, node.func, node.aggregated);
  if (CaseNode.is(node)) return kindOfCase(scope, node);
  if (CastNode.is(node)) return plain;
  if (SelectQueryNode.is(node)) return scope.outputsOf(scope, node)?.[0]?.kind ?? unknown;
  if (RawNode.is(node)) return kindOfRaw(scope, node);
  // Operators answer with numbers and texts: their type in Kysely is not a column's.
  return plain;
}

function kindOfValue(value: unknown): ValueKind {
  if (value === null) return nothing;
  if (typeof value === "boolean") return booleanKind;
  return typeof value === "object" && !(value instanceof Uint8Array) ? jsonKind : plain;
}

function kindOfCall(scope: Scope, name: string, parameters: readonly OperationNode[]): ValueKind {
  const which = passing[name.toLowerCase()];
  if (which !== undefined)
    return combineKinds(
      which(parameters.length).map((index) =>
        kindOfExpression(scope, parameters[index] as OperationNode),
      ),
    );
  if (computing.has(name.toLowerCase())) return plain;
  return parameters.every((parameter) => needsNothing(kindOfExpression(scope, parameter)))
    ? plain
    : unknown;
}

function kindOfCase(scope: Scope, node: CaseNode): ValueKind {
  const results = (node.when ?? []).map(({ result }) => result);
  const branches = node.else === undefined ? results : [...results, node.else];
  return combineKinds(
    branches.map((branch) => (branch === undefined ? nothing : kindOfExpression(scope, branch))),
  );
}

function needsNothing(kind: ValueKind): boolean {
  return kind === plain || kind === nothing;
}

/**
 * A fragment of SQL: what one of Kysely's own JSON helpers made, what is a cast or a computing
 * function from its first word on, or what has nothing to do with a boolean or JSON column.
 */
function kindOfRaw(scope: Scope, node: RawNode): ValueKind {
  const text = node.sqlFragments.join("?").trim();
  const [only] = node.parameters;
  if (text === "?" && only !== undefined) return kindOfExpression(scope, only);
  const nested = kindOfJsonHelper(scope, node);
  if (nested !== undefined) return nested;
  const [first, second] = tokenizeSql(text);
  if (first?.kind === "word" && second?.text === "(" && computing.has(first.text.toLowerCase()))
    return plain;
  return node.parameters.every((parameter) => isUntouched(scope, parameter)) &&
    namesNothing(scope, text)
    ? plain
    : unknown;
}

function isUntouched(scope: Scope, node: OperationNode): boolean {
  return ValueNode.is(node) || needsNothing(kindOfExpression(scope, node));
}

/** `jsonArrayFrom` and `jsonObjectFrom` of `kysely/helpers/sqlite`: their last parameter is the subquery. */
function kindOfJsonHelper(scope: Scope, node: RawNode): ValueKind | undefined {
  const start = node.sqlFragments[0]?.trimStart() ?? "";
  const many = start.startsWith("(select coalesce(json_group_array(json_object(");
  if (!many && !start.startsWith("(select json_object(")) return undefined;
  const query = node.parameters.at(-1);
  const outputs = query === undefined ? undefined : scope.outputsOf(scope, query);
  return outputs === undefined ? unknown : nestedKind(outputs, many);
}

/** True when no word of the fragment is the name of a boolean or JSON column in reach. */
function namesNothing(scope: Scope, text: string): boolean {
  const names = new Set(
    tokenizeSql(text)
      .filter(({ kind }) => kind === "word" || kind === "name")
      .map((token) => token.text),
  );
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer)
    for (const { outputs } of at.sources)
      if (outputs?.some(({ name, kind }) => !needsNothing(kind) && names.has(name))) return false;
  return true;
}
