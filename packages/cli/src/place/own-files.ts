import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Undecided } from "servery/boundary";

import { toShown } from "../app/find-file.ts";
import type { Graph } from "../check/graph/load-graph.ts";
import type { LoadedModule } from "../check/graph/load-modules.ts";
import { isPackaged } from "../check/graph/read-module.ts";
import type { FrontEndFile, Resolve } from "./reading/front-end.ts";

/** The app's own modules and pages that browsers get, and where their imports lead. */
export interface OwnFiles {
  readonly files: readonly FrontEndFile[];
  readonly resolve: Resolve;
}

/**
 * The app's own part of what browsers get: all that pages bring, but packages, and but modules of the server, which are no
 * part of the front-end wherever they end up: `servery check` tells of those. A module of a page's that imports a package
 * for servers stays one of the page's: what it calls by that package is the first thing to be told.
 */
export function readOwnFiles(graph: Pick<Graph, "entries" | "read">): OwnFiles {
  const own = findOwn(graph);
  const targets = new Map(
    own.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => !isServery(specifier))
        .map(({ specifier, to }) => [`${path} ${specifier}`, to] as const),
    ),
  );
  return {
    files: own.flatMap(readOwn),
    resolve: (from, specifier) => targets.get(`${from} ${specifier}`),
  };
}

/** What entries bring, but packages. Servery is one wherever its files are; in its own repository they are no package's. */
function findOwn({ entries, read }: Pick<Graph, "entries" | "read">): readonly LoadedModule[] {
  const own: LoadedModule[] = [];
  const asked = new Set(entries);
  // A set's iteration also visits what is added to it meanwhile.
  for (const path of asked) {
    const module = read(path);
    if (module === undefined || isOfServer(module) || isPackaged(path)) continue;
    own.push(module);
    for (const { to, specifier } of module.imports)
      if (to !== undefined && !isServery(specifier)) asked.add(to);
  }
  return own;
}

/** What browsers get though it belongs on the server: of what that imports nothing is known. */
export function findUnseen({ paths, read }: Pick<Graph, "paths" | "read">): readonly Undecided[] {
  return [...paths].flatMap((path) => {
    const module = read(path);
    if (module?.reason === undefined || isPackaged(path)) return [];
    const what = isOfServer(module) ? "it" : "what it imports";
    const reason = `it belongs on the server, so ${what} was not looked at: servery check says more`;
    return [{ subject: toShown(path), reason }];
  });
}

function isOfServer({ reason }: LoadedModule): boolean {
  return reason !== undefined && reason.kind !== "driver" && reason.kind !== "secret";
}

function isServery(specifier: string): boolean {
  return /^servery(?:\/|$)/.test(specifier);
}

/** What is sent as it is, by a query of its import, is no code of the page's; what has no syntax was told already. */
function readOwn({ path, isBroken = false }: LoadedModule): readonly FrontEndFile[] {
  return isBroken || path.includes("?") || !existsSync(path)
    ? []
    : [{ path: resolve(path), text: readFileSync(path, "utf8") }];
}
