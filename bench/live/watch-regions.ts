import { openEventStream, type Watched } from "./event-stream.ts";

/** What is watched: rows by key, ranges, or both by turns. */
export type RegionKind = "keys" | "ranges" | "mix";

export interface RegionsOrder {
  readonly port: number;
  readonly watches: number;
  readonly regions: RegionKind;
}

/** The most that one stream watches. */
const mostInStream = 200;

/** Watches so many regions of a board that do not touch each other, note 1 first. Hears of none of them. */
export async function watchRegions({ port, watches, regions }: RegionsOrder): Promise<void> {
  const frames: string[] = [];
  for (let start = 0; start < watches; start += mostInStream) {
    const count = Math.min(mostInStream, watches - start);
    const queries = Array.from({ length: count }, (_, q) => toQuery(q, 1 + start + q, regions));
    await openEventStream(port, queries, (frame) => frames.push(frame));
  }
  if (frames.length > 0) throw new Error(`A watch that nobody touched was told ${frames[0]}`);
}

function toQuery(q: number, note: number, regions: RegionKind): Watched {
  const isKey = regions === "keys" || (regions === "mix" && q % 2 === 0);
  return isKey
    ? { q, operation: "notes.get", input: { id: note } }
    : { q, operation: "notes.between", input: { from: note, to: note + 1 } };
}
