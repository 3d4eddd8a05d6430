import type { Finding, Place, Undecided } from "servery/boundary";

import type { PlacedCall } from "../to-calls.ts";

/** The map of an application: what runs where, and why. What `servery place --json` prints. */
export interface PlacementMap {
  /** The contract's name; `undefined` for a front-end by itself. */
  readonly contract: string | undefined;
  readonly operations: readonly PlacedOperation[];
  /** Network calls of the front-end, those by Servery's client among them. */
  readonly calls: readonly PlacedCall[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** How many files of the front-end were looked at. */
  readonly files: number;
}

/** An operation of the contract, and what of it runs where. */
export interface PlacedOperation {
  readonly id: string;
  readonly kind: string;
  /** Whether it is one of Servery's own: accounts, sessions, keys. */
  readonly isBuiltIn: boolean;
  readonly method: string;
  readonly path: string;
  /** Where the page uses it; none for what it does not. */
  readonly uses: readonly UsedAt[];
  readonly browser: readonly Part[];
  readonly edge: readonly Part[];
  readonly server: readonly Part[];
}

/** A place where the page uses an operation. */
export interface UsedAt extends Place {
  readonly by: string;
  readonly isLive: boolean;
}

/** Something that runs somewhere for an operation. */
export interface Part {
  /** In a word or two, the same for all operations. */
  readonly what: string;
  readonly why: string;
}
