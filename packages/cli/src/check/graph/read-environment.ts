import { type Node, type Program, Visitor } from "oxc-parser";

import { keyName, memberName, textOf, unwrap } from "../source/syntax.ts";
import type { WrittenRead } from "./written-module.ts";

type Source = WrittenRead["from"];

/**
 * Finds what a script asks of the environment: `process.env.NAME`, `import.meta.env.NAME`, `const { NAME } = process.env`,
 * `secret("NAME")`, and the whole of it, given to somebody else.
 */
export function readEnvironment(program: Program): readonly WrittenRead[] {
  const reads: WrittenRead[] = [];
  /** What was looked at as a part of something else. */
  const seen = new Set<Node>();
  const aliases = new Map<string, Source>();

  function sourceOf(given: Node): Source | undefined {
    const node = unwrap(given);
    if (node.type === "Identifier") return aliases.get(node.name);
    if (node.type === "CallExpression" && node.callee.type === "Identifier")
      return node.callee.name === "loadEnv" ? "process" : undefined;
    return environmentOf(node);
  }

  /** `import.meta.env && …`, `if (process.env)`, `typeof process.env` ask whether it is there, and nothing of it. */
  function pass(given: Node) {
    if (environmentOf(unwrap(given)) !== undefined) seen.add(unwrap(given));
  }

  function onPattern(pattern: Node, value: Node | null) {
    if (value === null || pattern.type !== "ObjectPattern") return;
    const owned = ownerOf(unwrap(value));
    for (const property of pattern.properties)
      if (
        owned !== undefined &&
        property.type === "Property" &&
        keyName(property.key, false) === "env"
      )
        onEnvironment(property.value, owned);
    const from = sourceOf(value);
    if (from === undefined) return;
    seen.add(unwrap(value));
    onEnvironment(pattern, from);
  }

  /** A name for the whole, or names for its parts. */
  function onEnvironment(given: Node, from: Source) {
    const pattern = given.type === "AssignmentPattern" ? given.left : given;
    if (pattern.type === "Identifier") aliases.set(pattern.name, from);
    if (pattern.type !== "ObjectPattern") return;
    for (const property of pattern.properties) {
      const name =
        property.type === "Property" ? keyName(property.key, property.computed) : undefined;
      reads.push({ from, name, offset: property.start });
    }
  }

  new Visitor({
    VariableDeclarator({ id, init }) {
      onPattern(id, init);
      const from = init === null ? undefined : sourceOf(init);
      if (from !== undefined && id.type === "Identifier") aliases.set(id.name, from);
    },
    AssignmentExpression: ({ left, right }) => onPattern(left, right),
    AssignmentPattern: ({ left, right }) => onPattern(left, right),
    MemberExpression(node) {
      const from = sourceOf(node.object);
      if (from !== undefined) {
        seen.add(unwrap(node.object));
        reads.push({ from, name: memberName(node), offset: node.start });
      }
      const whole = environmentOf(node);
      if (whole !== undefined && !seen.has(node))
        reads.push({ from: whole, name: undefined, offset: node.start });
    },
    CallExpression(node) {
      const name = variableOf(node);
      if (name !== undefined) reads.push({ from: "process", name, offset: node.start });
    },
    LogicalExpression({ operator, left }) {
      if (operator !== "&&") return;
      const before = unwrap(left);
      pass(before.type === "LogicalExpression" ? before.right : before);
    },
    ConditionalExpression: ({ test }) => pass(test),
    IfStatement: ({ test }) => pass(test),
    UnaryExpression: ({ argument }) => pass(argument),
  }).visit(program);
  return reads;
}

/** Where an expression is the whole environment: `process.env`, `globalThis.process.env`, `Bun.env`, `import.meta.env`. */
export function environmentOf(node: Node): Source | undefined {
  if (node.type !== "MemberExpression" || memberName(node) !== "env") return undefined;
  return ownerOf(unwrap(node.object));
}

/** Whose `env` an environment is. */
function ownerOf(node: Node): Source | undefined {
  if (node.type === "MetaProperty") return "build";
  return isGlobal(node, "process") || isGlobal(node, "Bun") ? "process" : undefined;
}

function isGlobal(node: Node, name: string): boolean {
  if (node.type === "Identifier") return node.name === name;
  if (node.type !== "MemberExpression" || memberName(node) !== name) return false;
  const owner = unwrap(node.object);
  return (
    owner.type === "Identifier" && ["globalThis", "window", "self", "global"].includes(owner.name)
  );
}

/** The variable that is asked for by `secret("NAME")`, which is Servery's, or by `Deno.env.get("NAME")`. */
export function variableOf({
  callee,
  arguments: [first],
}: Extract<Node, { type: "CallExpression" }>): string | undefined {
  const name = first && textOf(unwrap(first));
  if (name === undefined || !/^[A-Z][A-Z0-9_]*$/.test(name)) return undefined;
  return asksForSecret(unwrap(callee)) ? name : undefined;
}

function asksForSecret(callee: Node): boolean {
  if (callee.type === "Identifier") return callee.name === "secret";
  if (callee.type !== "MemberExpression" || memberName(callee) !== "get") return false;
  const owner = unwrap(callee.object);
  if (owner.type !== "MemberExpression" || memberName(owner) !== "env") return false;
  return isGlobal(unwrap(owner.object), "Deno");
}
