import { existsSync } from "node:fs";
import { resolve as resolvePath } from "node:path";

import { withParts } from "servery/boundary";

import { findPlacements } from "../place/find-placements.ts";
import { ownPathsOf } from "../place/map/draw-map.ts";
import { readOwnFiles } from "../place/own-files.ts";
import { toShown } from "../app/find-file.ts";
import { readAppSecrets } from "./app-secrets.ts";
import type { AppUnderCheck } from "./app-under-check.ts";
import type { Family, FamilyReport } from "./check-report.ts";
import { checkQueries } from "./check-queries.ts";
import { checkBundle } from "./bundle/check-bundle.ts";
import { checkCanary } from "./canary/check-canary.ts";
import { type FrontEndUnderCheck, fromRoot, hasFrontEnd } from "./front-end.ts";
import { checkGraph } from "./graph/check-graph.ts";
import { findConfigFile } from "./graph/vite/config-file.ts";

/** A family of rules, and how it looks at an app. */
interface FamilyLook {
  readonly family: Family;
  /** What it comes to, or why there is nothing for it to look at. */
  look(app: AppUnderCheck, asked: Asked): Promise<FamilyReport | string>;
}

/** How a family was asked for. */
interface Asked {
  /** By its name: then what it needs must be there. */
  readonly isNamed: boolean;
  /** Whether there is a build with canaries too, which needs no values. */
  readonly canary: boolean;
  /** What families share. */
  readonly frontEnd: FrontEndUnderCheck;
}

/** All families, in the order in which they look: what is nearest to the sources first. */
export const looks: readonly FamilyLook[] = [
  {
    family: "ambient",
    look: ({ service }) =>
      Promise.resolve(service === undefined ? "there is no service here" : checkQueries(service)),
  },
  { family: "graph", look: lookAtGraph },
  { family: "placement", look: lookAtPlacement },
  { family: "bundle", look: lookAtBundle },
  { family: "canary", look: lookForCanaries },
];

const noFrontEnd = "there is no front-end here";

async function lookAtGraph(
  app: AppUnderCheck,
  { frontEnd }: Asked,
): Promise<FamilyReport | string> {
  return hasFrontEnd(app) ? fromRoot(app, await checkGraph(await frontEnd.graph())) : noFrontEnd;
}

async function lookAtPlacement(
  app: AppUnderCheck,
  { frontEnd }: Asked,
): Promise<FamilyReport | string> {
  if (!hasFrontEnd(app)) return noFrontEnd;
  const graph = await frontEnd.graph();
  const { files, resolve } = readOwnFiles(graph);
  const isOwnPath = ownPathsOf(app.service?.service.contract);
  // Its files are written as a reader in this directory would write them.
  const { calls, findings, undecided } = findPlacements(files, { resolve, isOwnPath });
  const checked = { calls: calls.length, modules: files.length };
  return { findings, undecided: [...graph.undecided, ...undecided], checked };
}

async function lookAtBundle(
  app: AppUnderCheck,
  { isNamed, canary, frontEnd }: Asked,
): Promise<FamilyReport | string> {
  const { output } = app.settings;
  // What a service by itself is compiled to is sent to nobody.
  if (!isNamed && !hasFrontEnd(app) && output.length === 0) return noFrontEnd;
  const built = output.length > 0 ? { outputs: output, undecided: [] } : await frontEnd.vite();
  if (built.undecided.length > 0) return { findings: [], undecided: built.undecided, checked: {} };
  const folders = built.outputs.map((folder) => resolvePath(app.root, folder));
  if (!isNamed && !folders.some((folder) => existsSync(folder)))
    return `nothing is built here yet: there is no ${folders.map(toShown).join(", ")}`;
  const { known, missing, short } = readAppSecrets(app);
  const secrets = known.flatMap(withParts);
  const { findings, undecided, checked } = await checkBundle({ root: app.root, folders, secrets });
  return fromRoot(app, {
    findings,
    // Of one without a value canaries tell more than its value could.
    undecided: [...short, ...(canary ? [] : missing), ...undecided],
    checked: { ...checked, secrets: known.length },
  });
}

async function lookForCanaries(app: AppUnderCheck): Promise<FamilyReport | string> {
  const configFile = findConfigFile(app.root);
  if (configFile === undefined)
    return "canaries are built with Vite, and there is no vite.config here";
  const { names, known } = readAppSecrets(app);
  return fromRoot(app, await checkCanary({ root: app.root, configFile, names, known }));
}
