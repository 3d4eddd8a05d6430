import { ServeryError } from "../../base/servery-error.ts";
import { readRule, type Rule, writeRule } from "./policy.ts";
import { foreignKeyOf } from "./policy-condition.ts";
import type { DataSchema } from "./schema.ts";
import type { ColumnsOf, Table } from "./table.ts";

/**
 * Sees that every policy names what there is.
 * @throws ServeryError `table_invalid`.
 */
export function assertPolicies(schema: DataSchema): void {
  for (const table of schema.tables.values())
    for (const ruleOf of [readRule, writeRule])
      check(schema, table, ruleOf(table.policy), ruleOf, []);
}

type RuleOf = typeof readRule;

function check(schema: DataSchema, table: Table, rule: Rule, ruleOf: RuleOf, path: string[]): void {
  switch (rule.kind) {
    case "is":
      assertColumn(table, rule.column, table.name, table.columns);
      return assertValue(table, rule.value);
    case "member":
      assertColumn(table, rule.column, table.name, table.columns);
      return checkMemberships(schema, table, rule);
    case "inherit":
      assertColumn(table, rule.column, table.name, table.columns);
      return checkInherited(schema, table, rule.column, ruleOf, path);
    case "any":
    case "all":
      if (rule.rules.length === 0)
        throw invalid(
          table,
          `says ${rule.kind}() of nothing: name the rules, or say nobody or everyone`,
        );
      for (const part of rule.rules) check(schema, table, part, ruleOf, path);
      return;
    default:
  }
}

function checkMemberships(
  schema: DataSchema,
  table: Table,
  { memberships, user, organization }: Rule & { kind: "member" },
): void {
  const { name } = memberships();
  const target = schema.tables.get(name);
  if (target === undefined || target !== memberships())
    throw invalid(table, `looks for members in "${name}", which is not among the service's tables`);
  for (const column of [user, organization]) assertColumn(table, column, name, target.columns);
}

function checkInherited(
  schema: DataSchema,
  table: Table,
  column: string,
  ruleOf: RuleOf,
  path: readonly string[],
): void {
  const key = foreignKeyOf(schema, table, column);
  if (key === undefined)
    throw invalid(table, `inherits by "${column}", which refers to no table: make it a ref()`);
  if (path.includes(table.name))
    throw invalid(table, `inherits from itself, by way of ${[...path, table.name].join(", ")}`);
  const parent = schema.tables.get(key.parent) as Table;
  check(schema, parent, ruleOf(parent.policy), ruleOf, [...path, table.name]);
}

function assertColumn(table: Table, column: string, place: string, columns: ColumnsOf): void {
  if (Object.hasOwn(columns, column)) return;
  throw invalid(table, `names the column "${column}", which "${place}" does not have`);
}

function assertValue(table: Table, value: unknown): void {
  const isPlain = ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
  if (value === null || isPlain || (value as { kind?: unknown }).kind === "caller") return;
  throw invalid(table, "compares with what is no text, number, boolean, null or caller.user");
}

function invalid(table: Table, why: string): ServeryError {
  return new ServeryError("table_invalid", `The policy of "${table.name}" ${why}.`);
}
