import type { ProblemDetails } from "../../protocol/problem-details.ts";
import type { ReadSet } from "../data/reads/read-set.ts";
import type { Asked } from "./question.ts";

/** What a run came to. */
export type EntryResult =
  | {
      /** The output as JSON. */
      readonly text: string;
      /** Its SHA-256, as in its ETag. */
      readonly hash: string;
      readonly problem?: undefined;
    }
  | { readonly text?: undefined; readonly hash: string; readonly problem: ProblemDetails };

/** A result that is kept, and all that it rests on. It holds until something of that changes. */
export interface Entry {
  readonly key: string;
  readonly result: EntryResult;
  readonly asked: readonly Asked[];
  readonly reads: ReadSet;
  /** The state in which it was read; `undefined` where that is not known, as of some failures. */
  readonly count: number | undefined;
  /** When what cannot be followed may have changed, on the platform's monotonic clock. */
  readonly expiresAt: number;
  /** Whether it is that of one query alone, whatever other callers answer. */
  readonly isPrivate: boolean;
  /** Whether the handler asked for the time: it may then differ from a run of now. */
  readonly usesClock: boolean;
  /** What it weighs, roughly, in bytes. */
  readonly weight: number;
  /** Whether it holds, as far as is known. */
  isFresh: boolean;
  /** The last state in which it is known to have held, once it does not any more. */
  heldIn: number | undefined;
  /** Whether those who ask for it can find it; set by the store. */
  isFiled: boolean;
  /** Whether it was of use since it was last looked at, by who makes room. */
  wasUsed: boolean;
  /** When it was last compared with a run, on the monotonic clock. */
  auditedAt: number;
  /** Its compressed forms, once they were asked for. */
  encodings?: Map<string, Promise<Uint8Array>>;
}

/** A result that may be answered: an output, not a problem. */
export type OutputEntry = Entry & { readonly result: { readonly text: string } };

/** What an entry costs beside its text. */
const overhead = 950;
/** What one condition of its read set costs. */
const perRegion = 300;

/** Roughly what an entry weighs: its text, which may take two bytes a character, its key, what it rests on. */
export function weigh({ key, result, asked, reads }: Omit<Entry, "weight">): number {
  const texts = [key, ...asked.flatMap(({ question, answer }) => [question, answer ?? ""])];
  const letters = texts.reduce((sum, text) => sum + text.length, 2 * (result.text?.length ?? 0));
  const bounds = reads.regions.flatMap(({ equals }) => equals.map(({ values }) => values.size));
  return (
    overhead +
    letters +
    bounds.reduce((sum, size) => sum + perRegion * size, 0) +
    perRegion * reads.regions.length
  );
}

export function isOutput(entry: Entry): entry is OutputEntry {
  return entry.result.text !== undefined;
}
