import type { Node, ObjectExpression, Program } from "oxc-parser";

import { isErased, keyName, textOf, unwrap } from "../../source/syntax.ts";
import type { ConfigScope } from "./config-scope.ts";

/** Thrown where a value is made by what only running it can tell. */
export class Unwritten extends Error {}

/** The object that a configuration exports: written down, by a constant, in `defineConfig`, or made by a plain function. */
export function toConfig(program: Program, scope: ConfigScope): ObjectExpression {
  const exported = program.body.find(({ type }) => type === "ExportDefaultDeclaration");
  if (exported === undefined || !("declaration" in exported)) throw new Unwritten();
  if (!program.body.every(isPlain)) throw new Unwritten();
  return configOf(exported.declaration as Node, scope);
}

/** A statement that does nothing by itself to what other statements say. */
function isPlain(statement: Program["body"][number]): boolean {
  switch (statement.type) {
    case "ImportDeclaration":
      // For its effects alone; those of packages are their own business.
      return statement.specifiers.length > 0 || !statement.source.value.startsWith(".");
    case "ExportNamedDeclaration":
      return statement.declaration === null || isPlain(statement.declaration);
    case "ExpressionStatement":
      // `"use strict"`
      return statement.expression.type === "Literal";
    case "VariableDeclaration":
    case "FunctionDeclaration":
    case "ExportDefaultDeclaration":
    case "ExportAllDeclaration":
    case "EmptyStatement":
      return true;
    default:
      return isErased(statement);
  }
}

function configOf(given: Node, scope: ConfigScope): ObjectExpression {
  const node = toMade(given, scope);
  switch (node.type) {
    case "CallExpression":
      if (!isDefineConfig(node.callee, scope)) throw new Unwritten();
      return configOf(node.arguments[0]!, scope);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration":
      return configOf(returnedBy(node.body), scope);
    default:
      return toObject(node, scope);
  }
}

/** What a function returns that does nothing else but to name what it needs. */
function returnedBy(body: Node | null): Node {
  if (body?.type !== "BlockStatement") return body ?? fail();
  const last = body.body.at(-1);
  const others = body.body.slice(0, -1);
  if (!others.every(({ type }) => type === "VariableDeclaration")) throw new Unwritten();
  return (last?.type === "ReturnStatement" ? last.argument : undefined) ?? fail();
}

function fail(): never {
  throw new Unwritten();
}

/** Vite's function that returns what it is given. */
export function isDefineConfig(callee: Node, { importedAs }: ConfigScope): boolean {
  return /^(?:vite|vitest\/config)#defineConfig$/.test(importedAs(callee) ?? "");
}

/** What an expression is, through constants. */
export function toMade(given: Node, { madeBy }: ConfigScope): Node {
  const seen = new Set<Node>();
  let node = unwrap(given);
  while (node.type === "Identifier" && !seen.has(node)) {
    seen.add(node);
    node = unwrap(madeBy(node) ?? fail());
  }
  return node.type === "Identifier" ? fail() : node;
}

export function toObject(given: Node, scope: ConfigScope): ObjectExpression {
  const node = toMade(given, scope);
  return node.type === "ObjectExpression" ? node : fail();
}

/** The members of an object with those of what is spread into it. */
export function toMembers(given: Node | undefined, scope: ConfigScope): ReadonlyMap<string, Node> {
  const members = new Map<string, Node>();
  if (given === undefined) return members;
  for (const each of toObject(given, scope).properties)
    if (each.type !== "Property")
      for (const [name, value] of toMembers(each.argument, scope)) members.set(name, value);
    else if (each.kind === "init")
      members.set(keyName(each.key, each.computed) ?? fail(), each.value);
    else throw new Unwritten();
  return members;
}

/** The elements of a list. */
export function toElements(given: Node, scope: ConfigScope): readonly Node[] {
  const node = toMade(given, scope);
  if (node.type !== "ArrayExpression") throw new Unwritten();
  return node.elements.map((each) =>
    each === null || each.type === "SpreadElement" ? fail() : each,
  );
}

export function toText(given: Node, scope: ConfigScope): string {
  return textOf(toMade(given, scope)) ?? fail();
}
