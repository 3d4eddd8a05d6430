import { existsSync, globSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Undecided } from "servery/boundary";

import type { ViteSettings } from "./vite/vite-settings.ts";

/** Where browsers start. */
export interface Entries {
  readonly paths: readonly string[];
  readonly undecided: readonly Undecided[];
}

/** Finds where browsers start: what the settings say, else what Vite says, else the pages that stand where pages do. */
export function findEntries(
  root: string,
  named: readonly string[],
  { inputs, webRoot, undecided }: Pick<ViteSettings, "inputs" | "webRoot" | "undecided">,
): Entries {
  // Without the configuration nobody knows where imports lead.
  if (undecided.length > 0) return { paths: [], undecided };
  if (named.length > 0) return check(named.map((each) => [each, resolve(root, each)]));
  if (inputs.length > 0) return check(inputs.map((each) => [each, each]));
  const pages = [webRoot, root, join(root, "web")].map((folder) =>
    globSync("*.html", { cwd: folder }).map((name) => join(folder, name)),
  );
  const found = pages.find((each) => each.length > 0);
  if (found !== undefined) return { paths: found.toSorted(), undecided: [] };
  const reason = `no page was found in ${webRoot}: name what browsers start with, as "entries" in servery.boundary.json`;
  return { paths: [], undecided: [{ subject: "entries", reason }] };
}

function check(named: readonly (readonly [shown: string, path: string])[]): Entries {
  const isThere = (path: string) => existsSync(path) && statSync(path).isFile();
  return {
    paths: named.flatMap(([, path]) => (isThere(path) ? [realpathSync(path)] : [])),
    undecided: named.flatMap(([shown, path]) =>
      isThere(path)
        ? []
        : [{ subject: shown, reason: "it is an entry, but there is no such file" }],
    ),
  };
}
