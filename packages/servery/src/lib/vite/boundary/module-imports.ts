import type { ImportKind, ModuleImport } from "../../boundary/graph/module-graph.ts";
import { isEmptied } from "./browser-field.ts";
import type { BundledModule } from "./bundler.ts";
import { type ImportLog, isNothing, type LoggedImport } from "./import-log.ts";

/** What a bundler says that a module imports, each with the specifier that was written. Places are found later. */
export function importsOf(log: ImportLog, info: BundledModule): readonly ModuleImport[] {
  const logged = log.of(info.id);
  const to = (kind: "import" | "dynamic") => (id: string) => toImports(info.id, id, kind, logged);
  return [
    ...info.importedIds.flatMap(to("import")),
    ...info.dynamicallyImportedIds.flatMap(to("dynamic")),
  ];
}

function toImports(
  importer: string,
  id: string,
  kind: "import" | "dynamic",
  logged: readonly LoggedImport[],
): readonly ModuleImport[] {
  const asked = logged.filter(({ source, to }) => {
    if (isNothing(id)) return to === undefined;
    return to === id || (to === undefined && source === id);
  });
  if (asked.length === 0) return [toUnasked(importer, id, kind)];
  return asked.map(({ source, kind: written, to }) => {
    const left = to ?? (isEmptied(importer, source) ? id : undefined);
    return toImport(source, kind === "dynamic" ? kind : written, left);
  });
}

/** One whose specifier says nothing by itself: a path, or what a plugin in front of us has resolved. */
function toUnasked(importer: string, id: string, kind: ImportKind): ModuleImport {
  const required = /^\0?(.*)\?commonjs-external$/.exec(id)?.[1];
  if (required !== undefined) return toImport(required, "require", undefined);
  // Rollup asks no plugin for what its configuration calls external: that stays an import of this name.
  if (!/^(?:\0|[\\/]|[A-Za-z]:[\\/])/.test(id)) return toImport(id, kind, undefined);
  const folder = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id);
  const own = folder === null || importer.startsWith(folder[0]);
  return toImport(own ? id : folder[1]!, kind, id);
}

function toImport(specifier: string, kind: ImportKind, to: string | undefined): ModuleImport {
  return { file: "", line: 1, column: 1, specifier, kind, to };
}
