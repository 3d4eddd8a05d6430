import { readRule, type Rule } from "../policy.ts";
import { foreignKeyOf } from "../policy-condition.ts";
import type { DataSchema, ForeignKey } from "../schema.ts";
import type { Table } from "../table.ts";
import { type Bound, type Run, toBound } from "./bound.ts";
import { findColumn } from "./column-storage.ts";
import type { Condition } from "./fact.ts";
import { ruleConditions } from "./policy-facts.ts";
import type { PolicyQuestion } from "./read-plan.ts";

/** Rows that a policy looks at: of a table of memberships, or of one that a row inherits from. */
export interface PolicyRead {
  readonly table: string;
  readonly columns: ReadonlySet<string>;
  readonly bounds: ReadonlyMap<string, Bound>;
}

/** What a rule comes to for a caller whatever the rows are; nothing where it rests on them. */
export function verdictOf(
  schema: DataSchema,
  table: Table,
  rule: Rule,
  run: Run,
): "all" | "none" | undefined {
  const { user, roles } = run.caller;
  switch (rule.kind) {
    case "everyone":
      return "all";
    case "nobody":
      return "none";
    case "has":
      return run.rules.opens(rule.role, roles) ? "all" : "none";
    case "is":
      return typeof rule.value === "object" && rule.value !== null && user === null
        ? "none"
        : undefined;
    case "member":
      return user === null ? "none" : undefined;
    case "inherit": {
      const parent = parentOf(schema, table, rule.column);
      const verdict = verdictOf(schema, parent.table, readRule(parent.table.policy), run);
      return verdict === "none" ? "none" : undefined;
    }
    default: {
      const verdicts = rule.rules.map((part) => verdictOf(schema, table, part, run));
      const [one, each] =
        rule.kind === "any" ? (["all", "none"] as const) : (["none", "all"] as const);
      if (verdicts.includes(one)) return one;
      return verdicts.every((verdict) => verdict === each) ? each : undefined;
    }
  }
}

type Bounds = ReadonlyMap<string, Bound>;

/** What a rule looks at beside the row itself, of which `bounds` are known. */
export function readsOfRule(
  schema: DataSchema,
  table: Table,
  rule: Rule,
  bounds: Bounds,
  run: Run,
): readonly PolicyRead[] {
  if (verdictOf(schema, table, rule, run) !== undefined) return [];
  switch (rule.kind) {
    case "member":
      return run.rules.looksUp("member") ? [toMemberships(schema, table, rule, bounds, run)] : [];
    case "inherit":
      return run.rules.looksUp("inherit") ? toParents(schema, table, rule, bounds, run) : [];
    case "any":
    case "all":
      return rule.rules.flatMap((part) => readsOfRule(schema, table, part, bounds, run));
    default:
      return [];
  }
}

function toMemberships(
  schema: DataSchema,
  table: Table,
  { memberships, user, organization, column }: Rule & { readonly kind: "member" },
  bounds: Bounds,
  run: Run,
): PolicyRead {
  const { name } = memberships();
  const target = schema.tables.get(name) as Table;
  const looked = new Map<string, Bound>();
  const { storage } = findColumn(schema, target, user) ?? {};
  if (storage !== undefined)
    looked.set(user, toBound({ column: user, storage, conditions: [isCaller] }, run));
  handOn({ schema, from: table, column, to: target, toColumn: organization }, bounds, looked);
  return { table: name, columns: new Set([user, organization]), bounds: looked };
}

const isCaller: Condition = { kind: "in", values: [{ kind: "caller" }] };

function toParents(
  schema: DataSchema,
  table: Table,
  { column }: Rule & { readonly kind: "inherit" },
  bounds: Bounds,
  run: Run,
): readonly PolicyRead[] {
  const parent = parentOf(schema, table, column);
  const rule = readRule(parent.table.policy);
  const known = ruleConditions(schema, parent.table);
  const looked = new Map(
    known.map(({ column: each, storage, condition }) => [
      each,
      toBound({ column: each, storage, conditions: [condition] }, run),
    ]),
  );
  handOn(
    { schema, from: table, column, to: parent.table, toColumn: parent.column },
    bounds,
    looked,
  );
  const columns = new Set([parent.column, ...columnsOfRule(rule)]);
  return [
    { table: parent.table.name, columns, bounds: looked },
    ...readsOfRule(schema, parent.table, rule, looked, run),
  ];
}

interface Link {
  readonly schema: DataSchema;
  readonly from: Table;
  readonly column: string;
  readonly to: Table;
  readonly toColumn: string;
}

/** What is known of a column holds for the one that it is looked up in, where both are of one kind. */
function handOn(
  { schema, from, column, to, toColumn }: Link,
  bounds: Bounds,
  looked: Map<string, Bound>,
) {
  const bound = bounds.get(column);
  const same =
    findColumn(schema, from, column)?.storage === findColumn(schema, to, toColumn)?.storage;
  if (bound !== undefined && bound.kind !== "unknown" && same && !looked.has(toColumn))
    looked.set(toColumn, bound);
}

/** The columns of the row itself that a rule looks at. */
export function columnsOfRule(rule: Rule): ReadonlySet<string> {
  switch (rule.kind) {
    case "is":
    case "inherit":
    case "member":
      return new Set([rule.column]);
    case "any":
    case "all":
      return new Set(rule.rules.flatMap((part) => [...columnsOfRule(part)]));
    default:
      return new Set();
  }
}

/** What a rule asks of the caller, by whatever tables it goes. */
export function questionsOfRule(
  schema: DataSchema,
  table: Table,
  rule: Rule,
): readonly PolicyQuestion[] {
  switch (rule.kind) {
    case "has":
      return [{ kind: "role", role: rule.role }];
    case "is":
      return typeof rule.value === "object" && rule.value !== null ? [{ kind: "user" }] : [];
    case "member":
      return [{ kind: "user" }];
    case "inherit": {
      const parent = parentOf(schema, table, rule.column);
      return questionsOfRule(schema, parent.table, readRule(parent.table.policy));
    }
    case "any":
    case "all":
      return rule.rules.flatMap((part) => questionsOfRule(schema, table, part));
    default:
      return [];
  }
}

interface Parent {
  readonly table: Table;
  readonly column: string;
}

function parentOf(schema: DataSchema, table: Table, column: string): Parent {
  const key = foreignKeyOf(schema, table, column) as ForeignKey;
  return { table: schema.tables.get(key.parent) as Table, column: key.parentColumn };
}
