import type { Finding, ModuleImport, Place, Undecided } from "servery/boundary";

import { expandPattern } from "./expand-pattern.ts";
import type { Placer } from "./place-in-text.ts";
import { isPackaged, isStyle } from "./read-module.ts";
import type { Request, Resolution, ResolveSettings } from "./resolve-import.ts";
import type { WrittenImport, WrittenModule, WrittenPattern } from "./written-module.ts";

/** An import that compilers may leave out. */
export interface LoadedImport extends ModuleImport {
  /** The names that it brings; it is left out if all of them are used as types alone. */
  readonly doubtful?: WrittenImport["doubtful"] | undefined;
  readonly asks?: WrittenImport["asks"] | undefined;
  readonly gives?: WrittenImport["gives"] | undefined;
  /** It leads nowhere, and ought to lead somewhere. */
  readonly missing?: boolean;
}

/** What is needed to learn where imports lead. */
export interface ImportContext {
  readonly vite: Pick<ResolveSettings, "webRoot" | "aliases">;
  resolve(request: Request): Resolution;
  /** Whether a file's imports stay as they are written, though types alone use them. */
  keepsImports(path: string): boolean;
}

interface Importer {
  readonly path: string;
  readonly written: WrittenModule;
  readonly place: Placer;
}

interface Imports {
  readonly imports: readonly LoadedImport[];
  readonly findings: readonly Finding[];
}

/** Learns where all that a module names leads. */
export function toImports(importer: Importer, context: ImportContext): Imports {
  const { path, written, place } = importer;
  const imports: LoadedImport[] = [];
  const computed = [...written.computed];
  const isKept =
    written.imports.some(({ typesAlone, doubtful }) => typesAlone || doubtful) &&
    context.keepsImports(path);
  for (const each of written.imports) {
    if (each.typesAlone === true && !isKept) continue;
    const found = toImport(each, importer, context, isKept);
    if (found !== undefined) imports.push(found);
  }
  for (const pattern of written.patterns) {
    const files = toPatternImports(pattern, importer, context);
    if (files !== undefined) imports.push(...files);
    else if (!isPackaged(path))
      computed.push({ offset: pattern.offset, text: pattern.globs.join(", ") });
  }
  return {
    imports,
    findings: computed.map(({ offset, text }) => toComputedFinding(text, place(offset))),
  };
}

function toImport(
  written: WrittenImport,
  { path, place }: Importer,
  { resolve }: ImportContext,
  isKept: boolean,
): LoadedImport | undefined {
  const { specifier, offset, address = false } = written;
  const plain = specifier.replace(/\?.*$/s, "");
  const found = resolve({ kind: written.kind, specifier: plain, from: path, address });
  if (found.kind === "left out") return undefined;
  const target = found.kind === "file" ? found.path : undefined;
  const { kind, to } = toTarget(written.kind, specifier.slice(plain.length), target);
  const { file, line, column } = place(offset);
  const doubtful = isKept ? undefined : written.doubtful;
  const missing = to === undefined && isMissed(written, path);
  const { asks, gives } = written;
  // What stands behind a question mark may be a key, and is not told.
  return { kind, specifier: plain, to, file, line, column, doubtful, asks, gives, missing };
}

function toPatternImports(
  { kind, query, globs, offset }: WrittenPattern,
  { path, place }: Importer,
  { vite }: ImportContext,
): ModuleImport[] | undefined {
  const files = expandPattern({ globs }, { from: path, ...vite });
  return files
    ?.filter((file) => file !== path)
    .map((file) => ({
      ...place(offset),
      ...toTarget(kind, query, file),
      specifier: globs.join(", "),
    }));
}

/** What is asked for as text or as an address is sent as it is, however it is asked for. */
function toTarget(
  kind: ModuleImport["kind"],
  query: string,
  path: string | undefined,
): Pick<ModuleImport, "kind" | "to"> {
  if (/[?&](?:shared)?worker\b/.test(query)) return { kind: "worker", to: path };
  const asked = query === "" ? undefined : /[?&](raw|url)\b/.exec(query)?.[1];
  const form = asked ?? (kind === "asset" ? "url" : undefined);
  // A style's address is that of what was made of it and of all that it imports.
  if (form === undefined || (form === "url" && isStyle(path))) return { kind, to: path };
  return { kind: "asset", to: path && `${path}?${form}` };
}

/** Whether it matters that something is not found: packages ask for what may be missing, and addresses may be a server's. */
function isMissed({ optional, specifier }: WrittenImport, from: string): boolean {
  if (isPackaged(from) || optional === true) return false;
  return !/^(?:https?:|data:|blob:|\/\/|node:|vite\/modulepreload-polyfill$)/.test(specifier);
}

/** What to say of an import that leads nowhere. */
export function toMissing({ specifier, file, line }: ModuleImport): Undecided {
  return {
    subject: `"${specifier}" in ${file}:${line}`,
    reason: "it leads nowhere: install the package, or correct the name",
  };
}

function toComputedFinding(text: string, place: Place): Finding {
  return {
    rule: "graph/dynamic-import",
    severity: "error",
    ...place,
    subject: text,
    message: `${text} imports what is computed, so nobody can tell what a browser gets by it.`,
    fix: 'Name the module, or the folder and the ending: import("./pages/home.ts"), import(`./pages/${name}.ts`).',
    within: [],
    chain: [],
  };
}
