import { type Policy, readRule, type Rule, writeRule } from "./policy.ts";
import { type RulePlace, toCondition, toTargetCondition } from "./policy-condition.ts";
import type { DataSchema, ForeignKey } from "./schema.ts";
import type { Table } from "./table.ts";
import { quote } from "./table-ddl.ts";

/** Whether callers see less than the whole table: then a view stands before it. */
export function isShadowed({ policy }: { readonly policy: Policy }): boolean {
  return readRule(policy).kind !== "everyone";
}

/** Whether callers may change less than the whole table. */
export function isGuarded(table: { readonly policy: Policy }): boolean {
  return isShadowed(table) || writeRule(table.policy).kind !== "everyone";
}

/**
 * The views that stand before tables on one connection: a name without a schema means the connection's
 * own view before it means a table of the file, in whatever statement it is written.
 */
export function toPolicyViews(schema: DataSchema): string {
  return [...schema.tables.values()]
    .filter(isShadowed)
    .map((table) => toView(schema, table))
    .join("");
}

function toView(schema: DataSchema, table: Table): string {
  const name = quote(table.name);
  const columns = Object.keys(table.columns).map(quote).join(", ");
  const place: RulePlace = { table, row: name, asked: "statement", purpose: "read" };
  const parts = toParts(readRule(table.policy), (rule) => toCondition(schema, rule, place));
  const selects = parts.map((part) => `SELECT ${columns} FROM main.${name} WHERE ${part}`);
  return `CREATE TEMP VIEW ${name} AS ${selects.join(" UNION ALL ")};\n`;
}

/**
 * Rows of an owner, or all to a role, are two parts that have nothing in common: in one condition the
 * role would let no index serve the owner.
 */
function toParts(rule: Rule, toSql: (rule: Rule) => string): readonly string[] {
  const rules = rule.kind === "any" ? rule.rules : [];
  const roles = rules.filter(({ kind }) => kind === "has");
  const others = rules.filter(({ kind }) => kind !== "has");
  if (roles.length === 0 || others.length === 0) return [toSql(rule)];
  const all = toSql({ kind: "any", rules: roles });
  return [`${toSql({ kind: "any", rules: others })} AND NOT ${all}`, all];
}

/**
 * The triggers that hold the policies whatever a statement does: of rows that the caller may not have,
 * none is made, changed or deleted, be it by REPLACE, an upsert, a cascade or another trigger.
 */
export function toPolicyTriggers(schema: DataSchema): string {
  return [...schema.tables.values()].map((table) => triggersOf(schema, table)).join("");
}

function triggersOf(schema: DataSchema, table: Table): string {
  const references = schema.foreignKeys.filter((key) => isLookedUp(schema, table, key));
  const guarded = isGuarded(table);
  const onNew = guarded ? [refuse("new", table.name, acceptsNew(schema, table))] : [];
  const onOld = guarded ? [refuse("row", table.name, reachesOld(schema, table))] : [];
  const insert = [...references.map((key) => toLookup(schema, key, "1")), ...onNew];
  const changed = ({ column }: ForeignKey): string =>
    `NEW.${quote(column)} IS NOT OLD.${quote(column)}`;
  const update = [
    ...onOld,
    ...references.map((key) => toLookup(schema, key, changed(key))),
    ...onNew,
  ];
  return [
    toTrigger("INSERT", table, insert),
    toTrigger("UPDATE", table, update),
    toTrigger("DELETE", table, onOld),
  ].join("");
}

function toTrigger(event: string, { name }: Table, body: readonly string[]): string {
  if (body.length === 0) return "";
  const trigger = quote(`servery_${event.toLowerCase()}_${name}`);
  return `CREATE TEMP TRIGGER ${trigger} BEFORE ${event} ON main.${quote(name)} WHEN servery_restricted() BEGIN ${body.join(" ")} END;\n`;
}

/** ABORT undoes the statement, whatever conflict clause it has; the text is read by policy-failure.ts. */
function refuse(what: "new" | "row", table: string, condition: string): string {
  return `SELECT RAISE(ABORT, 'servery:${what}:${table}') WHERE (${condition}) IS NOT TRUE;`;
}

function acceptsNew(schema: DataSchema, table: Table): string {
  const place: RulePlace = { table, row: "NEW", asked: "row", purpose: "write" };
  return toCondition(schema, writeRule(table.policy), place);
}

function reachesOld(schema: DataSchema, table: Table): string {
  return toTargetCondition(schema, { table, row: "OLD", asked: "row", orphans: true });
}

/** A reference to a row that the caller cannot see is one to a row that does not exist. */
function toLookup(schema: DataSchema, key: ForeignKey, when: string): string {
  const parent = schema.tables.get(key.parent) as Table;
  const value = `NEW.${quote(key.column)}`;
  const row = '"servery_parent"';
  const rule = readRule(parent.policy);
  const visible = toCondition(schema, rule, { table: parent, row, asked: "row", purpose: "read" });
  const own = key.parent === key.table ? ` AND ${value} IS NOT NEW.${quote(key.parentColumn)}` : "";
  return `SELECT RAISE(ABORT, 'servery:reference:${key.table}.${key.column}') WHERE ${when} AND ${value} IS NOT NULL${own} AND NOT EXISTS (SELECT 1 FROM main.${quote(key.parent)} AS ${row} WHERE ${row}.${quote(key.parentColumn)} = ${value} AND ${visible});`;
}

/** Not for a column that must hold the caller's own id anyway. */
function isLookedUp(schema: DataSchema, table: Table, key: ForeignKey): boolean {
  if (key.table !== table.name || key.to === "any") return false;
  const rule = writeRule(table.policy);
  const owns =
    rule.kind === "is" &&
    rule.column === key.column &&
    typeof rule.value === "object" &&
    rule.value !== null;
  return !owns && isShadowed(schema.tables.get(key.parent) as Table);
}
