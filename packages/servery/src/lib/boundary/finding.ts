/** A place in an app's files, as an editor counts: lines and columns from 1. */
export interface Place {
  /** As a reader in the app's folder would write it, with slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something on the way to what was found: a function that calls, or a module that imports. */
export interface Step extends Place {
  readonly name: string;
}

/** What comes of a finding: an error fails a check, a warning is only told. */
export type Severity = "error" | "warning";

/** Something that a rule found. Plain data, so that it can be printed, sorted, counted and compared. */
export interface Finding extends Place {
  /** A family and a kind: `ambient/clock`, `graph/server-module`, `bundle/secret`. */
  readonly rule: string;
  readonly severity: Severity;
  /**
   * What stays the same as long as it is the same finding, though lines move: an import chain, a secret's name and
   * encoding. Never a secret's value.
   */
  readonly subject: string;
  /** What was found, and what comes of it. Never a secret's value. */
  readonly message: string;
  readonly fix: string;
  /** The operations that it was found for; none for what concerns no operation. */
  readonly within: readonly string[];
  /** How one gets there, outermost first. */
  readonly chain: readonly Step[];
}

/** Something that could not be looked at, so that nothing can be promised for it. */
export interface Undecided {
  readonly subject: string;
  readonly reason: string;
}

/** The first of those that are the same finding: a file that has a secret a hundred times has it. */
export function oneOfEach(findings: readonly Finding[]): readonly Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.rule, finding.file, finding.subject]);
    if (!first.has(key)) first.set(key, finding);
  }
  return [...first.values()];
}

/** Orders findings as they stand in the files. */
export function comparePlaces(one: Place, other: Place): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
