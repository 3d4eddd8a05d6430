import { readRule, type Rule } from "../policy.ts";
import type { DataSchema } from "../schema.ts";
import type { Table } from "../table.ts";
import { findColumn } from "./column-storage.ts";
import type { Condition, Fact, Occurrence } from "./fact.ts";
import { toConstant } from "./stored-value.ts";

/** What the row policy of an occurrence says of the rows that callers see of it. */
export function policyFacts(schema: DataSchema, occurrence: Occurrence): readonly Fact[] {
  const { declared, isHeld } = occurrence;
  if (declared === undefined || !isHeld) return [];
  return ruleConditions(schema, declared).map(({ column, storage, condition }) => ({
    kind: "condition",
    column: { occurrence, column, storage },
    condition,
  }));
}

/** The same of a table, by its columns. */
export function ruleConditions(schema: DataSchema, table: Table) {
  const rule = readRule(table.policy);
  return [...columnsCompared(rule)].flatMap((column) => {
    const condition = conditionOn(rule, column);
    const { storage } = findColumn(schema, table, column) ?? {};
    return condition === undefined || storage === undefined ? [] : [{ column, storage, condition }];
  });
}

function columnsCompared(rule: Rule): ReadonlySet<string> {
  switch (rule.kind) {
    case "is":
      return new Set([rule.column]);
    case "any":
    case "all":
      return new Set(rule.rules.flatMap((part) => [...columnsCompared(part)]));
    default:
      return new Set();
  }
}

/** What a rule says of one column of every row that it reaches. */
function conditionOn(rule: Rule, column: string): Condition | undefined {
  switch (rule.kind) {
    case "is":
      return rule.column === column ? toCondition(rule) : undefined;
    case "has":
      return { kind: "role", role: rule.role };
    case "nobody":
      return { kind: "in", values: [] };
    case "all": {
      const conditions = rule.rules.map((part) => conditionOn(part, column));
      const known = conditions.filter((condition) => condition !== undefined);
      return known.find(({ kind }) => kind !== "role") ?? known[0];
    }
    case "any": {
      const branches = rule.rules.map((part) => conditionOn(part, column));
      return branches.every((branch) => branch !== undefined)
        ? { kind: "or", branches }
        : undefined;
    }
    default:
      return undefined;
  }
}

function toCondition({ value }: Rule & { readonly kind: "is" }): Condition | undefined {
  // IS NULL: conditions hold for no NULL.
  if (value === null) return undefined;
  return typeof value === "object"
    ? { kind: "in", values: [{ kind: "caller" }] }
    : { kind: "in", values: [{ kind: "constant", value: toConstant(value) }] };
}
