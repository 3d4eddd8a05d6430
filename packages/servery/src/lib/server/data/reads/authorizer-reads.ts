import type { StatementAccess } from "../../../ports/database.ts";
import type { Catalog, CatalogTable } from "../catalog.ts";
import { fold } from "./scope.ts";

/** What the database says that a statement reads of a table. */
export interface TableRead {
  readonly table: CatalogTable;
  /** By itself or by way of a view: as the schema spells them. A row that is only counted has none. */
  readonly columns: ReadonlySet<string>;
  /** Of the connection's own view before the table. */
  readonly viewColumns: ReadonlySet<string>;
  /** The views and common table expressions that it is read by way of, in small letters. */
  readonly via: ReadonlySet<string>;
}

export interface AuthorizerReads {
  readonly tables: readonly TableRead[];
  /** Why that is not all of it. */
  readonly everything: string | undefined;
}

/** Tables of SQLite's own that hold nothing: they answer from what they are given. */
const computed = new Set(["json_each", "json_tree", "jsonb_each", "jsonb_tree"]);

const schemaTables = /^sqlite_(schema|master|temp_schema|temp_master)$/;

interface Gathered {
  readonly columns: Set<string>;
  readonly viewColumns: Set<string>;
  readonly via: Set<string>;
}

/**
 * Gathers what SQLite's authorizer was told while a statement was prepared. `untold`: tables that the
 * statement may read besides, by whatever columns.
 */
export function readsOf(
  catalog: Catalog,
  accesses: readonly StatementAccess[],
  untold: readonly CatalogTable[],
): AuthorizerReads {
  const tables = new Map<CatalogTable, Gathered>();
  for (const table of untold) gather(tables, table, { detail: "", database: null, via: null });
  let everything: string | undefined;
  for (const access of accesses) {
    const name = access.action === "read" ? access.subject : null;
    if (name === null) continue;
    const table = catalog.table(name);
    if (table === undefined) everything ??= whyUnknown(access, fold(name));
    else if (table.kind !== "view") gather(tables, table, access);
    if (table?.kind === "table" && access.detail === "ROWID")
      everything ??= `it reads the rowid of ${table.name}, which is no column, and changes unseen`;
  }
  const unseen = [...tables.keys()].find(({ isObservable }) => !isObservable);
  if (unseen !== undefined)
    everything ??= `it reads ${unseen.name}, whose changes are not told in full`;
  return {
    tables: [...tables].map(([table, gathered]) => ({ table, ...gathered })),
    everything,
  };
}

/**
 * A common table expression that refers to itself is told of as a table that is nowhere, and so is a
 * computed one whose columns nobody asks for.
 */
function whyUnknown({ database, detail }: StatementAccess, name: string): string | undefined {
  const isNowhere = database === null && (detail ?? "") === "";
  return isNowhere || computed.has(name) || schemaTables.test(name)
    ? undefined
    : `it reads ${name}, which is no table that is known`;
}

function gather(
  tables: Map<CatalogTable, Gathered>,
  table: CatalogTable,
  { detail, database, via }: Pick<StatementAccess, "detail" | "database" | "via">,
): void {
  const known = tables.get(table) ?? {
    columns: new Set<string>(),
    viewColumns: new Set<string>(),
    via: new Set<string>(),
  };
  tables.set(table, known);
  const columns = database === "temp" ? known.viewColumns : known.columns;
  if (detail !== null && detail !== "" && detail !== "ROWID") columns.add(detail);
  if (database !== "temp") known.via.add(via === null ? "" : fold(via));
}
