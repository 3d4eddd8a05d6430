import type { ProblemDetails } from "../../protocol/problem-details.ts";
import type { Ask } from "./question.ts";
import type { RunRecord } from "./run-record.ts";

/** One caller's query: what it is, and how it is run for this caller. */
export interface LiveQuery {
  /** The operation's dotted name. */
  readonly operation: string;
  /** The same for equal queries: the operation, and its input in canonical form. */
  readonly key: string;
  /** Whether its results may be kept, and shared by callers of whom it asks the same. */
  readonly isKept: boolean;
  readonly ask: Ask;
  /** Aborted when the caller has gone; only there where a run can be ended on the way, as of heavy ones. */
  readonly callerSignal?: AbortSignal | undefined;
  /** Runs it in a snapshot of its own, and answers the output as JSON. `signal` is that of all who wait for it. */
  run(record: RunRecord, signal?: AbortSignal): Promise<string>;
  /** What the caller is told of a failed run. `isPassing`: it may fare better soon, whatever changes. */
  toProblem(error: unknown): { readonly problem: ProblemDetails; readonly isPassing: boolean };
}
