import type { Connection } from "../../ports/database.ts";
import { readRule, writeRule } from "./policy.ts";
import { tablesOf, toTargetCondition } from "./policy-condition.ts";
import { isGuarded, isShadowed, toPolicyTriggers, toPolicyViews } from "./policy-objects.ts";
import { restrictStatement } from "./restrict-statement.ts";
import type { DataSchema } from "./schema.ts";
import type { SqlToken } from "./sql-tokens.ts";
import type { StatementTarget } from "./statement-target.ts";
import type { Table } from "./table.ts";

/** The tables' policies, as statements meet them on one connection. */
export interface RowPolicies {
  /** Whether the table, as the database spells it, has a view before it. */
  isShadowed(table: string): boolean;
  /** Whether a view or trigger of this name may look behind the views: ours, and the file's triggers. */
  mayLook(via: string): boolean;
  /** Whether what is looked up for a write to the target belongs to it: itself, and what its keys tie to it. */
  isTied(target: string, table: string): boolean;
  /** The table that a name in SQL means; nothing for one without a policy. */
  guardedTable(name: string): Table | undefined;
  /** The SQL that obeys the policies where the given SQL would fail or reach too far. */
  restrict(sql: string, tokens: readonly SqlToken[], target: StatementTarget | undefined): string;
}

/** What a connection that only reads is set up with; run on it before anything else. */
export function toReaderSetup(schema: DataSchema): string {
  const views = toPolicyViews(schema);
  // A connection that is told not to write makes no temporary view either.
  return views === "" ? "" : `PRAGMA query_only = OFF;\n${views}PRAGMA query_only = ON;`;
}

/** Sets a connection up to hold the policies. */
export function holdPolicies(connection: Connection, schema: DataSchema): RowPolicies {
  const { readOnly } = connection;
  connection.exec(
    readOnly ? toReaderSetup(schema) : toPolicyViews(schema) + toPolicyTriggers(schema),
  );
  const tables = [...schema.tables.values()];
  const shadowed = new Set(tables.filter(isShadowed).map(({ name }) => lower(name)));
  const triggers = readOnly ? new Set<string>() : readTriggers(connection);
  const byName = new Map(tables.map((table) => [lower(table.name), table]));
  const guardedTable = (name: string): Table | undefined => {
    const table = byName.get(lower(name));
    return table !== undefined && isGuarded(table) ? table : undefined;
  };
  return {
    isShadowed: (table) => shadowed.has(lower(table)),
    mayLook: (via) => shadowed.has(lower(via)) || triggers.has(via) || via.startsWith("servery_"),
    isTied(target, table) {
      const written = byName.get(lower(target));
      return written !== undefined && tiedTo(schema, written).has(lower(table));
    },
    guardedTable,
    restrict(sql, tokens, target) {
      const table = target === undefined ? undefined : guardedTable(target.table);
      if (target === undefined || table === undefined) return sql;
      return restrictStatement(sql, tokens, target, (row) =>
        toTargetCondition(schema, { table, row, asked: "statement" }),
      );
    },
  };
}

/** Triggers that migrations made. One that shares its name with a view looks no further than that. */
function readTriggers(connection: Connection): Set<string> {
  const names = (type: string) =>
    connection
      .prepare("SELECT name FROM main.sqlite_schema WHERE type = ?")
      .all([type])
      .map(({ name }) => String(name));
  return new Set(names("trigger")).difference(new Set(names("view")));
}

/** The tables that a write to one looks at: to keep foreign keys true, and for its policy. */
function tiedTo(schema: DataSchema, target: Table): ReadonlySet<string> {
  const { foreignKeys } = schema;
  const written = new Set([target.name]);
  // A set is walked in the order of insertion, and so through what is added on the way.
  for (const table of written)
    for (const key of foreignKeys) if (key.parent === table) written.add(key.table);
  const parents = foreignKeys.filter(({ table }) => written.has(table)).map(({ parent }) => parent);
  const asked = [readRule, writeRule].flatMap((ruleOf) =>
    tablesOf(schema, target, ruleOf(target.policy)),
  );
  return new Set([...written, ...parents, ...asked].map(lower));
}

/** SQLite takes the case of ASCII letters for nothing; tables' names have no others. */
function lower(name: string): string {
  return name.toLowerCase();
}
