import type { Finding, Undecided } from "servery/boundary";

import {
  type FrontEnd,
  type FrontEndFile,
  readFrontEnd,
  type Resolve,
} from "./reading/front-end.ts";
import { withSources } from "./several-sources.ts";
import { findSights, type IsOwnPath, type Sight } from "./sight.ts";
import { type PlacedCall, toCalls } from "./to-calls.ts";
import { toFindings } from "./to-findings.ts";

/** What was found in a front-end: its network calls, and which of them are not where they should be. */
export interface Placements {
  readonly calls: readonly PlacedCall[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

/** What is known beyond the files. */
export interface PlacementOptions {
  /** Where a specifier of a file leads, by its path. Default: beside it, as bundlers look. */
  readonly resolve?: Resolve | undefined;
  /** Whether a path is one of the app's own service: so a call is told whose base is not written down. */
  readonly isOwnPath?: IsOwnPath | undefined;
}

/** Finds all network calls in the modules and pages that browsers get, and says where each should live. */
export function findPlacements(
  files: readonly FrontEndFile[],
  options: PlacementOptions = {},
): Placements {
  return placeCalls(readFrontEnd(files, options.resolve), options.isOwnPath);
}

/** The same of a front-end that was read. */
export function placeCalls(frontEnd: FrontEnd, isOwnPath: IsOwnPath = () => false): Placements {
  const sights = findSights(frontEnd, isOwnPath);
  const calls = toCalls(withSources(withoutMakings(sights)));
  return { calls, findings: toFindings(calls), undecided: frontEnd.undecided };
}

/** What only makes a client is told where nothing is seen that is done with it. */
function withoutMakings(sights: readonly Sight[]): readonly Sight[] {
  const uses = sights.filter(({ request }) => request.isMaking !== true);
  const used = new Set(uses.map(({ request }) => request.provider?.name));
  const shown = new Set<string>();
  return sights.filter(({ request: { isMaking, provider }, source }) => {
    if (provider === undefined) return true;
    if (isMaking === true && used.has(provider.name)) return false;
    if (provider.keys !== "public" || provider.kind === "messages") return true;
    // Of what is made for pages, one line for a file says all.
    const key = `${source.path} ${provider.name}`;
    const isNew = !shown.has(key);
    shown.add(key);
    return isNew;
  });
}
