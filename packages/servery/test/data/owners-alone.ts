import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { encodeColumns } from "../../src/lib/server/data/encode-columns.ts";
import { toDataSchema } from "../../src/lib/server/data/schema.ts";
import { toCreateIndexes, toCreateTable } from "../../src/lib/server/data/table-ddl.ts";
import type { OwnersKysely, Runnable } from "./owners-statements.ts";
import { type OwnersData, tables } from "./two-owners.ts";

type Rows = Record<string, readonly Record<string, unknown>[]>;

const schema = toDataSchema(tables);

/** Kysely that says what SQL it would run, encoded as the engine encodes. */
const compiling: OwnersKysely = new Kysely({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  plugins: [
    {
      transformQuery: ({ node }) => encodeColumns(schema, node),
      transformResult: async ({ result }) => result,
    },
  ],
});

/** Whose each row is, by the rows themselves: the policies again, in other words. */
export function partOf(rows: Rows, user: string): Rows {
  const of = (table: string, isOwn: (row: Record<string, unknown>) => boolean) =>
    rows[table]?.filter(isOwn) ?? [];
  const orders = of("orders", (row) => row["userId"] === user);
  const memberships = of("memberships", (row) => row["userId"] === user);
  return {
    users: of("users", (row) => row["id"] === user),
    memberships,
    projects: of("projects", (row) =>
      memberships.some(({ organizationId }) => organizationId === row["organizationId"]),
    ),
    orders,
    lines: of("lines", (row) => orders.some(({ id }) => id === row["orderId"])),
    notes: of("notes", (row) => row["userId"] === user),
  };
}

/** A row that belongs to whom a part of the rows belongs, or to anybody else. */
export type Run =
  | {
      readonly ok: true;
      readonly rows: readonly unknown[];
      readonly changes: number;
      readonly after: Rows;
    }
  | { readonly ok: false };

/** Runs a statement where there is nothing but these rows, and no policy. */
export function runAlone(part: Rows, make: (db: OwnersKysely) => Runnable): Run {
  const database = new DatabaseSync(":memory:");
  try {
    for (const table of schema.tables.values()) {
      database.exec(toCreateTable(schema, table));
      for (const index of toCreateIndexes(table).values()) database.exec(index);
    }
    fill(database, part);
    database.exec("PRAGMA foreign_keys = ON");
    const { sql, parameters } = make(compiling).compile();
    const statement = database.prepare(sql);
    const inputs = parameters as SQLInputValue[];
    if (statement.columns().length > 0) {
      const rows = statement.all(...inputs).map((row) => ({ ...row }));
      return { ok: true, rows, changes: 0, after: readAll(database, part) };
    }
    const changes = Number(statement.run(...inputs).changes);
    return { ok: true, rows: [], changes, after: readAll(database, part) };
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_SQLITE_ERROR") throw error;
    return { ok: false };
  } finally {
    database.close();
  }
}

function fill(database: DatabaseSync, part: Rows): void {
  for (const [table, rows] of Object.entries(part))
    for (const row of rows) {
      const blanks = Object.keys(row).map(() => "?");
      const names = Object.keys(row).map((name) => `"${name}"`);
      database
        .prepare(`INSERT INTO "${table}" (${names.join()}) VALUES (${blanks.join()})`)
        .run(...(Object.values(row) as SQLInputValue[]));
    }
}

function readAll(database: DatabaseSync, part: Rows): Rows {
  return Object.fromEntries(
    Object.keys(part).map((table) => [
      table,
      database
        .prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`)
        .all()
        .map((row) => ({ ...row })),
    ]),
  );
}

/** The same rows as the engine holds them. */
export function readTables({ system }: OwnersData): Rows {
  return Object.fromEntries(
    ["users", "memberships", "projects", "orders", "lines", "notes"].map((table) => [
      table,
      system.all(`SELECT * FROM main."${table}" ORDER BY 1, 2`).map((row) => ({ ...row })),
    ]),
  );
}
