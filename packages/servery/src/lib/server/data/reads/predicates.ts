import {
  AndNode,
  BinaryOperationNode,
  type OperationNode,
  OperatorNode,
  OrNode,
  PrimitiveValueListNode,
  TupleNode,
  ValueListNode,
  ValueNode,
} from "kysely";
import type { Condition, Fact, OccurrenceColumn, ValueSource } from "./fact.ts";
import type { QueryContext } from "./query-context.ts";
import type { Comparison } from "./read-rules.ts";
import { resolve, type Scope, unwrap } from "./scope.ts";
import { toConstant } from "./stored-value.ts";

/** What a condition says of the tables in reach. What it does not understand says nothing. */
export function factsOf(
  context: QueryContext,
  scope: Scope,
  condition: OperationNode,
): readonly Fact[] {
  return context.rules.conjunctsOf(condition).flatMap((part) => {
    if (OrNode.is(part)) return factsOfOr(context, scope, part);
    return BinaryOperationNode.is(part) ? factsOfComparison(context, scope, part) : [];
  });
}

/** Of a column on which each of the alternatives says something, one of it holds. */
function factsOfOr(context: QueryContext, scope: Scope, node: OrNode): readonly Fact[] {
  const [first = [], ...others] = alternativesOf(node).map((part) =>
    factsOf(context, scope, part).filter((fact) => fact.kind === "condition"),
  );
  return first.flatMap(({ column, condition }): readonly Fact[] => {
    const same = others.map((facts) => facts.find((fact) => isSame(fact.column, column)));
    if (!same.every((fact) => fact !== undefined)) return [];
    const branches = [condition, ...same.map((fact) => fact.condition)];
    return [{ kind: "condition", column, condition: context.rules.unite(branches) }];
  });
}

function alternativesOf(node: OperationNode): readonly OperationNode[] {
  return OrNode.is(node) ? [node.left, node.right].flatMap(alternativesOf) : [node];
}

function isSame(one: OccurrenceColumn, other: OccurrenceColumn): boolean {
  return one.occurrence === other.occurrence && one.column === other.column;
}

function factsOfComparison(
  context: QueryContext,
  scope: Scope,
  { leftOperand: left, operator, rightOperand: right }: BinaryOperationNode,
): readonly Fact[] {
  const comparison = OperatorNode.is(operator)
    ? context.rules.comparisonOf(operator.operator)
    : undefined;
  if (comparison === undefined) return [];
  if (TupleNode.is(left) && TupleNode.is(right))
    return factsOfRows(context, scope, comparison, left.values, right.values);
  return compare(context, scope, comparison, left, right);
}

/** `(a, b) = (1, 2)` is both; `(a, b) > (1, 2)` says of `a` that it is not below 1. */
function factsOfRows(
  context: QueryContext,
  scope: Scope,
  comparison: Comparison,
  left: readonly OperationNode[],
  right: readonly OperationNode[],
): readonly Fact[] {
  const known = comparison === "=" ? left : left.slice(0, 1);
  const each = context.rules.firstOfRow(comparison);
  return known.flatMap((node, index) => {
    const other = right[index];
    return other === undefined ? [] : compare(context, scope, each, node, other);
  });
}

function compare(
  context: QueryContext,
  scope: Scope,
  comparison: Comparison,
  left: OperationNode,
  right: OperationNode,
): readonly Fact[] {
  const [column, other] = [resolve(context, scope, left), resolve(context, scope, right)];
  if (column !== undefined && other !== undefined) return toEquality(comparison, column, other);
  if (column === undefined)
    return other === undefined ? [] : toFact(context, turn(comparison), other, left);
  return toFact(context, comparison, column, right);
}

/** Of one kind: a text may be equal to a number, and equal to a text that is not. */
function toEquality(
  comparison: Comparison,
  left: OccurrenceColumn,
  right: OccurrenceColumn,
): readonly Fact[] {
  const isKnown = comparison === "=" && left.storage === right.storage;
  return isKnown ? [{ kind: "equality", left, right }] : [];
}

const turned: Partial<Record<Comparison, Comparison>> = {
  "=": "=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function turn(comparison: Comparison): Comparison | undefined {
  return turned[comparison];
}

function toFact(
  context: QueryContext,
  comparison: Comparison | undefined,
  column: OccurrenceColumn,
  node: OperationNode,
): readonly Fact[] {
  const condition = comparison === undefined ? undefined : toCondition(context, comparison, node);
  return condition === undefined ? [] : [{ kind: "condition", column, condition }];
}

function toCondition(
  context: QueryContext,
  comparison: Comparison,
  node: OperationNode,
): Condition | undefined {
  if (comparison === "in") return toList(context, node);
  if (comparison === "between") return AndNode.is(node) ? toSpan(context, node) : undefined;
  const value = toValue(context, node);
  if (value === undefined) return undefined;
  if (comparison === "=") return { kind: "in", values: [value] };
  const end = { value, inclusive: context.rules.includes(comparison) };
  const isLower = comparison === ">" || comparison === ">=";
  return { kind: "range", from: isLower ? end : undefined, to: isLower ? undefined : end };
}

function toSpan(context: QueryContext, { left, right }: AndNode): Condition | undefined {
  const [from, to] = [toValue(context, left), toValue(context, right)];
  if (from === undefined || to === undefined) return undefined;
  return {
    kind: "range",
    from: { value: from, inclusive: context.rules.includes(">=") },
    to: { value: to, inclusive: context.rules.includes("<=") },
  };
}

function toList(context: QueryContext, node: OperationNode): Condition | undefined {
  if (PrimitiveValueListNode.is(node)) {
    const first = context.compiled.slotOf(node);
    if (first === undefined) return undefined;
    const values = node.values.map((_, index) => toParameter(first + index));
    return { kind: "in", values };
  }
  if (!ValueListNode.is(node)) return undefined;
  const values = node.values.map((value) => toValue(context, value));
  return values.every((value) => value !== undefined) ? { kind: "in", values } : undefined;
}

/** Never the value that a node of the tree has: it is one run's, or stands for one. */
function toValue({ compiled }: QueryContext, node: OperationNode): ValueSource | undefined {
  const value = unwrap(node);
  if (!ValueNode.is(value)) return undefined;
  if (value.immediate === true) return { kind: "constant", value: toConstant(value.value) };
  const index = compiled.slotOf(value);
  return index === undefined ? undefined : toParameter(index);
}

function toParameter(index: number): ValueSource {
  return { kind: "parameter", index };
}
