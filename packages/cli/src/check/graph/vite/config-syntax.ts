import { type Node, type ObjectExpression, type Program, Visitor } from "oxc-parser";

import { keyName, textOf, unwrap } from "../../source/syntax.ts";

/** Thrown where a value is made by what only running it can tell. */
export class Unwritten extends Error {}

/** What names stand for in a configuration's file. */
export interface ConfigScope {
  /** Constants by their names, with what they are made by. Those that are changed later are left out. */
  readonly constants: ReadonlyMap<string, Node>;
  /** Imported names, each as `specifier#name`. */
  readonly imported: ReadonlyMap<string, string>;
}

export function toScope(program: Program): ConfigScope {
  const constants = new Map<string, Node>();
  const imported = new Map<string, string>();
  const unsure = new Set<string>();
  const doubt = (given: Node | null) => {
    const node = given && unwrap(given);
    if (node?.type === "Identifier") unsure.add(node.name);
  };
  new Visitor({
    ImportDeclaration({ source, specifiers }) {
      for (const each of specifiers)
        imported.set(each.local.name, `${source.value}#${importedName(each)}`);
    },
    VariableDeclaration({ kind, declarations }) {
      for (const { id, init } of declarations)
        if (id.type !== "Identifier") continue;
        else if (kind !== "const" || constants.has(id.name)) unsure.add(id.name);
        else if (init) constants.set(id.name, init);
    },
    // `base.plugins.push(…)`, `Object.assign(base, …)`, `change(base)`.
    MemberExpression: ({ object }) => doubt(object),
    CallExpression({ callee, arguments: given }) {
      if (nameOf(callee, imported) !== "defineConfig") for (const each of given) doubt(each);
    },
  }).visit(program);
  return { constants: withoutChanged(constants, unsure), imported };
}

/** What cannot be changed may be handed to others. */
function withoutChanged(constants: ReadonlyMap<string, Node>, unsure: ReadonlySet<string>) {
  const isFixed = (node: Node) =>
    !["ObjectExpression", "ArrayExpression"].includes(unwrap(node).type);
  return new Map([...constants].filter(([name, node]) => !unsure.has(name) || isFixed(node)));
}

function importedName(each: { readonly type: string; readonly imported?: Node }): string {
  if (each.type === "ImportDefaultSpecifier") return "default";
  return each.imported === undefined ? "*" : (keyName(each.imported, false) ?? "*");
}

/** What an imported function is called in Vite. */
function nameOf(callee: Node, imported: ReadonlyMap<string, string>): string | undefined {
  const from = callee.type === "Identifier" ? imported.get(callee.name) : undefined;
  return from?.replace(/^(?:vite|vitest\/config)#/, "");
}

/** The object that a configuration exports: written down, by a constant, in `defineConfig`, or made by a plain function. */
export function toConfig(program: Program, scope: ConfigScope): ObjectExpression {
  const exported = program.body.find(({ type }) => type === "ExportDefaultDeclaration");
  if (exported === undefined || !("declaration" in exported)) throw new Unwritten();
  return configOf(exported.declaration as Node, scope);
}

function configOf(given: Node, scope: ConfigScope): ObjectExpression {
  const node = toMade(given, scope);
  switch (node.type) {
    case "CallExpression":
      if (nameOf(node.callee, scope.imported) !== "defineConfig") throw new Unwritten();
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

/** What an expression is, through constants. */
export function toMade(given: Node, { constants }: ConfigScope): Node {
  const seen = new Set<Node>();
  let node = unwrap(given);
  while (node.type === "Identifier" && !seen.has(node)) {
    seen.add(node);
    node = unwrap(constants.get(node.name) ?? fail());
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
