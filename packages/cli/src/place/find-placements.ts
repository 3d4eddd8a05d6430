import type { Fact, Finding, Undecided } from "servery/boundary";

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

/** What only makes a client is told where nothing is seen that is done with it, or no use has a key as grave as its own. */
function withoutMakings(sights: readonly Sight[]): readonly Sight[] {
  const used = new Map<string | undefined, Set<Fact>>();
  for (const { request, observed } of sights)
    if (request.isMaking !== true) {
      const facts = used.get(request.provider?.name) ?? new Set();
      for (const { fact } of observed) facts.add(fact);
      used.set(request.provider?.name, facts);
    }
  const shown = new Set<string>();
  return sights.filter(({ request: { isMaking, provider }, source, observed }) => {
    if (provider === undefined) return true;
    const told = used.get(provider.name);
    const grave: readonly Fact[] =
      provider.keys === "secret" ? ["secret-key", "key"] : ["secret-key"];
    const hasOwn = observed.some(({ fact }) => grave.includes(fact) && told?.has(fact) !== true);
    if (isMaking === true && told !== undefined && !hasOwn) return false;
    if (provider.keys !== "public" || provider.kind === "messages") return true;
    if (observed.some(({ fact }) => fact === "secret-key")) return true;
    // Of what is made for pages, one line for a file says all.
    const key = `${source.path} ${provider.name}`;
    const isNew = !shown.has(key);
    shown.add(key);
    return isNew;
  });
}
