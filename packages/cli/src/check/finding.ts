import type { Finding, Undecided } from "servery/boundary";

/** What a check came to. */
export interface CheckReport {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  readonly checked: { readonly queries: number; readonly files: number };
}
