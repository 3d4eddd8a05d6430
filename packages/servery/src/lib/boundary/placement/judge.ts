import type { Severity } from "../finding.ts";
import type { Fact, Observed } from "./facts.ts";
import { type PlacementRule, placementRules, type Verdict, verdicts } from "./rules.ts";

/** A rule that holds for a call, and what shows that it does. */
export interface PlacementReason {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly because: readonly string[];
}

/** Where a call should live. */
export interface Judgement {
  readonly verdict: Verdict;
  /** `undefined` for a call that is where it should be. */
  readonly severity: Severity | undefined;
  /** Strongest first; the first one gave the verdict. */
  readonly reasons: readonly PlacementReason[];
  readonly fix: string;
}

const severities: Readonly<Record<Verdict, Severity | undefined>> = {
  error: "error",
  "back-end": "warning",
  "cannot tell": "warning",
  hybrid: undefined,
  "front-end": undefined,
};

/** Judges a call by what is seen of it. What nothing is known of cannot be told. */
export function judge(observed: readonly Observed[]): Judgement {
  const facts = new Set(observed.map(({ fact }) => fact));
  const holding = placementRules.filter((rule) => holds(rule, facts)).toSorted(byVerdict);
  const rules = holding.length > 0 ? holding : placementRules.filter(isUnknownTarget);
  const { verdict, fix } = rules[0]!;
  const reasons = rules.map((rule) => toReason(rule, observed));
  return { verdict, severity: severities[verdict], reasons, fix };
}

function holds({ when, unless = [] }: PlacementRule, facts: ReadonlySet<Fact>): boolean {
  return when.every((fact) => facts.has(fact)) && !unless.some((fact) => facts.has(fact));
}

function byVerdict(one: PlacementRule, other: PlacementRule): number {
  return verdicts.indexOf(one.verdict) - verdicts.indexOf(other.verdict);
}

function isUnknownTarget({ id }: PlacementRule): boolean {
  return id === "unknown-target";
}

function toReason({ id, verdict, reason, when }: PlacementRule, observed: readonly Observed[]) {
  const shown = observed.filter(({ fact, by }) => when.includes(fact) && by !== "");
  return { rule: id, verdict, reason, because: [...new Set(shown.map(({ by }) => by))] };
}
