import type { Contract } from "servery";

import { toRouteLines } from "../../output/route-table.ts";
import type { Placements } from "../find-placements.ts";
import type { PlacedCall } from "../to-calls.ts";
import { browserParts } from "./browser-parts.ts";
import { edgeParts } from "./edge-parts.ts";
import type { PlacedOperation, PlacementMap, UsedAt } from "./placement-map.ts";
import { serverParts } from "./server-parts.ts";
import { validationOf } from "./shared-schemas.ts";

/** Draws the map of an application from its contract and what was found in its front-end. */
export function drawMap(
  contract: Contract | undefined,
  placements: Placements,
  { files, shared }: { readonly files: number; readonly shared: ReadonlySet<unknown> },
): PlacementMap {
  const uses = usesOf(placements.calls);
  return {
    contract: contract?.name,
    operations: contract === undefined ? [] : toOperations(contract, uses, shared),
    ...placements,
    files,
  };
}

function toOperations(
  contract: Contract,
  uses: ReadonlyMap<string, readonly UsedAt[]>,
  shared: ReadonlySet<unknown>,
): readonly PlacedOperation[] {
  const routes = toRouteLines(contract);
  return contract.list.map(({ id, operation }, index) => {
    const { method, path, kind, access, limit } = routes[index]!;
    const used = uses.get(id) ?? [];
    return {
      id,
      kind,
      isBuiltIn: operation.builtIn?.kind === "identity",
      method,
      path,
      uses: used,
      browser: browserParts(operation, used, validationOf(operation, shared)),
      edge: edgeParts(operation),
      server: serverParts(operation, { access, limit }),
    };
  });
}

function usesOf(calls: readonly PlacedCall[]): ReadonlyMap<string, readonly UsedAt[]> {
  const used = new Map<string, UsedAt[]>();
  for (const { operation, file, line, column } of calls) {
    if (operation === undefined) continue;
    const list = used.get(operation.id) ?? [];
    list.push({ file, line, column, by: operation.by, isLive: operation.isLive });
    used.set(operation.id, list);
  }
  return used;
}

/** Tells whether a path is one of a contract's: so a call is told that puts it behind an address of the environment. */
export function ownPathsOf(contract: Contract | undefined): (path: string) => boolean {
  const patterns = (contract?.list ?? []).map(({ operation: { path } }) => {
    const segments = (contract!.basePath + path)
      .split("/")
      .map((segment) => (segment.startsWith(":") ? "[^/]+" : RegExp.escape(segment)));
    return new RegExp(`^${segments.join("/")}/?$`);
  });
  return (path) => patterns.some((pattern) => pattern.test(path));
}
