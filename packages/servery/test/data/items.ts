import type { Connection, Database } from "../../src/lib/ports/database.ts";
import { id, integer, ref, text } from "../../src/lib/server/data/column.ts";
import type { Db, Ledger, WriteJob } from "../../src/lib/server/data/data.ts";
import { everyone } from "../../src/lib/server/data/policy.ts";
import { table } from "../../src/lib/server/data/table.ts";
import { openTestData } from "./fixture.ts";

const items = table(
  "items",
  { id: id(), name: text({ unique: true }), stock: integer({ default: 0, check: "@ >= 0" }) },
  { policy: everyone },
);
const orders = table("orders", { id: id(), itemId: ref(() => items) }, { policy: everyone });
const tables = { items, orders };
export type TestDb = Db<typeof tables>;
type Job<R> = WriteJob<typeof tables, R>;

const systemTables = ["CREATE TABLE IF NOT EXISTS servery_notes (note TEXT NOT NULL) STRICT"];
export const openItems = (options: Parameters<typeof openTestData<typeof tables>>[1] = {}) =>
  openTestData(tables, { systemTables, ...options });

export const insert = (name: string) => (db: TestDb) =>
  db.insertInto("items").values({ name }).executeTakeFirstOrThrow();
export const names = (db: TestDb) =>
  db
    .selectFrom("items")
    .select("name")
    .orderBy("name")
    .execute()
    .then((rows) => rows.map((row) => row.name));
export const note = (line: string) => (ledger: Ledger) =>
  void ledger.run("INSERT INTO servery_notes VALUES (?)", line);
export const notes = (ledger: Ledger) =>
  ledger.all("SELECT note FROM servery_notes ORDER BY rowid").map((row) => row["note"]);

export function job<R>(operation: string, run: Job<R>["run"], more: Partial<Job<R>> = {}): Job<R> {
  return { operation, run, ...more };
}

/** Stands around a database, so that a test can see and spoil what its writer does. */
function spoil(change: (connection: Connection) => Connection): {
  readonly wrap: (database: Database) => Database;
} {
  return { wrap: (database) => ({ ...database, openWriter: () => change(database.openWriter()) }) };
}

/** Tells of every COMMIT, and makes it fail where `onCommit` throws. */
export function atCommit(onCommit: () => void) {
  return spoil((connection) => ({
    ...connection,
    get inTransaction() {
      return connection.inTransaction;
    },
    prepare(statement, guard) {
      const prepared = connection.prepare(statement, guard);
      if (statement !== "COMMIT") return prepared;
      return {
        ...prepared,
        run(parameters) {
          onCommit();
          return prepared.run(parameters);
        },
      };
    },
  }));
}
