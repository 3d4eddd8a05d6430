import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";

import {
  createNeedleSearch,
  type KnownSecret,
  type NeedleSearch,
  toContractSourceFinding,
  toNeedles,
  type Undecided,
} from "servery/boundary";

import { findEntries } from "./find-entries.ts";
import { judgeEnvironment } from "./judge-environment.ts";
import { judgeSecrets } from "./judge-secrets.ts";
import { createKeptImports } from "./kept-imports.ts";
import { type JudgedModule, loadModules } from "./load-modules.ts";
import { findReached, type Reached } from "./reach.ts";
import { createResolver } from "./resolve-import.ts";
import { readViteSettings, type ViteSettings } from "./vite/vite-settings.ts";

/** Whose graph it is. */
export interface GraphOptions {
  /** The app's folder. */
  readonly root: string;
  /** Pages and modules that browsers start with. None: what the Vite configuration says, or the pages that are there. */
  readonly entries: readonly string[];
  /** Folders and files whose modules belong on the server. */
  readonly server: readonly string[];
  /** Secrets whose values are looked for in what reaches browsers. Default none. */
  readonly secrets?: readonly KnownSecret[];
  /** Variables that are declared secrets, with a value or without. Default: those of `secrets`. */
  readonly secretNames?: readonly string[];
  /** Default: what the app's configuration says. */
  readonly vite?: ViteSettings;
}

/** All that browsers get of an app, from its sources: read once, for all who ask something of it. */
export interface Graph extends Reached {
  /** The app's folder, as it is without links. */
  readonly root: string;
  readonly vite: ViteSettings;
  /** Where browsers start. */
  readonly entries: readonly string[];
  readonly secrets: readonly KnownSecret[];
  readonly search: NeedleSearch;
  /** What could not be read or followed. */
  readonly undecided: readonly Undecided[];
  /** A path, as it is told. */
  show(path: string): string;
}

/** Reads the modules that browsers get, and judges each by itself. */
export async function loadGraph(options: GraphOptions): Promise<Graph> {
  const { secrets = [], server } = options;
  const secretNames = new Set(options.secretNames ?? secrets.map(({ name }) => name));
  const root = realpathSync(resolve(options.root));
  const vite = options.vite ?? (await readViteSettings(root));
  const search = createNeedleSearch(secrets.flatMap(toNeedles));
  const show = createShow(root);
  const { paths: entries, undecided } = findEntries(root, options.entries, vite);
  const modules = loadModules(entries, {
    vite,
    server,
    secretNames,
    show,
    resolve: createResolver(vite),
    keepsImports: createKeptImports(),
    judge: (module) => judge(module, vite.prefixes, search),
  });
  const reached = findReached(entries, modules);
  const open = [...reached.paths].flatMap((path) => {
    const module = reached.read(path);
    return module === undefined || module.reason !== undefined ? [] : module.undecided;
  });
  return {
    root,
    vite,
    entries,
    secrets,
    search,
    show,
    ...reached,
    undecided: [...undecided, ...open],
  };
}

function judge(module: JudgedModule, prefixes: readonly string[], search: NeedleSearch) {
  const { asSource, written } = module;
  return [
    ...judgeEnvironment(module, prefixes),
    ...judgeSecrets(module, search),
    ...(asSource && written.contract !== undefined
      ? [toContractSourceFinding(module.shown, [])]
      : []),
  ];
}

function createShow(root: string): (path: string) => string {
  return (path) =>
    (path.startsWith(root + sep) ? path.slice(root.length + 1) : relative(root, path)).replaceAll(
      sep,
      "/",
    );
}
