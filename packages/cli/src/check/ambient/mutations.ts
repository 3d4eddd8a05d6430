import type { CallExpression, Node } from "oxc-parser";

import { memberName, unwrap } from "../source/syntax.ts";

/** Something that a piece of syntax changes. */
export interface Mutation {
  /** What the chain of members begins with: a name, or `this`. */
  readonly root: Node;
  /** Whether something changes that hangs from the root, and not the root's own value. */
  readonly deep: boolean;
  /** The method that was called; `undefined` for an assignment, which changes whatever it is made to. */
  readonly method: string | undefined;
  /** Whether the name itself was given another value. */
  readonly renamed: boolean;
}

/** Functions that change their first argument. */
const changers: ReadonlySet<string> = new Set([
  "Object.assign",
  "Object.defineProperty",
  "Object.defineProperties",
  "Object.setPrototypeOf",
  "Reflect.set",
  "Reflect.deleteProperty",
  "Reflect.defineProperty",
]);

/** What a node changes, or may change by calling a method of it. */
export function mutationsOf(node: Node): readonly Mutation[] {
  switch (node.type) {
    case "AssignmentExpression":
      return assigned(node.left);
    case "UpdateExpression":
      return assigned(node.argument);
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? [] : assigned(node.left);
    case "UnaryExpression":
      return node.operator === "delete" ? assigned(node.argument) : [];
    case "CallExpression":
      return called(node);
    default:
      return [];
  }
}

function assigned(wrapped: Node | null): readonly Mutation[] {
  if (wrapped === null) return [];
  const target = unwrap(wrapped);
  switch (target.type) {
    case "Identifier":
      return [{ root: target, deep: false, method: undefined, renamed: true }];
    case "MemberExpression":
      return [changed(target.object, undefined)];
    case "ArrayPattern":
      return target.elements.flatMap(assigned);
    case "ObjectPattern":
      return target.properties.flatMap((each) =>
        assigned(each.type === "RestElement" ? each : each.value),
      );
    case "AssignmentPattern":
      return assigned(target.left);
    case "RestElement":
      return assigned(target.argument);
    default:
      return [];
  }
}

function called({ callee, arguments: [first] }: CallExpression): readonly Mutation[] {
  const method = unwrap(callee);
  const name = method.type === "MemberExpression" ? memberName(method) : undefined;
  if (method.type !== "MemberExpression" || name === undefined) return [];
  const object = unwrap(method.object);
  const isChanger = object.type === "Identifier" && changers.has(`${object.name}.${name}`);
  if (!isChanger) return [changed(object, name)];
  return first === undefined ? [] : [changed(first, undefined)];
}

function changed(object: Node, method: string | undefined): Mutation {
  const inner = unwrap(object);
  const root = rootOf(inner);
  return { root, deep: root !== inner, method, renamed: false };
}

/** The name that a chain of members begins with: `a` of `a.b.c`. */
export function rootOf(node: Node): Node {
  let root = unwrap(node);
  while (root.type === "MemberExpression") root = unwrap(root.object);
  return root;
}
