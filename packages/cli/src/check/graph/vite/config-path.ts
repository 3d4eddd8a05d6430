import { join, resolve } from "node:path";

import type { Node } from "oxc-parser";

import { memberName, textOf, unwrap } from "../../source/syntax.ts";
import { type ConfigScope, toMade, Unwritten } from "./config-syntax.ts";

/**
 * The path that an expression makes, as far as it is written down: a text as it is, `resolve(import.meta.dirname, "src")`,
 * `fileURLToPath(new URL("./src", import.meta.url))`.
 * @throws Unwritten for what else may come of it
 */
export function toPath(given: Node, scope: ConfigScope, here: string): string {
  const plain = unwrap(given);
  if (plain.type === "Identifier" && plain.name === "__dirname") return here;
  const node = toMade(plain, scope);
  const text = textOf(node);
  if (text !== undefined) return text;
  if (node.type === "MemberExpression") return toMember(node.object, memberName(node), scope, here);
  if (node.type === "NewExpression") return toUrlPath(node.callee, node.arguments, scope, here);
  if (node.type !== "CallExpression") throw new Unwritten();
  const called = calledOf(node.callee, scope);
  if (called === "process.cwd") return here;
  const parts = node.arguments.map((each) => toPath(each, scope, here));
  if (called === "resolve") return resolve(here, ...parts);
  if (called === "join") return join(...parts);
  if (called === "fileURLToPath" && parts.length === 1) return parts[0]!;
  throw new Unwritten();
}

/** `import.meta.dirname`, `new URL(…).pathname`. */
function toMember(
  object: Node,
  name: string | undefined,
  scope: ConfigScope,
  here: string,
): string {
  const owner = unwrap(object);
  if (owner.type === "MetaProperty" && name === "dirname") return here;
  if (owner.type === "NewExpression" && name === "pathname") return toPath(owner, scope, here);
  throw new Unwritten();
}

function toUrlPath(
  callee: Node,
  [first, second]: readonly Node[],
  scope: ConfigScope,
  here: string,
): string {
  const base = second && unwrap(second);
  const isBeside =
    base?.type === "MemberExpression" &&
    unwrap(base.object).type === "MetaProperty" &&
    memberName(base) === "url";
  if (callee.type !== "Identifier" || callee.name !== "URL" || !isBeside || first === undefined)
    throw new Unwritten();
  const text = textOf(toMade(first, scope));
  if (text === undefined || /^[a-z]+:|[?#%]/i.test(text)) throw new Unwritten();
  return resolve(here, text) + (text.endsWith("/") ? "/" : "");
}

/** What is called, of Node's modules for paths and addresses. */
function calledOf(callee: Node, { imported }: ConfigScope): string | undefined {
  if (callee.type === "Identifier") return withoutModule(imported.get(callee.name));
  if (callee.type !== "MemberExpression") return undefined;
  const owner = unwrap(callee.object);
  if (owner.type !== "Identifier") return undefined;
  const name = memberName(callee);
  if (owner.name === "process") return `process.${name}`;
  return /^(?:node:)?(?:path|url)#(?:default|\*|posix)$/.test(imported.get(owner.name) ?? "")
    ? name
    : undefined;
}

function withoutModule(from: string | undefined): string | undefined {
  return /^(?:node:)?(?:path|url)#(.+)$/.exec(from ?? "")?.[1];
}
