/** A place in the app's sources, as an editor counts: lines and columns from 1. */
export interface Place {
  /** As a reader in this directory would write it, with slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A function on the way to what was found. */
export interface Step extends Place {
  readonly name: string;
}

/** Something that a rule found. Plain data, so that it can be printed, sorted, counted and compared. */
export interface Finding extends Place {
  /** A family and a kind: `ambient/clock`. */
  readonly rule: string;
  /** What was found, and what comes of it. */
  readonly message: string;
  readonly fix: string;
  /** The operations that it was found for; none for what concerns no operation. */
  readonly within: readonly string[];
  /** How the first of them gets there, outermost first. */
  readonly chain: readonly Step[];
}

/** Something that could not be looked at, so that nothing can be promised for it. */
export interface Undecided {
  readonly subject: string;
  readonly reason: string;
}

/** What a check came to. */
export interface CheckReport {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  readonly checked: { readonly queries: number; readonly files: number };
}

/** Orders findings as they stand in the sources. */
export function comparePlaces(one: Place, other: Place): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
