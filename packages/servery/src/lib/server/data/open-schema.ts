import { ServeryError } from "../../base/servery-error.ts";
import type { Connection } from "../../ports/database.ts";
import type { DataOptions } from "./data.ts";
import type { DataSchema } from "./schema.ts";
import { toCreateIndexes, toCreateTable } from "./table-ddl.ts";
import type { Tables } from "./table.ts";

/** Brings the schema up to date as the mode says. */
export function openSchema<T extends Tables>(connection: Connection, schema: DataSchema, options: DataOptions<T>): void {
  for (const sql of options.systemTables ?? []) {
    assertSystemTable(sql);
    connection.exec(sql);
  }
  for (const table of schema.tables.values()) {
    connection.exec(toCreateTable(schema, table).replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"));
    for (const index of toCreateIndexes(table).values()) connection.exec(index.replace("INDEX", "INDEX IF NOT EXISTS"));
  }
}

function assertSystemTable(sql: string): void {
  if (/^\s*CREATE\s+(UNIQUE\s+)?(TABLE|INDEX)\s+IF\s+NOT\s+EXISTS\s+"?servery_/i.test(sql)) return;
  throw new ServeryError("table_invalid", `A system table must be made by CREATE … IF NOT EXISTS with a name that starts with servery_, not by: ${sql.slice(0, 80)}`);
}
