import type { ImportKind } from "../../boundary/graph/module-graph.ts";
import { findServerReason } from "../../boundary/graph/server-module.ts";
import { type ResolvedModule, toFile } from "./bundler.ts";

/** How a module was asked for by another. */
export interface LoggedImport {
  /** As it is written. */
  readonly source: string;
  readonly kind: ImportKind;
  /** Where it leads; `undefined` for what is in no file, {@link unasked} where nobody needs to know. */
  readonly to: string | undefined;
}

/** The specifiers that a bundler has asked for, which it forgets: it only keeps where they led. */
export interface ImportLog {
  note(importer: string, entry: LoggedImport): void;
  of(importer: string): readonly LoggedImport[];
  importers(): Iterable<string>;
  /** For a file that has changed: what it asks for now is noted anew. */
  forget(file: string): void;
}

/** Stands for where a specifier leads that says nothing by itself. */
export const unasked = "\0unasked";

export function createImportLog(): ImportLog {
  const byImporter = new Map<string, Map<string, LoggedImport>>();
  return {
    note(importer, entry) {
      const known = byImporter.get(importer) ?? new Map<string, LoggedImport>();
      byImporter.set(importer, known);
      // What is imported and also asked for later, is imported.
      if (known.get(entry.source)?.kind !== "import" || entry.kind === "import")
        known.set(entry.source, entry);
    },
    of: (importer) => [...(byImporter.get(importer)?.values() ?? [])],
    importers: () => byImporter.keys(),
    forget(file) {
      for (const importer of byImporter.keys())
        if (toFile(importer) === file) byImporter.delete(importer);
    },
  };
}

/**
 * True for a specifier that would make its importer a server's, if it led to what it names. Where it leads is worth asking
 * then: there may be something for browsers in its place.
 */
export function isTelling(specifier: string): boolean {
  const place = { file: "", line: 1, column: 1 };
  const imports = [{ ...place, kind: "import" as const, specifier, to: undefined }];
  const module = { path: "", shown: "", imports, environment: [] };
  return findServerReason(module, { server: [] }) !== undefined;
}

/** Where a resolution leads to: a module's id, or `undefined` where there is no file. Vite has a module for that. */
export function toTarget(resolved: ResolvedModule | null): string | undefined {
  if (resolved === null || (resolved.external ?? false) !== false) return undefined;
  return isNothing(resolved.id) ? undefined : resolved.id;
}

/** The modules that Vite puts in the place of what browsers do not have. */
export function isNothing(id: string): boolean {
  return /^(?:\0)?__vite-(?:browser-external|optional-peer-dep)(?::|$)/.test(id);
}

/** How bundlers call kinds of imports; Rollup has no word for them. */
export function toKind(kind: string | undefined): ImportKind {
  if (kind === "dynamic-import") return "dynamic";
  return kind === "require-call" ? "require" : "import";
}
