import { resolve } from "node:path";

import {
  type CallExpression,
  type Node,
  type ObjectExpression,
  type Program,
  Visitor,
} from "oxc-parser";

import { keyName, textOf, unwrap } from "../source/syntax.ts";

/** The object that an expression is or makes: also `defineConfig({…})`, `() => ({…})` and a constant of the module's. */
export function toObject(given: Node | undefined, program?: Program): ObjectExpression | undefined {
  if (given === undefined) return undefined;
  const node = unwrap(given);
  switch (node.type) {
    case "ObjectExpression":
      return node;
    case "CallExpression":
      return toObject(node.arguments[0], program);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration": {
      if (node.body?.type !== "BlockStatement") return toObject(node.body ?? undefined, program);
      const last = node.body.body.findLast(({ type }) => type === "ReturnStatement");
      return toObject((last as { argument?: Node } | undefined)?.argument, program);
    }
    case "Identifier":
      return toObject(program && findConstant(program, node.name), program);
    default:
      return undefined;
  }
}

function findConstant({ body }: Program, name: string): Node | undefined {
  for (const statement of body)
    if (statement.type === "VariableDeclaration")
      for (const { id, init } of statement.declarations)
        if (id.type === "Identifier" && id.name === name && init?.type !== "Identifier")
          return init ?? undefined;
  return undefined;
}

/** The value of an object's member, where it is written down: in the object, or in one that is spread into it. */
export function memberOf(
  object: ObjectExpression | undefined,
  name: string,
  program?: Program,
): Node | undefined {
  let found: Node | undefined;
  for (const each of object?.properties ?? [])
    if (each.type !== "Property")
      found = memberOf(toObject(each.argument, program), name, program) ?? found;
    else if (keyName(each.key, each.computed) === name) found = unwrap(each.value);
  return found;
}

/**
 * The path that an expression makes: a text, `resolve(import.meta.dirname, "src")`,
 * `fileURLToPath(new URL("./src", import.meta.url))`.
 */
export function evaluatePath(given: Node, here: string): string | undefined {
  const node = unwrap(given);
  const text = textOf(node);
  if (text !== undefined) return resolve(here, text);
  if (node.type === "MemberExpression")
    return "name" in node.property && node.property.name === "pathname"
      ? evaluatePath(node.object, here)
      : undefined;
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const parts: string[] = [];
  for (const each of node.arguments) {
    const part = partOf(unwrap(each), here);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts.length === 0 ? undefined : resolve(here, ...parts);
}

function partOf(node: Node, here: string): string | undefined {
  const text = textOf(node);
  if (text !== undefined) return text;
  if (node.type === "Identifier") return node.name === "__dirname" ? here : undefined;
  if (node.type === "MemberExpression" && unwrap(node.object).type === "MetaProperty") return "";
  if (node.type === "CallExpression" && isWorkingFolder(node)) return here;
  return evaluatePath(node, here);
}

function isWorkingFolder({ callee }: CallExpression): boolean {
  return callee.type === "MemberExpression" && "name" in callee.property
    ? callee.property.name === "cwd"
    : false;
}

/** The first call of a function by its name. */
export function findCall(program: Program, name: string): CallExpression | undefined {
  let found: CallExpression | undefined;
  new Visitor({
    CallExpression(node) {
      if (node.callee.type === "Identifier" && node.callee.name === name) found ??= node;
    },
  }).visit(program);
  return found;
}
