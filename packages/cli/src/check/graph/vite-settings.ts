import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { type Node, type ObjectExpression, parseSync, type Program } from "oxc-parser";
import { publicPrefixes } from "servery/boundary";

import { textOf, unwrap } from "../source/syntax.ts";
import { evaluatePath, findCall, memberOf, toObject } from "./config-syntax.ts";
import type { Alias } from "./resolve-import.ts";

/** What a Vite configuration says that matters to where modules lead, as far as it is written down. */
export interface ViteSettings {
  readonly webRoot: string;
  readonly publicFolder: string;
  readonly envFolder: string;
  /** What variables of the environment must start with to reach browsers. */
  readonly prefixes: readonly string[];
  readonly aliases: readonly Alias[];
  /** Pages and modules that it starts with, if it says so. */
  readonly inputs: readonly string[];
  /**
   * The exports of contract modules that browsers get beside routes; `"all"` where contract modules are not replaced, or
   * where it cannot be read which exports these are.
   */
  readonly exposed: ReadonlySet<string> | "all";
  readonly config: ViteConfig | undefined;
}

/** A configuration's file and syntax. */
export interface ViteConfig {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly object: ObjectExpression | undefined;
}

/** Reads what an app's Vite configuration says, without running it. Without one, what Vite takes for granted. */
export function readViteSettings(root: string): ViteSettings {
  const config = readConfig(root);
  const here = config === undefined ? root : dirname(config.path);
  const object = config?.object;
  const member = (name: string) => memberOf(object, name, config?.program);
  const path = (name: string) => {
    const value = member(name);
    return value && evaluatePath(value, here);
  };
  const webRoot = path("root") ?? here;
  const within = (name: string, otherwise: string) => {
    const text = textOf(member(name));
    return text === undefined ? (path(name) ?? otherwise) : resolve(webRoot, text);
  };
  return {
    webRoot,
    publicFolder: within("publicDir", join(webRoot, "public")),
    envFolder: within("envDir", webRoot),
    prefixes: toPrefixes(member("envPrefix")),
    aliases: toAliases(memberOf(toObject(member("resolve"), config?.program), "alias"), here),
    inputs: toInputs(toObject(member("build"), config?.program), webRoot),
    exposed: config === undefined ? "all" : readExposed(config.program),
    config,
  };
}

function readConfig(root: string): ViteConfig | undefined {
  const names = ["ts", "mts", "js", "mjs", "cts", "cjs"].map((ending) => `vite.config.${ending}`);
  const path = names.map((name) => join(root, name)).find((each) => existsSync(each));
  if (path === undefined) return undefined;
  const text = readFileSync(path, "utf8");
  const { program } = parseSync(path, text);
  const exported = program.body.find(({ type }) => type === "ExportDefaultDeclaration");
  const object = exported && "declaration" in exported ? exported.declaration : undefined;
  return { path, text, program, object: object ? toObject(object as Node, program) : undefined };
}

function toPrefixes(value: Node | undefined): readonly string[] {
  const listed = value?.type === "ArrayExpression" ? value.elements : [value];
  const texts = listed.flatMap((each) => (each ? (textOf(unwrap(each)) ?? []) : []));
  return texts.length > 0 ? texts : publicPrefixes;
}

function toAliases(value: Node | undefined, here: string): readonly Alias[] {
  const pairs: (readonly [find: string | undefined, replacement: Node | undefined])[] = [];
  if (value?.type === "ObjectExpression")
    for (const each of value.properties)
      if (each.type === "Property")
        pairs.push([
          textOf(each.key) ?? ("name" in each.key ? (each.key.name as string) : undefined),
          each.value,
        ]);
  if (value?.type === "ArrayExpression")
    for (const each of value.elements) {
      const object = toObject(each ?? undefined);
      pairs.push([textOf(memberOf(object, "find")), memberOf(object, "replacement")]);
    }
  const aliases = pairs.flatMap(([find, node]) => {
    const text = textOf(node && unwrap(node));
    // A text is put in as it is: a package, or an address from the root on.
    const replacement =
      text !== undefined && !text.startsWith(".") ? text : node && evaluatePath(node, here);
    return find === undefined || replacement === undefined ? [] : [{ find, replacement }];
  });
  return aliases.toSorted((one, other) => other.find.length - one.find.length);
}

function toInputs(build: ObjectExpression | undefined, webRoot: string): readonly string[] {
  return ["rollupOptions", "rolldownOptions"].flatMap((name) => {
    const input = memberOf(toObject(memberOf(build, name)), "input");
    if (input === undefined) return [];
    const values =
      input.type === "ArrayExpression"
        ? input.elements
        : input.type === "ObjectExpression"
          ? input.properties.map((each) => (each.type === "Property" ? each.value : null))
          : [input];
    return values.flatMap((each) => (each ? (evaluatePath(each as Node, webRoot) ?? []) : []));
  });
}

/** What `servery({ expose: [...] })` says. */
function readExposed(program: Program): ReadonlySet<string> | "all" {
  const local = program.body.flatMap((statement) =>
    statement.type === "ImportDeclaration" && statement.source.value === "servery/vite"
      ? statement.specifiers.map((each) => each.local.name)
      : [],
  )[0];
  if (local === undefined) return "all";
  const call = findCall(program, local);
  const options = call?.arguments[0] as Node | undefined;
  if (options === undefined) return call === undefined ? "all" : new Set();
  const listed = memberOf(toObject(options, program), "expose");
  if (listed === undefined) return toObject(options, program) === undefined ? "all" : new Set();
  if (listed.type !== "ArrayExpression") return "all";
  const names = listed.elements.map((each) => (each ? textOf(unwrap(each)) : undefined));
  return names.every((name) => name !== undefined) ? new Set(names) : "all";
}
