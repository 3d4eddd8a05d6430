import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import type { Node } from "oxc-parser";

import { memberName, textOf, unwrap } from "../../source/syntax.ts";
import type { ConfigScope } from "./config-scope.ts";
import { toMade, Unwritten } from "./config-syntax.ts";

/**
 * The path that an expression makes, as far as it is written down: a text as it is, `resolve(import.meta.dirname, "src")`,
 * `fileURLToPath(new URL("./src", import.meta.url))`.
 * @throws Unwritten for what else may come of it
 */
export function toPath(given: Node, scope: ConfigScope, here: string): string {
  const plain = unwrap(given);
  if (plain.type === "Identifier" && plain.name === "__dirname" && scope.isGlobal(plain))
    return here;
  const node = toMade(plain, scope);
  const text = textOf(node);
  if (text !== undefined) return text;
  if (node.type === "MemberExpression") return toMember(node.object, memberName(node), scope, here);
  if (node.type === "NewExpression") return toUrlPath(node.callee, node.arguments, scope, here);
  if (node.type !== "CallExpression") throw new Unwritten();
  const called = calledOf(node.callee, scope);
  if (called === "process.cwd") return here;
  const [first] = node.arguments;
  // `dirname(fileURLToPath(import.meta.url))`
  if (called === "fileURLToPath" && first !== undefined && isOwnAddress(first))
    return join(here, "vite.config");
  const parts = node.arguments.map((each) => toPath(each, scope, here));
  if (called === "dirname" && parts.length === 1) return dirname(parts[0]!);
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
  if (first === undefined || second === undefined || !isOwnAddress(second)) throw new Unwritten();
  if (!isUrl(callee, scope)) throw new Unwritten();
  const text = textOf(toMade(first, scope));
  if (text === undefined || /^[a-z][a-z\d+.-]*:|^[/\\]{2}|[?#%]/i.test(text)) throw new Unwritten();
  return fileURLToPath(new URL(text, pathToFileURL(join(here, "/"))));
}

function isUrl(callee: Node, { importedAs, isGlobal }: ConfigScope): boolean {
  if (callee.type !== "Identifier") return false;
  return isGlobal(callee)
    ? callee.name === "URL"
    : /^(?:node:)?url#URL$/.test(importedAs(callee) ?? "");
}

/** `import.meta.url` */
function isOwnAddress(given: Node): boolean {
  const node = unwrap(given);
  return (
    node.type === "MemberExpression" &&
    unwrap(node.object).type === "MetaProperty" &&
    memberName(node) === "url"
  );
}

/** What is called, of Node's modules for paths and addresses. */
function calledOf(callee: Node, { importedAs, isGlobal }: ConfigScope): string | undefined {
  if (callee.type === "Identifier")
    return /^(?:node:)?(?:path|url)#(.+)$/.exec(importedAs(callee) ?? "")?.[1];
  if (callee.type !== "MemberExpression") return undefined;
  const owner = unwrap(callee.object);
  const name = memberName(callee);
  if (owner.type !== "Identifier") return undefined;
  if (owner.name === "process" && isGlobal(owner)) return `process.${name}`;
  return /^(?:node:)?(?:path|url)#(?:default|\*|posix)$/.test(importedAs(owner) ?? "")
    ? name
    : undefined;
}
