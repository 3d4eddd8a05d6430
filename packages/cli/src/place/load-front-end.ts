import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

import type { BoundarySettings, Undecided } from "servery/boundary";

import { findEntries } from "../check/graph/find-entries.ts";
import { createKeptImports } from "../check/graph/kept-imports.ts";
import { type LoadedModule, loadGraph } from "../check/graph/load-graph.ts";
import { findReached, type Reached } from "../check/graph/reach.ts";
import { isPackaged } from "../check/graph/read-module.ts";
import { browserConditions, createResolver } from "../check/graph/resolve-import.ts";
import { readViteSettings } from "../check/graph/vite-settings.ts";
import type { FrontEndFile, Resolve } from "./reading/front-end.ts";

/** The app's own modules and pages that browsers get, and where their imports lead. */
export interface LoadedFrontEnd {
  readonly files: readonly FrontEndFile[];
  readonly resolve: Resolve;
  readonly undecided: readonly Undecided[];
}

/**
 * Finds what browsers get: all that pages bring, but packages, and but modules of the server, which are no part of the
 * front-end wherever they end up: `servery check` tells of those.
 */
export async function loadFrontEnd(
  root: string,
  settings: Pick<BoundarySettings, "entries" | "server">,
): Promise<LoadedFrontEnd> {
  const vite = readViteSettings(root);
  const entries = findEntries(root, settings.entries, vite);
  const modules = await loadGraph(entries.paths, {
    vite,
    server: settings.server,
    show: (path) => relative(root, path).replaceAll("\\", "/"),
    resolve: createResolver({ ...vite, conditions: browserConditions }),
    keepsImports: createKeptImports(),
    judge: () => [],
  });
  const reached = findReached(entries.paths, modules);
  const own = ownModules(entries.paths, reached);
  const targets = new Map(
    own.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => !isServery(specifier))
        .map(({ specifier, to }) => [`${path} ${specifier}`, to] as const),
    ),
  );
  return {
    files: own.flatMap(({ path }) => readOwn(path)),
    resolve: (from, specifier) => targets.get(`${from} ${specifier}`),
    undecided: [...entries.undecided, ...own.flatMap(({ undecided }) => undecided)],
  };
}

/** What entries bring, but packages. Servery is one wherever its files are; in its own repository they are no package's. */
function ownModules(entries: readonly string[], { read }: Reached): readonly LoadedModule[] {
  const own: LoadedModule[] = [];
  const asked = new Set(entries);
  // A set's iteration also visits what is added to it meanwhile.
  for (const path of asked) {
    const module = read(path);
    if (module === undefined || module.reason !== undefined || isPackaged(path)) continue;
    own.push(module);
    for (const { to, specifier } of module.imports)
      if (to !== undefined && !isServery(specifier)) asked.add(to);
  }
  return own;
}

function isServery(specifier: string): boolean {
  return /^servery(?:\/|$)/.test(specifier);
}

/** What is sent as it is, by a query of its import, is no code of the page's. */
function readOwn(path: string): readonly FrontEndFile[] {
  return path.includes("?") || !existsSync(path)
    ? []
    : [{ path: resolve(path), text: readFileSync(path, "utf8") }];
}
