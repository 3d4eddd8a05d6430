import { toContractSourceFinding } from "../../boundary/graph/contract-source.ts";
import type { ImportChain } from "../../boundary/graph/find-chains.ts";
import type { Finding } from "../../boundary/finding.ts";
import { toServerFinding } from "../../boundary/graph/server-finding.ts";
import { findServerReason } from "../../boundary/graph/server-module.ts";
import type { BrowserModule } from "./bundle-graph.ts";
import { isGoBetween, isSourceOf } from "./bundler.ts";
import type { Project } from "./project.ts";

/** True for a module that must not be where browsers get it. */
export function isCrossing(module: BrowserModule, project: Project): boolean {
  const { id, path, isContractSource } = module;
  if (isGoBetween(id) || (project.isReplaced(path) && !isSourceOf(id))) return false;
  return isContractSource || findServerReason(module, project) !== undefined;
}

/** What to say of a module that must not be where a chain leads. */
export function toCrossingFinding(
  { module, steps }: ImportChain & { readonly module: BrowserModule },
  project: Project,
): Finding {
  const reason = findServerReason(module, project);
  if (reason !== undefined) return toServerFinding({ module, steps }, reason);
  return toContractSourceFinding(module.shown, steps);
}
