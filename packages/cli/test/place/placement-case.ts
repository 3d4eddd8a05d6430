import { findPlacements, type Placements } from "../../src/place/find-placements.ts";

/** A front-end, and what is to be said of its calls: `verdict rule`, as they stand in the files. */
export interface PlacementCase {
  readonly is: string;
  /** The module `main.tsx`, or several files. */
  readonly code: string | Readonly<Record<string, string>>;
  readonly said: readonly string[];
}

export function placementsOf({ code }: Pick<PlacementCase, "code">): Placements {
  const files = typeof code === "string" ? { "main.tsx": code } : code;
  return findPlacements(
    Object.entries(files).map(([path, text]) => ({ path: `/app/${path}`, text })),
  );
}

export function saidOf({ calls }: Pick<Placements, "calls">): readonly string[] {
  return calls.map(({ verdict, reasons }) => `${verdict} ${reasons[0]!.rule}`);
}
