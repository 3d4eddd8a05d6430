import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";

import {
  comparePlaces,
  createNeedleSearch,
  type Finding,
  findChains,
  type KnownSecret,
  toNeedles,
  toServerFinding,
  type Undecided,
} from "servery/boundary";

import { findEntries } from "./find-entries.ts";
import { judgeDefine } from "./judge-define.ts";
import { judgeEnvFiles } from "./judge-env-files.ts";
import { judgeEnvironment } from "./judge-environment.ts";
import { judgeSecrets, judgeSource } from "./judge-secrets.ts";
import { createKeptImports } from "./kept-imports.ts";
import { loadGraph } from "./load-graph.ts";
import { findReached } from "./reach.ts";
import { browserConditions, createResolver } from "./resolve-import.ts";
import { readViteSettings } from "./vite-settings.ts";

/** What to check. */
export interface GraphOptions {
  /** The app's folder. */
  readonly root: string;
  /** Pages and modules that browsers start with. None: what the Vite configuration says, or the pages that are there. */
  readonly entries: readonly string[];
  /** Folders and files whose modules belong on the server. */
  readonly server: readonly string[];
  /** Secrets whose values are looked for in what reaches browsers. Default none. */
  readonly secrets?: readonly KnownSecret[];
  /** What packages are asked for, by their exports' conditions. Default: as bundlers for browsers do. */
  readonly conditions?: readonly string[];
}

/** What came of it. */
export interface GraphReport {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  readonly checked: { readonly modules: number };
}

/**
 * Finds what of the server reaches browsers, from source and without a bundler: modules with the shortest chain of imports to
 * them, secrets' values, and variables of the environment.
 */
export async function checkGraph(options: GraphOptions): Promise<GraphReport> {
  const root = realpathSync(resolve(options.root));
  const vite = readViteSettings(root);
  const search = createNeedleSearch((options.secrets ?? []).flatMap(toNeedles));
  const show = (path: string) =>
    (path.startsWith(root + sep) ? path.slice(root.length + 1) : relative(root, path)).replaceAll(
      sep,
      "/",
    );
  const entries = findEntries(root, options.entries, vite);
  const modules = await loadGraph(entries.paths, {
    vite,
    server: options.server,
    show,
    resolve: createResolver({ ...vite, conditions: options.conditions ?? browserConditions }),
    keepsImports: createKeptImports(),
    judge: (module) => [
      ...judgeEnvironment(module, vite.prefixes),
      ...judgeSecrets(module, search),
      ...(module.asSource && module.written.contract !== undefined ? [judgeSource(module)] : []),
    ],
  });
  const reached = findReached(entries.paths, modules);
  const isServer = ({ path }: { readonly path: string }) => modules.get(path)?.reason !== undefined;
  const chains = await findChains(entries.paths, reached.read, isServer);
  const told = [...reached.paths].flatMap((path) => reached.read(path) ?? []);
  const variables = judgeEnvFiles({
    folders: [root, vite.envFolder],
    prefixes: vite.prefixes,
    search,
    show,
  });
  const findings = [
    ...chains.map((chain) => toServerFinding(chain, modules.get(chain.module.path)!.reason!)),
    ...told.flatMap((module) => (module.reason === undefined ? module.findings : [])),
    ...judgeDefine(vite.config, {
      file: show(vite.config?.path ?? root),
      secrets: new Set(options.secrets?.map(({ name }) => name)),
    }),
    ...variables.findings,
  ];
  return {
    findings: findings.toSorted(comparePlaces),
    undecided: [
      ...entries.undecided,
      ...variables.undecided,
      ...told.flatMap((module) => (module.reason === undefined ? module.undecided : [])),
    ],
    checked: { modules: reached.paths.size },
  };
}
