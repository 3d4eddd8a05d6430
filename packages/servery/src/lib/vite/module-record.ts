import { extname } from "node:path";

import type { parseSync } from "vite";

import {
  type ExportedName,
  type ImportedName,
  type ModuleNames,
  toModuleNames,
} from "./module-names.ts";
import { parseWithoutTypes } from "./typed-syntax.ts";

type ParseResult = ReturnType<typeof parseSync>;

/** The syntax tree of a module. */
export type Program = ParseResult["program"];

/** What a module imports and exports by name. Types are left out. */
export interface ModuleRecord extends ModuleNames {
  /** The code that the tree is of: as it was given, or without its types. */
  readonly code: string;
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
  const vite = await import("vite");
  if (!("parseSync" in vite)) {
    const plain = await parseWithoutTypes(vite, file, code);
    return {
      ...toModuleNames(plain.program),
      code: plain.code,
      program: () => plain.program as Program,
    };
  }
  const lang = extname(file).replace(/^\.[cm]?/, "") as "js" | "jsx" | "ts" | "tsx";
  const parsed = vite.parseSync(file, code, { lang, sourceType: "module" });
  const entries = parsed.module.staticExports.flatMap((statement) => statement.entries);
  const values = entries.filter((entry) => !entry.isType);
  return {
    imports: [...importsOf(parsed), ...values.flatMap(toReexport)],
    exports: values.flatMap(toExport),
    stars: values.flatMap(toStar),
    code,
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
