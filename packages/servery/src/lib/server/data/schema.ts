import { ServeryError } from "../../base/servery-error.ts";
import type { Column, ReferableTable } from "./column.ts";
import type { Table, Tables } from "./table.ts";

/** A foreign key, from both ends. */
export interface ForeignKey {
  readonly table: string;
  readonly column: string;
  readonly parent: string;
  readonly parentColumn: string;
  /** Whether a caller must see the row referred to. */
  readonly to: "visible" | "any";
}

/** The tables of a service as the engine looks them up. */
export interface DataSchema {
  readonly tables: ReadonlyMap<string, Table>;
  readonly foreignKeys: readonly ForeignKey[];
  column(table: string, column: string): Column | undefined;
}

/**
 * Gathers the tables by their SQL names.
 * @throws ServeryError `table_invalid` for two tables of one name, or a reference that leads nowhere.
 */
export function toDataSchema(tables: Tables): DataSchema {
  const byName = new Map<string, Table>();
  for (const table of Object.values(tables)) {
    const taken = [...byName.keys()].some(
      (name) => name.toLowerCase() === table.name.toLowerCase(),
    );
    if (taken)
      throw new ServeryError(
        "table_invalid",
        `Two tables are called "${table.name}": give one another name.`,
      );
    byName.set(table.name, table);
  }
  return {
    tables: byName,
    foreignKeys: Object.values(tables).flatMap((table) => foreignKeysOf(table, byName)),
    column(table, column) {
      const columns = byName.get(table)?.columns;
      return columns !== undefined && Object.hasOwn(columns, column) ? columns[column] : undefined;
    },
  };
}

function foreignKeysOf(table: Table, byName: ReadonlyMap<string, Table>): ForeignKey[] {
  return Object.entries(table.columns).flatMap(([column, { references }]) => {
    if (references === undefined) return [];
    const parent = references.table === "self" ? table : references.table();
    if (byName.get(parent.name) !== parent)
      throw new ServeryError(
        "table_invalid",
        `The column "${table.name}.${column}" refers to the table "${parent.name}", which is not among the service's tables: add it to \`tables\`.`,
      );
    return [
      {
        table: table.name,
        column,
        parent: parent.name,
        parentColumn: keyColumnOf(table, column, parent),
        to: references.to ?? "visible",
      },
    ];
  });
}

function keyColumnOf(table: Table, column: string, parent: ReferableTable): string {
  const [key, ...more] = (parent as Table).primaryKey;
  if (key !== undefined && more.length === 0) return key;
  throw new ServeryError(
    "table_invalid",
    `The column "${table.name}.${column}" refers to "${parent.name}", whose primary key is not one column: give it an id().`,
  );
}
