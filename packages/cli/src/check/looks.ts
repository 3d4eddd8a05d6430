import { withParts } from "servery/boundary";

import { readAppSecrets } from "./app-secrets.ts";
import type { AppUnderCheck } from "./app-under-check.ts";
import type { Family, FamilyReport } from "./check-report.ts";
import { checkQueries } from "./check-queries.ts";
import { fromRoot, hasFrontEnd } from "./front-end.ts";
import { checkGraph } from "./graph/check-graph.ts";

/** A family of rules, and how it looks at an app. */
interface FamilyLook {
  readonly family: Family;
  /**
   * What it comes to, or why there is nothing for it to look at.
   * @param isWanted whether it was asked for by name
   */
  look(app: AppUnderCheck, isWanted: boolean): Promise<FamilyReport | string>;
}

/** All families, in the order in which they look: what is nearest to the sources first. */
export const looks: readonly FamilyLook[] = [
  {
    family: "ambient",
    look: ({ service }) =>
      Promise.resolve(service === undefined ? "there is no service here" : checkQueries(service)),
  },
  { family: "graph", look: lookAtGraph },
];

async function lookAtGraph(app: AppUnderCheck): Promise<FamilyReport | string> {
  if (!hasFrontEnd(app)) return "there is no front-end here";
  const { root, settings } = app;
  const secrets = readAppSecrets(app).known.flatMap(withParts);
  const { entries, server } = settings;
  return fromRoot(app, await checkGraph({ root, entries, server, secrets }));
}
