import { extname } from "node:path";

import type { parseSync } from "vite";

type ParseResult = ReturnType<typeof parseSync>;

/** The syntax tree of a module. */
export type Program = ParseResult["program"];

/** A value that a module imports; types are left out. */
export interface ImportedName {
  readonly specifier: string;
  /** Its name in the other module; `*` for the whole namespace. */
  readonly imported: string;
  /** Its name in this module; `undefined` for what is exported again at once. */
  readonly local: string | undefined;
}

/** A value that a module exports, from itself or from another. */
interface ExportedName {
  readonly exported: string;
  readonly local: string | undefined;
  readonly from: { readonly specifier: string; readonly imported: string } | undefined;
}

/** What a module imports and exports by name. Types are left out. */
export interface ModuleRecord {
  readonly imports: readonly ImportedName[];
  readonly exports: readonly ExportedName[];
  /** The specifiers of `export * from`. */
  readonly stars: readonly string[];
  /** Read when it is asked for: making it costs more than the rest. */
  readonly program: () => Program;
}

const extensions = /\.[cm]?[jt]sx?$/;

/** True for a file whose source is JavaScript or TypeScript. */
export function isScript(file: string): boolean {
  return extensions.test(file);
}

/** Reads a module's imports and exports from its source. */
export async function toModuleRecord(file: string, code: string): Promise<ModuleRecord> {
  // Not before it is used: who bundles without Vite has no Vite.
  const { parseSync } = await import("vite");
  const lang = extname(file).replace(/^\.[cm]?/, "") as "js" | "jsx" | "ts" | "tsx";
  const parsed = parseSync(file, code, { lang, sourceType: "module" });
  const entries = parsed.module.staticExports.flatMap((statement) => statement.entries);
  const values = entries.filter((entry) => !entry.isType);
  return {
    imports: [...importsOf(parsed), ...values.flatMap(toReexport)],
    exports: values.flatMap(toExport),
    stars: values.flatMap(toStar),
    program: () => parsed.program,
  };
}

type ExportEntry = ParseResult["module"]["staticExports"][number]["entries"][number];

function importsOf({ module }: ParseResult): ImportedName[] {
  return module.staticImports.flatMap(({ moduleRequest, entries }) =>
    entries
      .filter((entry) => !entry.isType)
      .map(({ importName, localName }) => ({
        specifier: moduleRequest.value,
        imported: importName.kind === "NamespaceObject" ? "*" : (importName.name ?? "default"),
        local: localName.value,
      })),
  );
}

function toReexport({ moduleRequest, importName }: ExportEntry): ImportedName[] {
  if (moduleRequest === null || importName.name === null) return [];
  return [{ specifier: moduleRequest.value, imported: importName.name, local: undefined }];
}

function toExport({
  moduleRequest,
  importName,
  exportName,
  localName,
}: ExportEntry): ExportedName[] {
  const exported = exportName.kind === "Default" ? "default" : exportName.name;
  if (exported === null) return [];
  const from = moduleRequest && {
    specifier: moduleRequest.value,
    imported: importName.name ?? "*",
  };
  return [{ exported, local: localName.name ?? undefined, from: from ?? undefined }];
}

function toStar({ moduleRequest, exportName }: ExportEntry): string[] {
  return moduleRequest !== null && exportName.kind === "None" ? [moduleRequest.value] : [];
}
