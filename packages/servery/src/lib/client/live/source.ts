import type { QueryFrame } from "../../protocol/live.ts";
import type { CallProblem } from "../call-problem.ts";

/** A query that is to be watched, and what of it is known. */
export interface WantedQuery {
  /** The same for equal queries. */
  readonly key: string;
  /** The operation's dotted name. */
  readonly operation: string;
  readonly input: unknown;
  readonly hash?: string | undefined;
  readonly token?: string | undefined;
}

/** How a query stands: a frame, whatever its number on the wire. */
export type Update = Omit<QueryFrame, "q" | "epoch">;

/** What a source tells. */
export interface SourceEvents {
  /** How a query stands. The first one says that it is watched. */
  onUpdate(key: string, update: Update): void;
  /** All that was told holds up to this state. */
  onBeat(token: string | undefined): void;
  /** Nothing that was told is sure any more, until it is told again; `problem` is what was met, if anything. */
  onLost(problem: CallProblem | undefined): void;
}

/** Where news of watched queries come from. It asks what is wanted whenever it connects or is told of a change. */
export interface Source {
  /** What is wanted has changed. */
  sync(): void;
  /** Asks anew for a query, as what came of it was older than what is shown. */
  again(key: string): void;
  close(): void;
}

/** What is wanted now. */
export type Wanted = () => Iterable<WantedQuery>;

/** Opens a source for what is wanted. */
export type OpenSource = (wanted: Wanted, events: SourceEvents) => Source;
