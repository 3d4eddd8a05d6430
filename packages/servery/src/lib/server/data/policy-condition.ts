import { toSqlLiteral } from "./column.ts";
import { readRule, type Rule, writeRule } from "./policy.ts";
import type { DataSchema, ForeignKey } from "./schema.ts";
import type { Table } from "./table.ts";
import { quote } from "./table-ddl.ts";

/** Where a rule stands in SQL. */
export interface RulePlace {
  readonly table: Table;
  /** What the row is called there: a table's name or alias, quoted, or NEW or OLD. */
  readonly row: string;
  /** `statement`: what does not depend on the row is asked once. `row`: in a trigger, for one row. */
  readonly asked: "statement" | "row";
  readonly purpose: "read" | "write";
  /**
   * Whether a row is reached whose organisation or owning row is gone: in the middle of a cascade, and
   * only there, and then the deletion of that one was allowed.
   */
  readonly orphans?: boolean;
  readonly depth?: number;
}

/** A rule as a SQL condition. It may come to NULL, which is not true. */
export function toCondition(schema: DataSchema, rule: Rule, place: RulePlace): string {
  switch (rule.kind) {
    case "everyone":
      return "1";
    case "nobody":
      return "0";
    case "has":
      // Not in a subquery: a condition that asks for nothing else is then tested once, before any row.
      return `servery_has(${toSqlLiteral(rule.role)})`;
    case "is":
      return `${columnAt(place, rule.column)} ${toComparison(rule.value, place)}`;
    case "inherit":
      return orOrphan(schema, rule.column, place, toInherited(schema, rule.column, place));
    case "member":
      return orOrphan(schema, rule.column, place, toMembership(rule, place));
    default: {
      const parts = rule.rules.map((part) => toCondition(schema, part, place));
      return `(${parts.join(rule.kind === "any" ? " OR " : " AND ")})`;
    }
  }
}

/** The condition on rows that a caller may change: who changes a row must see it too. */
export function toTargetCondition(schema: DataSchema, place: Omit<RulePlace, "purpose">): string {
  const { policy } = place.table;
  const write = toCondition(schema, writeRule(policy), { ...place, purpose: "write" });
  if (policy.kind !== "split" || policy.read.kind === "everyone") return write;
  return `(${toCondition(schema, readRule(policy), { ...place, purpose: "read" })} AND ${write})`;
}

function toComparison(value: (Rule & { kind: "is" })["value"], place: RulePlace): string {
  if (value === null) return "IS NULL";
  return `= ${typeof value === "object" ? ask("servery_user()", place) : toSqlLiteral(value)}`;
}

/** In a scalar subquery a function is called once for a statement, and its result serves an index. */
function ask(call: string, { asked }: RulePlace): string {
  return asked === "statement" ? `(SELECT ${call})` : call;
}

function columnAt({ row }: RulePlace, column: string): string {
  return `${row}.${quote(column)}`;
}

function toInherited(schema: DataSchema, column: string, place: RulePlace): string {
  const key = foreignKeyOf(schema, place.table, column) as ForeignKey;
  const parent = schema.tables.get(key.parent) as Table;
  const rule = place.purpose === "read" ? readRule(parent.policy) : writeRule(parent.policy);
  const depth = (place.depth ?? 0) + 1;
  const alias = `"servery_${depth}"`;
  const condition = toCondition(schema, rule, { ...place, table: parent, row: alias, depth });
  return `EXISTS (SELECT 1 FROM main.${quote(parent.name)} AS ${alias} WHERE ${alias}.${quote(key.parentColumn)} = ${columnAt(place, column)} AND ${condition})`;
}

function toMembership(rule: Rule & { kind: "member" }, place: RulePlace): string {
  const { memberships, user, organization } = rule;
  const alias = `"servery_${(place.depth ?? 0) + 1}"`;
  const source = `main.${quote(memberships().name)} AS ${alias} WHERE ${alias}.${quote(user)} = ${ask("servery_user()", place)}`;
  const column = columnAt(place, rule.column);
  return place.asked === "statement"
    ? `${column} IN (SELECT ${alias}.${quote(organization)} FROM ${source})`
    : `EXISTS (SELECT 1 FROM ${source} AND ${alias}.${quote(organization)} = ${column})`;
}

function orOrphan(schema: DataSchema, column: string, place: RulePlace, condition: string): string {
  const key = place.orphans === true ? foreignKeyOf(schema, place.table, column) : undefined;
  if (key === undefined) return condition;
  const value = columnAt(place, column);
  return `(${condition} OR (${value} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.${quote(key.parent)} AS "servery_orphan" WHERE "servery_orphan".${quote(key.parentColumn)} = ${value})))`;
}

/** The other tables that a rule looks at. */
export function tablesOf(schema: DataSchema, table: Table, rule: Rule): readonly string[] {
  switch (rule.kind) {
    case "member":
      return [rule.memberships().name];
    case "inherit": {
      const { parent: name } = foreignKeyOf(schema, table, rule.column) as ForeignKey;
      const parent = schema.tables.get(name) as Table;
      const rules = [readRule(parent.policy), writeRule(parent.policy)];
      return [name, ...rules.flatMap((inherited) => tablesOf(schema, parent, inherited))];
    }
    case "any":
    case "all":
      return rule.rules.flatMap((part) => tablesOf(schema, table, part));
    default:
      return [];
  }
}

export function foreignKeyOf(
  schema: DataSchema,
  table: Table,
  column: string,
): ForeignKey | undefined {
  return schema.foreignKeys.find((key) => key.table === table.name && key.column === column);
}
