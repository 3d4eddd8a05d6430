import { dirname } from "node:path";

import type { Node } from "oxc-parser";

import { unwrap } from "../../source/syntax.ts";
import type { Alias } from "../resolve-import.ts";
import type { ConfigFile } from "./config-file.ts";
import { toPath } from "./config-path.ts";
import { type ConfigScope, toScope } from "./config-scope.ts";
import { toConfig, toElements, toMade, toMembers, toText, Unwritten } from "./config-syntax.ts";
import { readPlugins } from "./read-plugins.ts";
import type { SaidSettings } from "./said-settings.ts";
import { isWrittenDefine } from "./written-define.ts";

interface Reader {
  readonly scope: ConfigScope;
  /** The configuration's folder. */
  readonly here: string;
}

/** Reads what a configuration says; `undefined` where not all that matters is written down in its file. */
export function readWritten({ path, text, program }: ConfigFile): SaidSettings | undefined {
  // From another folder on, paths lead elsewhere.
  if (/\bchdir\b|\\u/.test(text)) return undefined;
  try {
    const scope = toScope(program);
    return readAll(toMembers(toConfig(program, scope), scope), { scope, here: dirname(path) });
  } catch (error) {
    if (error instanceof Unwritten) return undefined;
    throw error;
  }
}

function readAll(config: ReadonlyMap<string, Node>, reader: Reader): SaidSettings {
  const { scope, here } = reader;
  refuse(config, ["environments", "worker"]);
  const define = config.get("define");
  if (define !== undefined && !isWrittenDefine(define, scope)) throw new Unwritten();
  const path = (name: string) => {
    const value = config.get(name);
    return value && toPath(value, scope, here);
  };
  const resolve = toMembers(config.get("resolve"), scope);
  refuse(resolve, ["conditions", "mainFields", "extensions"]);
  const alias = resolve.get("alias");
  const prefix = config.get("envPrefix");
  return {
    root: path("root"),
    publicDir: toFolder(config.get("publicDir"), reader),
    envDir: toFolder(config.get("envDir"), reader),
    envPrefix: prefix && toTexts(prefix, reader),
    aliases: alias && toAliases(alias, reader),
    ...readBuild(toMembers(config.get("build"), scope), reader),
    exposed: readPlugins(config.get("plugins"), scope),
  };
}

function readBuild(build: ReadonlyMap<string, Node>, { scope, here }: Reader) {
  refuse(build, ["lib", "ssr"]);
  const inputs: string[] = [];
  for (const name of ["rollupOptions", "rolldownOptions"]) {
    const options = toMembers(build.get(name), scope);
    refuse(options, ["plugins", "resolve"]);
    const output = options.get("output");
    if (output !== undefined) refuse(toMembers(output, scope), ["dir"]);
    const input = options.get("input");
    if (input !== undefined)
      for (const each of toListed(input, scope)) inputs.push(toPath(each, scope, here));
  }
  const folder = build.get("outDir");
  return { inputs, outputs: folder && [toPath(folder, scope, here)] };
}

/** What matters, and would have to be understood in full. */
function refuse(members: ReadonlyMap<string, unknown>, names: readonly string[]): void {
  if (names.some((name) => members.has(name))) throw new Unwritten();
}

function toFolder(value: Node | undefined, { scope, here }: Reader): string | false | undefined {
  if (value === undefined) return undefined;
  const node = unwrap(value);
  return node.type === "Literal" && node.value === false ? false : toPath(node, scope, here);
}

function toTexts(value: Node, { scope }: Reader): readonly string[] {
  const node = toMade(value, scope);
  const listed = node.type === "ArrayExpression" ? toElements(node, scope) : [node];
  return listed.map((each) => toText(each, scope));
}

/** One, several, or several by name. */
function toListed(value: Node, scope: ConfigScope): readonly Node[] {
  const node = toMade(value, scope);
  if (node.type === "ArrayExpression") return toElements(node, scope);
  return node.type === "ObjectExpression" ? [...toMembers(node, scope).values()] : [node];
}

function toAliases(value: Node, { scope, here }: Reader): readonly Alias[] {
  const node = toMade(value, scope);
  if (node.type !== "ArrayExpression")
    return [...toMembers(node, scope)].map(([find, each]) => toAlias(find, each, scope, here));
  return toElements(node, scope).map((each) => {
    const members = toMembers(each, scope);
    refuse(members, ["customResolver"]);
    const [find, replacement] = [members.get("find"), members.get("replacement")];
    if (find === undefined || replacement === undefined) throw new Unwritten();
    return toAlias(toFind(find, scope), replacement, scope, here);
  });
}

/** A slash at both ends is none, as Vite sees it. */
function toAlias(find: Alias["find"], value: Node, scope: ConfigScope, here: string): Alias {
  const replacement = toPath(value, scope, here);
  return typeof find === "string" && find.endsWith("/") && replacement.endsWith("/")
    ? { find: find.slice(0, -1), replacement: replacement.slice(0, -1) }
    : { find, replacement };
}

function toFind(value: Node, scope: ConfigScope): Alias["find"] {
  const node = toMade(value, scope);
  return node.type === "Literal" && "regex" in node
    ? new RegExp(node.regex.pattern, node.regex.flags)
    : toText(node, scope);
}
