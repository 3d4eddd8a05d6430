import { findMemberWrites, type Scope } from "./bindings.ts";
import { add, type Constant, isList, isRecord, toText, unknown } from "./constant.ts";
import {
  get,
  getNode,
  getNodes,
  isNode,
  keyOf,
  nameOf,
  type SyntaxNode,
  unwrap,
} from "./syntax-node.ts";

/** Tells what an expression comes to. */
export type Evaluate = (node: SyntaxNode, scope: Scope) => Constant;

/** Expressions that come to what their parts come to. */
export const simple: Readonly<
  Record<string, (node: SyntaxNode, scope: Scope, evaluate: Evaluate) => Constant>
> = {
  Literal: (node) => {
    const value = get(node, "value");
    return typeof value === "object" && value !== null ? unknown : (value as Constant);
  },
  TemplateLiteral: evaluateTemplate,
  BinaryExpression: evaluateBinary,
  UnaryExpression: evaluateUnary,
  LogicalExpression: evaluateLogical,
  ArrayExpression: (node, scope, evaluate) => listOf(getNodes(node, "elements"), scope, evaluate),
  ObjectExpression: evaluateRecord,
  MemberExpression: evaluateMember,
  ClassExpression: evaluateClass,
  ClassDeclaration: evaluateClass,
  AssignmentExpression: (node, scope, evaluate) =>
    get(node, "operator") === "=" ? evaluate(getNode(node, "right")!, scope) : unknown,
};

function evaluateTemplate(node: SyntaxNode, scope: Scope, evaluate: Evaluate): Constant {
  const texts = getNodes(node, "quasis").map((quasi) => {
    const { cooked, raw } = get(quasi, "value") as { cooked?: string | null; raw: string };
    return cooked ?? raw;
  });
  const values = getNodes(node, "expressions").map((each) => toText(evaluate(each, scope)));
  return texts.map((text, at) => text + (values[at] ?? "")).join("");
}

export function isSum(node: SyntaxNode): boolean {
  return node.type === "BinaryExpression" && get(node, "operator") === "+";
}

/** All that is added in a row, first to last: `a + b + c`. A loop, for generated code adds thousands. */
export function summandsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  let inner = withoutBrackets(node);
  while (isSum(inner)) {
    found.push(getNode(inner, "right")!);
    inner = withoutBrackets(getNode(inner, "left")!);
  }
  return [...found, inner].toReversed();
}

function withoutBrackets(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.type === "ParenthesizedExpression") inner = getNode(inner, "expression")!;
  return inner;
}

function evaluateBinary(node: SyntaxNode, scope: Scope, evaluate: Evaluate): Constant {
  const operator = get(node, "operator") as string;
  if (operator === "+")
    return summandsOf(node)
      .map((each) => evaluate(each, scope))
      .reduce(add);
  const [left, right] = ["left", "right"].map((side) => evaluate(getNode(node, side)!, scope));
  if (typeof left !== "number" || typeof right !== "number") return unknown;
  return Object.hasOwn(arithmetic, operator) ? arithmetic[operator]!(left, right) : unknown;
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "^": (left, right) => left ^ right,
  "|": (left, right) => left | right,
  "&": (left, right) => left & right,
  "<<": (left, right) => left << right,
  ">>": (left, right) => left >> right,
};

function evaluateUnary(node: SyntaxNode, scope: Scope, evaluate: Evaluate): Constant {
  const operator = get(node, "operator");
  if (operator === "void") return undefined;
  const value = evaluate(getNode(node, "argument")!, scope);
  if (value === unknown) return unknown;
  if (operator === "!") return !isTruthy(value);
  if (operator === "-" && typeof value === "number") return -value;
  return operator === "+" && typeof value !== "object" ? Number(value) : unknown;
}

/** Where the first is not known, it may be the second: `options.key || "sk_…"`. */
function evaluateLogical(node: SyntaxNode, scope: Scope, evaluate: Evaluate): Constant {
  const left = evaluate(getNode(node, "left")!, scope);
  const right = () => evaluate(getNode(node, "right")!, scope);
  if (left === unknown) return right();
  const operator = get(node, "operator");
  if (operator === "??") return left ?? right();
  return isTruthy(left) === (operator === "||") ? left : right();
}

export function isTruthy(value: Constant): boolean {
  return isList(value) || isRecord(value) || Boolean(value);
}

export function listOf(
  nodes: readonly SyntaxNode[],
  scope: Scope,
  evaluate: Evaluate,
): readonly Constant[] {
  return nodes.flatMap((each) => {
    if (each.type !== "SpreadElement") return [evaluate(each, scope)] as Constant[];
    const value = evaluate(getNode(each, "argument")!, scope);
    if (typeof value === "string") return [...value];
    return isList(value) ? (value as Constant[]) : [unknown];
  });
}

function evaluateRecord(node: SyntaxNode, scope: Scope, evaluate: Evaluate): Constant {
  const record = new Map<string, Constant>();
  for (const property of getNodes(node, "properties")) {
    const value = get(property, "value");
    const key = keyOf(property, "key");
    if (key !== undefined && isNode(value)) record.set(key, evaluate(value, scope));
    else if (property.type === "SpreadElement") {
      const spread = evaluate(getNode(property, "argument")!, scope);
      if (isRecord(spread)) for (const [name, each] of spread) record.set(name, each);
    }
  }
  return record;
}

function evaluateMember(node: SyntaxNode, scope: Scope, evaluate: Evaluate): Constant {
  const owner = getNode(node, "object")!;
  const object = evaluate(owner, scope);
  const computed = get(node, "computed") === true;
  const key = computed ? evaluate(getNode(node, "property")!, scope) : keyOf(node, "property");
  if (typeof key !== "string" && typeof key !== "number") return unknown;
  const name = nameOf(unwrap(owner));
  const writes = name === undefined ? [] : findMemberWrites(name, String(key), scope);
  const [write, ...others] = writes;
  if (write !== undefined)
    return others.length > 0 || write.value === undefined
      ? unknown
      : evaluate(write.value, write.scope);
  if (isRecord(object)) return object.has(String(key)) ? object.get(String(key)) : unknown;
  if (typeof object !== "string" && !isList(object)) return unknown;
  if (key === "length") return object.length;
  return Number.isInteger(Number(key)) ? object[Number(key)] : unknown;
}

/** A class as a record of what it has itself: `static key = "x"`. */
function evaluateClass(node: SyntaxNode, scope: Scope, evaluate: Evaluate): Constant {
  const record = new Map<string, Constant>();
  const body = getNode(node, "body");
  for (const member of body === undefined ? [] : getNodes(body, "body")) {
    const value = get(member, "value");
    const key = keyOf(member, "key");
    const isOwn = member.type === "PropertyDefinition" && get(member, "static") === true;
    if (isOwn && key !== undefined && isNode(value)) record.set(key, evaluate(value, scope));
  }
  return record;
}
