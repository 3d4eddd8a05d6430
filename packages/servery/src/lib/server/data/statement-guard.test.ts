import { setImmediate as turn } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { insert, job, openItems as open, type TestDb } from "../../../../test/data/items.ts";

describe("what a handler may not do", () => {
  test.each([
    ["BEGIN", "opens and ends transactions"],
    ["COMMIT", "opens and ends transactions"],
    ["ROLLBACK", "opens and ends transactions"],
    ["SAVEPOINT x", "opens and ends transactions"],
    ["RELEASE servery_effect", "opens and ends transactions"],
    ["PRAGMA defer_foreign_keys = ON", "PRAGMA defer_foreign_keys"],
    ["PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys"],
    ["ATTACH ':memory:' AS other", "attach"],
    ["CREATE TABLE sneaky (a)", "change the schema"],
    ["CREATE TEMP TABLE sneaky (a)", "change the schema"],
    ["DROP TABLE items", "change the schema"],
    ["ALTER TABLE items ADD COLUMN x", "change the schema"],
    ["SELECT * FROM servery_notes", "servery_notes"],
    ["DELETE FROM servery_notes", "servery_notes"],
    ["SELECT * FROM pragma_table_info('items')", "pragma_table_info"],
    ["SELECT 1; DELETE FROM items", "one statement only"],
    ["SELECT 1 \0 FROM items", "U+0000"],
    ["REINDEX", "change the schema"],
    ["REINDEX items", "change the schema"],
  ])("%s", async (statement, why) => {
    await using opened = await open();
    const refused = opened.data.write(job("handler", (db) => sql.raw(statement).execute(db)));
    await expect(refused).rejects.toMatchObject({
      code: "statement_refused",
      message: expect.stringContaining(why),
    });
  });

  test.each([
    ["transaction()", (db: TestDb) => db.transaction().execute(async () => {})],
    ["startTransaction()", (db: TestDb) => db.startTransaction().execute()],
    ["connection()", (db: TestDb) => db.connection().execute(async () => {})],
  ])("db.%s, since it is in a transaction already", async (_name, run) => {
    await using opened = await open();
    await expect(opened.data.write(job<unknown>("handler", run))).rejects.toMatchObject({
      code: "statement_refused",
    });
  });

  test("wait for something other than db without being told so, in dev", async () => {
    await using opened = await open();
    const waits = job("waits", async () => void (await turn()));
    await opened.data.write(waits);
    await opened.data.write(waits);
    await opened.data.write(job("does not", insert("a")));
    expect(opened.log.lines.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^waits: the mutation waits for something other/),
    ]);
  });
});
