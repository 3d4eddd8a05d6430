import { fork } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { first, referring, toTables, useFileStore } from "../../../../../test/data/file-store.ts";
import type { OpenRequest } from "../../../../../test/data/open-process.ts";
import { openSqlite } from "../../../adapters/sqlite/sqlite-database.ts";
import { id, text } from "../column.ts";
import { everyone } from "../policy.ts";
import { table } from "../table.ts";
import { applyMigrations, migrationStatus, planMigration, writeMigration } from "./migrate.ts";
import type { MigrationFile } from "./migration-file.ts";

const { file, open, run } = useFileStore();
const policy = everyone;

describe("migrations", () => {
  const scratch = () => openSqlite(":temporary:");
  const second = table(
    "items",
    { ...first.columns, note: text({ nullable: true }) },
    { policy, indexes: [["name"]] },
  );
  const files: MigrationFile[] = [
    { name: "0001-first.sql", sql: String(writeMigration(scratch(), [], toTables(first))) },
  ];
  files.push({
    name: "0002-note.sql",
    sql: String(writeMigration(scratch(), files, toTables(second))),
  });
  const production = { mode: "production", migrations: files } as const;
  const apply = (list: readonly MigrationFile[]) =>
    applyMigrations(openSqlite(file()), list, toTables(second), () => 7);

  test("are written as reviewable SQL, until there is nothing to write", () => {
    expect(files[1]?.sql).toBe(
      'ALTER TABLE "items" ADD COLUMN "note" TEXT;\nCREATE INDEX "items_name_index" ON "items" ("name");\n',
    );
    expect(writeMigration(scratch(), files, toTables(second))).toBeUndefined();
  });

  test("are applied in order, once, and recorded", async () => {
    expect(apply(files.toReversed())).toEqual(["0001-first.sql", "0002-note.sql"]);
    expect(apply(files)).toEqual([]);
    expect(run("SELECT name, applied_at FROM servery_migrations")).toEqual(
      files.map(({ name }) => ({ name, applied_at: 7 })),
    );
    await open(toTables(second), production);
  });

  test("adopt a database that dev made, where its schema is already the code's", async () => {
    await open(toTables(second), { mode: "dev" });
    expect(apply(files)).toEqual([]);
    expect(run("SELECT name FROM servery_migrations")).toEqual(files.map(({ name }) => ({ name })));
    await open(toTables(second), production);
  });

  test("adopt a dev database at a start that may apply them, too", async () => {
    await open(toTables(second), { mode: "dev" });
    await open(toTables(second), { ...production, pendingMigrations: "apply" });
    expect(run("SELECT count(*) AS n FROM servery_migrations")).toEqual([{ n: 2 }]);
  });

  test("refuse a dev database whose schema is not the code's, and change nothing", async () => {
    await open(toTables(first), { mode: "dev" });
    expect(() => apply(files)).toThrow(/no history of migrations.*servery dev.*ADD COLUMN "note"/s);
    expect(run("SELECT name FROM sqlite_schema WHERE name = 'servery_migrations'")).toEqual([]);
  });

  test("that are pending stop the start, unless it may apply them", async () => {
    apply(files.slice(0, 1));
    await expect(open(toTables(second), production)).rejects.toThrow(
      /has not had 0002-note\.sql.*servery migrate/,
    );
    await open(toTables(second), { ...production, pendingMigrations: "apply" });
  });

  test("that the code does not have stop the start: the database is newer", async () => {
    apply(files);
    await expect(
      open(toTables(first), { mode: "production", migrations: files.slice(0, 1) }),
    ).rejects.toThrow(/newer than the code/);
  });

  test("that were changed afterwards stop the start", async () => {
    apply(files);
    const changed = files.map((each) => ({ ...each, sql: `${each.sql}-- more\n` }));
    await expect(
      open(toTables(second), { mode: "production", migrations: changed }),
    ).rejects.toThrow(/0001-first\.sql was changed/);
  });

  test("that come before one already applied are refused", () => {
    apply(files);
    expect(() => apply([...files, { name: "0001-sneaked.sql", sql: "SELECT 1" }])).toThrow(
      /the number of/,
    );
    expect(() => apply([...files, { name: "0000-sneaked.sql", sql: "SELECT 1" }])).toThrow(
      /comes before/,
    );
    expect(() => apply([...files, { name: "next.sql", sql: "SELECT 1" }])).toThrow(
      /not named like/,
    );
  });

  test("that leave the database otherwise than the code says stop the start", async () => {
    apply(files);
    await expect(open(toTables(first), production)).rejects.toThrow(/not as the code's tables say/);
  });

  test("are all or nothing", () => {
    apply(files);
    const broken = {
      name: "0003-broken.sql",
      sql: "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1);",
    };
    expect(() => apply([...files, broken])).toThrow(
      /0003-broken\.sql failed, and nothing of it was kept: no such table/,
    );
    expect(run("SELECT name FROM sqlite_schema WHERE name = 'extra'")).toEqual([]);
    expect(run("SELECT count(*) AS n FROM servery_migrations")).toEqual([{ n: 2 }]);
    for (const end of ["COMMIT", "ROLLBACK"]) {
      const ending = {
        name: "0003-ending.sql",
        sql: `CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT; ${end};`,
      };
      expect(() => apply([...files, ending])).toThrow(/take BEGIN, COMMIT and ROLLBACK out/);
      expect(run("SELECT name FROM sqlite_schema WHERE name = 'extra'")).toEqual([]);
    }
  });

  test("that break a reference are refused", () => {
    apply([
      {
        name: "0001-all.sql",
        sql: String(writeMigration(scratch(), [], toTables(first, referring))),
      },
    ]);
    const orphan = { name: "0002-orphan.sql", sql: "INSERT INTO orders VALUES (1, 99);" };
    const all = {
      name: "0001-all.sql",
      sql: String(run("SELECT sql FROM servery_migrations")[0]?.["sql"]),
    };
    expect(() => apply([all, orphan])).toThrow(
      /1 rows would refer to rows that do not exist \(orders to items\)/,
    );
    expect(run("SELECT * FROM orders")).toEqual([]);
  });

  test("that destroy are written as refused, and applied once that is changed to allowed", () => {
    apply(files);
    const text3 = String(writeMigration(scratch(), files, toTables(first)));
    expect(text3).toContain("-- servery: refuse-destructive drop column items.note");
    const third = { name: "0003-less.sql", sql: text3 };
    expect(() => apply([...files, third])).toThrow(
      /0003-less\.sql destroys data:\n {2}drop column items\.note.*-- servery: allow-destructive drop column items\.note/s,
    );
    expect(apply([...files, { ...third, sql: text3.replace("refuse-", "allow-") }])).toEqual([
      "0003-less.sql",
    ]);
    expect(planMigration(openSqlite(file()), toTables(first)).statements).toEqual([]);
  });

  test("have a status", () => {
    apply(files.slice(0, 1));
    const status = migrationStatus(openSqlite(file()), files, toTables(second));
    expect(status).toMatchObject({
      applied: ["0001-first.sql"],
      pending: ["0002-note.sql"],
      conflict: undefined,
      drift: { statements: [/ALTER/, /INDEX/].map((part) => expect.stringMatching(part)) },
    });
    apply(files);
    expect(migrationStatus(openSqlite(file()), [], toTables(second))).toMatchObject({
      pending: [],
      conflict: expect.stringContaining("newer"),
      drift: { statements: [] },
    });
  });
});

describe("processes that start at once", () => {
  async function startTogether(request: OpenRequest): Promise<unknown[]> {
    const script = new URL("../../../../../test/data/open-process.ts", import.meta.url);
    const children = Array.from({ length: 2 }, () => fork(script, { execArgv: [] }));
    await Promise.all(children.map((child) => once(child, "message")));
    const answers = children.map((child) => once(child, "message"));
    for (const child of children) child.send(request);
    return (await Promise.all(answers)).map(([answer]: unknown[]) => answer);
  }

  // Not idempotent, and slow enough that the other process arrives in its middle.
  const seed = `INSERT INTO items (name) WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000) SELECT 'row ' || x FROM c;`;

  test("migrate once, in production", async () => {
    const items = table("items", { id: id(), name: text() }, { policy });
    const sql = String(writeMigration(openSqlite(":temporary:"), [], toTables(items)));
    const migrations = [{ name: "0001-items.sql", sql: sql + seed }];
    expect(await startTogether({ file: file(), mode: "production", migrations })).toEqual([
      "opened",
      "opened",
    ]);
    expect(run("SELECT count(*) AS n FROM items")).toEqual([{ n: 100_000 }]);
  });

  test("follow the code once, in dev", async () => {
    expect(await startTogether({ file: file(), mode: "dev", migrations: [] })).toEqual([
      "opened",
      "opened",
    ]);
    expect(
      run("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'servery%'"),
    ).toEqual([{ name: "items" }]);
  });
});
