import { findDeadCode } from "../../boundary/graph/dead-code.ts";
import type { ImportKind } from "../../boundary/graph/module-graph.ts";
import { type Node, walk } from "../references.ts";

/** A file that code names by `new URL("…", import.meta.url)`. */
export interface NamedFile {
  readonly url: string;
  readonly kind: "worker" | "asset";
}

export interface NamedImport {
  readonly source: string;
  readonly kind: ImportKind;
  /** Whether it stands where no browser comes to, so that bundlers leave it out. */
  readonly isDead: boolean;
}

/** All that a module's syntax says by itself of what it brings. Types are left out where the syntax still has them. */
export function findImports(program: unknown): readonly NamedImport[] {
  const found: NamedImport[] = [];
  const isDead = findDeadCode(program);
  walk(program, (node) => {
    const kind = kindOf(node);
    const source = kind && textOf(kind === "require" ? argumentOf(node, 0) : node["source"]);
    if (kind !== undefined && source !== undefined)
      found.push({ source, kind, isDead: isDead(node["start"] as number) });
  });
  return found;
}

function kindOf(node: Node): ImportKind | undefined {
  switch (node.type) {
    case "ImportDeclaration":
      return bringsNothing(node, "importKind") ? undefined : "import";
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return bringsNothing(node, "exportKind") ? undefined : "export";
    case "ImportExpression":
      return "dynamic";
    case "CallExpression":
      return nameOf(node["callee"]) === "require" ? "require" : undefined;
    default:
      return undefined;
  }
}

/** `import type …` and `import { type A }`, which compilers drop with the whole statement. */
function bringsNothing(node: Node, kind: "importKind" | "exportKind"): boolean {
  if (node[kind] === "type") return true;
  const names = (node["specifiers"] ?? []) as readonly Node[];
  return names.length > 0 && names.every((each) => each[kind] === "type");
}

/** The files that a module names relative to itself. */
export function findNamedFiles(program: unknown): readonly NamedFile[] {
  const found: NamedFile[] = [];
  const workers = new Set<unknown>();
  walk(program, (node) => {
    if (node.type !== "NewExpression") return;
    const name = nameOf(node["callee"]);
    if (name === "Worker" || name === "SharedWorker") workers.add(argumentOf(node, 0));
    const url = name === "URL" ? textOf(argumentOf(node, 0)) : undefined;
    if (url === undefined || !isOwnAddress(argumentOf(node, 1))) return;
    found.push({ url, kind: workers.has(node) ? "worker" : "asset" });
  });
  return found;
}

function isOwnAddress(tree: unknown): boolean {
  const node = tree as Node | undefined;
  return (
    node?.type === "MemberExpression" &&
    (node["object"] as Node).type === "MetaProperty" &&
    nameOf(node["property"]) === "url"
  );
}

/** What esbuild calls the empty object that Vite 7 puts in the place of `process.env` before the graph is known. */
const emptied = /^define_(?:global_|globalThis_)?process_env_default\d*$/;

/** The variables of a server's environment that a module reads by name. */
export function findEnvironmentReads(program: unknown): readonly string[] {
  const names = new Set<string>();
  // `const env = process.env`: what it is called from there on.
  const aliases = new Set<string>();
  const isDead = findDeadCode(program);
  const isEnvironment = (tree: unknown) =>
    isMember(tree, "process", "env") ||
    isMember(tree, "Bun", "env") ||
    emptied.test(nameOf(unwrap(tree)) ?? "") ||
    aliases.has(nameOf(unwrap(tree)) ?? "");
  walk(program, (node) => {
    for (const alias of aliasesIn(node, isEnvironment)) aliases.add(alias);
    if (isDead(node["start"] as number)) return;
    for (const name of readsOf(node, isEnvironment)) if (name !== undefined) names.add(name);
  });
  return [...names];
}

/** `const env = process.env` and `const { env } = process`. */
function aliasesIn(node: Node, isEnvironment: (tree: unknown) => boolean): readonly string[] {
  if (node.type !== "VariableDeclarator") return [];
  const { name, properties = [] } = node["id"] as { name?: string; properties?: readonly Node[] };
  const init = unwrap(node["init"]);
  if (isEnvironment(init)) return name === undefined ? [] : [name];
  const owner = init?.type === "MemberExpression" ? memberOf(init) : nameOf(init);
  if (owner !== "process" && owner !== "Bun") return [];
  return properties.flatMap(({ key, value }) =>
    nameOf(key) === "env" ? [nameOf(value) ?? []].flat() : [],
  );
}

function readsOf(
  node: Node,
  isEnvironment: (tree: unknown) => boolean,
): readonly (string | undefined)[] {
  if (node.type === "MemberExpression" && isEnvironment(node["object"])) return [memberOf(node)];
  if (node.type === "VariableDeclarator" && isEnvironment(node["init"])) {
    const { properties = [] } = node["id"] as { properties?: readonly Node[] };
    return properties.map(({ key }) => nameOf(key) ?? textOf(key));
  }
  if (node.type !== "CallExpression") return [];
  const callee = node["callee"] as Node;
  const isGet = callee.type === "MemberExpression" && memberOf(callee) === "get";
  return isGet && isMember(callee["object"], "Deno", "env") ? [textOf(argumentOf(node, 0))] : [];
}

/** True for `object.property`, however it is reached and written: `globalThis.process["env"]` too. */
function isMember(tree: unknown, object: string, property: string): boolean {
  const node = unwrap(tree);
  if (node?.type !== "MemberExpression" || memberOf(node) !== property) return false;
  const owner = unwrap(node["object"]);
  return (owner?.type === "MemberExpression" ? memberOf(owner) : nameOf(owner)) === object;
}

function memberOf(node: Node): string | undefined {
  return node["computed"] === true ? textOf(node["property"]) : nameOf(node["property"]);
}

/** `(process?.env)` and `process.env!` are what is in them. */
function unwrap(tree: unknown): Node | undefined {
  const node = tree as Node | null | undefined;
  return node?.["expression"] === undefined ? (node ?? undefined) : unwrap(node["expression"]);
}

function argumentOf(node: Node, index: number): unknown {
  return (node["arguments"] as readonly unknown[])[index];
}

function nameOf(tree: unknown): string | undefined {
  const node = tree as Node | null | undefined;
  return node?.type === "Identifier" ? (node["name"] as string) : undefined;
}

/** The text of a literal, and of a template without anything put in. */
function textOf(tree: unknown): string | undefined {
  const node = tree as Node | null | undefined;
  if (node?.type === "TemplateLiteral") {
    const [first, ...more] = node["quasis"] as readonly { value: { cooked?: string } }[];
    return more.length === 0 ? first?.value.cooked : undefined;
  }
  const value = node?.["value"];
  return typeof value === "string" ? value : undefined;
}
