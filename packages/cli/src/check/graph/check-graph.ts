import { comparePlaces, findChains, toServerFinding } from "servery/boundary";

import type { FamilyReport } from "../check-report.ts";
import { readEnvFiles } from "./env-files.ts";
import { judgeDefine } from "./vite/judge-define.ts";
import { judgeEnvFiles } from "./judge-env-files.ts";
import type { Graph } from "./load-graph.ts";

/**
 * Finds what of the server reaches browsers, from source and without a bundler: modules with the shortest chain of imports to
 * them, secrets' values, and variables of the environment.
 */
export async function checkGraph(graph: Graph): Promise<FamilyReport> {
  const { root, vite, entries, secrets, search, show, paths, read } = graph;
  const reasonOf = ({ path }: { readonly path: string }) => read(path)?.reason;
  const chains = await findChains(entries, read, (module) => reasonOf(module) !== undefined);
  const files = readEnvFiles([root, vite.envFolder ?? root]);
  const variables = judgeEnvFiles(files, { prefixes: vite.prefixes, search, show });
  const told = [...paths].flatMap((path) => {
    const module = read(path);
    return module === undefined || module.reason !== undefined ? [] : module.findings;
  });
  const findings = [
    ...chains.map((chain) => toServerFinding(chain, reasonOf(chain.module)!)),
    ...told,
    ...judgeDefine(vite.config, vite.define, {
      file: show(vite.config?.path ?? root),
      secrets: new Set(secrets.map(({ name }) => name)),
      variables: [process.env, ...files.map((file) => file.variables)],
      search,
    }),
    ...variables.findings,
  ];
  return {
    findings: findings.toSorted(comparePlaces),
    undecided: [...graph.undecided, ...variables.undecided],
    checked: { modules: paths.size },
  };
}
