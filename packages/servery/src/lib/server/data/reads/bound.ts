import type { RowCaller } from "../row-caller.ts";
import type { ColumnConditions } from "./closure.ts";
import type { Condition, ConditionEnd, Storage, ValueSource } from "./fact.ts";
import type { ReadRules } from "./read-rules.ts";
import type { RangeEnd } from "./read-set.ts";
import { toStored } from "./stored-value.ts";

/** What one run's values are. */
export interface Run {
  readonly parameters: readonly unknown[];
  readonly caller: RowCaller;
  readonly rules: ReadRules;
}

/** What is known of a column's value in one run. No values at all: no row meets it. */
export type Bound =
  | { readonly kind: "values"; readonly values: ReadonlySet<string | number> }
  | {
      readonly kind: "range";
      readonly from: RangeEnd | undefined;
      readonly to: RangeEnd | undefined;
    }
  /** Nothing, for a reason that people may want to know. */
  | { readonly kind: "unknown"; readonly why: string };

const mostValues = 256;

const noValues: Bound = { kind: "values", values: new Set() };

/** What holds of a column of which all these conditions hold. */
export function toBound({ column, storage, conditions }: ColumnConditions, run: Run): Bound {
  const bounds = conditions.map((condition) => boundOf(condition, storage, run));
  const [first, ...others] = bounds.filter(({ kind }) => kind !== "unknown");
  if (first === undefined) {
    const why = bounds.find(({ kind }) => kind === "unknown") as { readonly why: string };
    return { kind: "unknown", why: `${column} ${why.why}` };
  }
  return others.reduce(intersect, first);
}

function boundOf(condition: Condition, storage: Storage, run: Run): Bound {
  switch (condition.kind) {
    case "in":
      return toValues(condition.values, storage, run);
    case "range":
      return toRange(condition.from, condition.to, storage, run);
    case "role":
      return run.rules.opens(condition.role, run.caller.roles)
        ? { kind: "unknown", why: `is of any value to ${condition.role}` }
        : noValues;
    default:
      return condition.branches.map((branch) => boundOf(branch, storage, run)).reduce(unite);
  }
}

function toValues(sources: readonly ValueSource[], storage: Storage, run: Run): Bound {
  const values = new Set<string | number>();
  for (const source of sources) {
    const value = valueOf(source, storage, run);
    if (value === undefined) return unfit;
    if (value !== null) values.add(value);
  }
  return toSet(values);
}

function toSet(values: ReadonlySet<string | number>): Bound {
  return values.size > mostValues
    ? { kind: "unknown", why: `is compared with more than ${mostValues} values` }
    : { kind: "values", values };
}

const unfit: Bound = { kind: "unknown", why: "is compared with a value that is not of its type" };

function toRange(
  from: ConditionEnd | undefined,
  to: ConditionEnd | undefined,
  storage: Storage,
  run: Run,
): Bound {
  const [lower, upper] = [endOf(from, storage, run), endOf(to, storage, run)];
  // Nothing is more or less than NULL.
  if (lower === null || upper === null) return noValues;
  return lower === undefined && upper === undefined
    ? unfit
    : { kind: "range", from: lower, to: upper };
}

function endOf(
  end: ConditionEnd | undefined,
  storage: Storage,
  run: Run,
): RangeEnd | null | undefined {
  if (end === undefined) return undefined;
  const value = valueOf(end.value, storage, run);
  return value === undefined || value === null ? value : { value, inclusive: end.inclusive };
}

function valueOf(source: ValueSource, storage: Storage, { parameters, caller, rules }: Run) {
  const given =
    source.kind === "parameter"
      ? parameters[source.index]
      : source.kind === "constant"
        ? source.value
        : caller.user;
  return rules.fit(toStored(given, storage), given);
}

/** Both hold. Of two that cannot be put into one, the first is kept. */
function intersect(one: Bound, other: Bound): Bound {
  if (one.kind === "values" && other.kind === "values")
    return { kind: "values", values: one.values.intersection(other.values) };
  if (one.kind === "range" && other.kind === "range")
    return { kind: "range", from: one.from ?? other.from, to: one.to ?? other.to };
  return other.kind === "values" ? other : one;
}

/** One of them holds. */
function unite(one: Bound, other: Bound): Bound {
  if (one.kind === "values" && one.values.size === 0) return other;
  if (other.kind === "values" && other.values.size === 0) return one;
  if (one.kind === "unknown" || other.kind === "unknown")
    return one.kind === "unknown" ? one : other;
  if (one.kind === "values" && other.kind === "values")
    return toSet(one.values.union(other.values));
  return toHull(one, other);
}

type Known = Exclude<Bound, { readonly kind: "unknown" }>;

function toHull(one: Known, other: Known): Bound {
  const from = outerEnd(endsOf(one, "from"), endsOf(other, "from"), -1);
  const to = outerEnd(endsOf(one, "to"), endsOf(other, "to"), 1);
  return from === undefined && to === undefined
    ? { kind: "unknown", why: "is compared in several ways" }
    : { kind: "range", from, to };
}

function endsOf(bound: Known, side: "from" | "to"): readonly (RangeEnd | undefined)[] {
  return bound.kind === "range"
    ? [bound[side]]
    : [...bound.values].map((value) => ({ value, inclusive: true }));
}

/** The end that all are on this side of; nothing where one has none, or their order is not JavaScript's. */
function outerEnd(
  one: readonly (RangeEnd | undefined)[],
  other: readonly (RangeEnd | undefined)[],
  sign: 1 | -1,
): RangeEnd | undefined {
  return [...one, ...other].reduce((outer, end) => {
    if (outer === undefined || end === undefined) return undefined;
    if (outer.value === end.value)
      return { value: end.value, inclusive: outer.inclusive || end.inclusive };
    if (typeof outer.value === "string" || typeof end.value === "string") return undefined;
    return (end.value - outer.value) * sign > 0 ? end : outer;
  });
}
