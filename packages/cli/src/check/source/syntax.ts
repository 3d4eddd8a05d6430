import type { ArrowFunctionExpression, Class, Function, MemberExpression, Node } from "oxc-parser";

/** A function, however it is written. */
export type FunctionNode = Function | ArrowFunctionExpression;

export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === "FunctionDeclaration" ||
    node?.type === "FunctionExpression" ||
    node?.type === "ArrowFunctionExpression"
  );
}

export function isClass(node: Node | null | undefined): node is Class {
  return node?.type === "ClassDeclaration" || node?.type === "ClassExpression";
}

/** What TypeScript and brackets put around an expression, which changes nothing of its value. */
const wrappers: ReadonlySet<string> = new Set([
  "ParenthesizedExpression",
  "ChainExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
]);

/** The expression within brackets, casts and optional chains. */
export function unwrap(node: Node): Node {
  let inner = node;
  while (wrappers.has(inner.type) && "expression" in inner) inner = inner.expression as Node;
  // `(0, Date.now)()` calls without `this`, as compiled code does.
  if (inner.type === "SequenceExpression") return unwrap(inner.expressions.at(-1)!);
  return inner;
}

/** Syntax that exists for the type checker alone. What has values inside is not. */
export function isErased({ type }: Node): boolean {
  return (
    type.startsWith("TS") &&
    !wrappers.has(type) &&
    type !== "TSParameterProperty" &&
    type !== "TSEnumDeclaration"
  );
}

/** The name that a member expression asks for, where it is written down: `a.b`, `a["b"]`. */
export function memberName({ property, computed }: MemberExpression): string | undefined {
  return keyName(property, computed);
}

/** The text of a literal. */
export function textOf(node: Node | null | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** The name of a property or a method, where it is written down. */
export function keyName(key: Node, computed: boolean): string | undefined {
  if (!computed && key.type === "Identifier") return key.name;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return textOf(key);
}
