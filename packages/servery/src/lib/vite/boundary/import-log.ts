import type { ImportKind } from "../../boundary/graph/module-graph.ts";
import type { ResolvedModule } from "./bundler.ts";

/** How a module was asked for by another. */
export interface LoggedImport {
  /** As it is written. */
  readonly source: string;
  readonly kind: ImportKind;
  /** Where it leads; `undefined` for what is in no file, {@link besides} for what is named by its path. */
  readonly to: string | undefined;
}

/** The specifiers that a bundler has asked for, which it forgets: it only keeps where they led. */
export interface ImportLog {
  note(importer: string, entry: LoggedImport): void;
  of(importer: string): readonly LoggedImport[];
}

/** Stands for where a path leads: nobody needs to know before something is found. */
export const besides = "\0besides";

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
  };
}

/** A specifier that names a package, a built-in module or an alias, and not a file by its path. */
export function isBare(source: string): boolean {
  return !/^(?:\.{0,2}\/|\.{1,2}$|\0|[a-z]:[\\/]|data:|https?:)/i.test(source);
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
