import type { Node, Program } from "oxc-parser";

import { identifiersOf } from "./declarations.ts";

/** What a name that a file exports is. */
type Exported =
  /** The identifier that declares it, or that names what is declared elsewhere in the file. */
  | { readonly kind: "own"; readonly id: Node }
  | { readonly kind: "from"; readonly specifier: string; readonly name: string }
  /** `export default` of an expression. */
  | { readonly kind: "expression"; readonly node: Node };

/** What a file exports. */
export interface Exports {
  readonly named: ReadonlyMap<string, Exported>;
  /** The modules of `export * from`. */
  readonly stars: readonly string[];
}

/** Reads what a program exports as values. */
export function readExports({ body }: Program): Exports {
  const named = new Map<string, Exported>();
  const stars: string[] = [];
  for (const statement of body) {
    if (statement.type === "ExportDefaultDeclaration")
      named.set("default", toDefault(statement.declaration));
    else if (statement.type === "ExportAllDeclaration") {
      const { exported, source } = statement;
      if (exported === null) stars.push(source.value);
      else named.set(nameOf(exported), { kind: "from", specifier: source.value, name: "*" });
    } else if (statement.type === "ExportNamedDeclaration") {
      for (const id of declaredBy(statement.declaration)) named.set(id.name, { kind: "own", id });
      for (const { local, exported } of statement.specifiers)
        named.set(nameOf(exported), toExported(local, statement.source?.value));
    }
  }
  return { named, stars };
}

function toDefault(node: Node): Exported {
  const id = "id" in node ? (node.id as Node | null) : null;
  return id === null ? { kind: "expression", node } : { kind: "own", id };
}

function toExported(local: Node, specifier: string | undefined): Exported {
  return specifier === undefined
    ? { kind: "own", id: local }
    : { kind: "from", specifier, name: nameOf(local) };
}

function declaredBy(declaration: Node | null) {
  if (declaration === null) return [];
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) => identifiersOf(id));
  return "id" in declaration ? identifiersOf(declaration.id as Node | null) : [];
}

function nameOf(name: Node): string {
  if (name.type === "Literal") return String(name.value);
  return "name" in name && typeof name.name === "string" ? name.name : "";
}
