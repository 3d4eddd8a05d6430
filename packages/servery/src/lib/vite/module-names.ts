import { type Node, referencesOf } from "./references.ts";

/** A value that a module imports; types are left out. */
export interface ImportedName {
  readonly specifier: string;
  /** Its name in the other module; `*` for the whole namespace. */
  readonly imported: string;
  /** Its name in this module; `undefined` for what is exported again at once. */
  readonly local: string | undefined;
}

/** A value that a module exports, from itself or from another. */
export interface ExportedName {
  readonly exported: string;
  readonly local: string | undefined;
  readonly from: { readonly specifier: string; readonly imported: string } | undefined;
}

/** What a module imports and exports by name. */
export interface ModuleNames {
  readonly imports: readonly ImportedName[];
  readonly exports: readonly ExportedName[];
  /** The specifiers of `export * from`. */
  readonly stars: readonly string[];
}

/** A name, or a text that stands for one: `export { a as "a b" }`. */
interface Name {
  readonly name?: string;
  readonly value?: string;
}

interface Specifier extends Node {
  readonly imported?: Name;
  readonly local?: Name;
  readonly exported?: Name | null;
}

interface Statement extends Node {
  readonly source?: { readonly value: string } | null;
  readonly specifiers?: readonly Specifier[];
  readonly declaration?: Node | null;
  readonly exported?: Name | null;
}

/** Reads the names from the syntax tree of a module that has no types. */
export function toModuleNames(program: unknown): ModuleNames {
  const { body } = program as { readonly body: readonly Statement[] };
  const exports = body.flatMap(exportsOf);
  const again = exports.flatMap(({ from }) =>
    from === undefined || from.imported === "*" ? [] : [from],
  );
  return {
    imports: [...body.flatMap(importsOf), ...again.map((each) => ({ ...each, local: undefined }))],
    exports,
    stars: body.flatMap(({ type, source, exported }) =>
      type === "ExportAllDeclaration" && !exported ? [source!.value] : [],
    ),
  };
}

function importsOf({ type, source, specifiers = [] }: Statement): readonly ImportedName[] {
  if (type !== "ImportDeclaration") return [];
  return specifiers.map((each) => ({
    specifier: source!.value,
    imported: each.type === "ImportNamespaceSpecifier" ? "*" : nameOf(each.imported, "default"),
    local: nameOf(each.local, ""),
  }));
}

function exportsOf(statement: Statement): readonly ExportedName[] {
  const { type, source, specifiers = [], declaration, exported } = statement;
  const from = (imported: string) => source && { specifier: source.value, imported };
  if (type === "ExportAllDeclaration")
    return exported
      ? [{ exported: nameOf(exported, ""), local: undefined, from: from("*") ?? undefined }]
      : [];
  if (type === "ExportDefaultDeclaration") {
    const [local] = referencesOf(declaration?.["id"]);
    return [{ exported: "default", local, from: undefined }];
  }
  if (type !== "ExportNamedDeclaration") return [];
  const declared = declaration ? namesIn(declaration) : [];
  return [
    ...declared.map((name) => ({ exported: name, local: name, from: undefined })),
    ...specifiers.map((each) => ({
      exported: nameOf(each.exported, ""),
      local: source ? undefined : nameOf(each.local, ""),
      from: from(nameOf(each.local, "")) ?? undefined,
    })),
  ];
}

function namesIn(declaration: Node): readonly string[] {
  const variables = declaration["declarations"] as readonly { readonly id: unknown }[] | undefined;
  const ids = variables?.map(({ id }) => id) ?? [declaration["id"]];
  return ids.flatMap((id) => [...referencesOf(id)]);
}

function nameOf(name: Name | null | undefined, otherwise: string): string {
  return name?.name ?? name?.value ?? otherwise;
}
