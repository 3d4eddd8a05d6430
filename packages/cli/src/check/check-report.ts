import type { Finding, Undecided } from "servery/boundary";

/** What a check looks for, each in a family of rules of its own name. */
export const families = ["ambient", "graph", "placement", "bundle", "canary"] as const;
export type Family = (typeof families)[number];

/** How many of what a family has looked at: `{ queries: 8, files: 12 }`. */
export type Checked = Readonly<Record<string, number>>;

/** What one family came to. */
export interface FamilyReport {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  readonly checked: Checked;
}

/** A finding, as it can be suppressed. */
export interface ReportedFinding extends Finding {
  readonly fingerprint: string;
}

/** What a check came to. */
export interface CheckReport {
  readonly findings: readonly ReportedFinding[];
  readonly undecided: readonly Undecided[];
  readonly checked: Readonly<Partial<Record<Family, Checked>>>;
  /** Why a family was not looked for: there is nothing for it here. */
  readonly skipped: Readonly<Partial<Record<Family, string>>>;
}

/** The part of a report that fails a check. */
export function errorsOf({ findings }: Pick<CheckReport, "findings">): readonly ReportedFinding[] {
  return findings.filter(({ severity }) => severity === "error");
}

/** 0 for nothing, 1 for what was found, which is certain and goes before 2: what could not be decided. */
export function exitCodeOf(report: CheckReport): 0 | 1 | 2 {
  if (errorsOf(report).length > 0) return 1;
  return report.undecided.length > 0 ? 2 : 0;
}
