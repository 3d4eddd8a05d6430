import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { describe, expect, test } from "vitest";

import { type App, createApp } from "./app.ts";

const head = 'import { everyone, id, integer, table, text } from "servery/server";\n\n';
const withStock = `${head}export const notes = table("notes", { id: id(), text: text(), stock: integer({ default: 1 }) }, { policy: everyone });\n`;
const withoutText = `${head}export const notes = table("notes", { id: id(), stock: integer({ default: 1 }) }, { policy: everyone });\n`;

function list(app: App): string[] {
  return existsSync(join(app.folder, "migrations"))
    ? readdirSync(join(app.folder, "migrations"))
    : [];
}

function read(app: App, name: string): string {
  return readFileSync(join(app.folder, "migrations", name), "utf8");
}

function columns(app: App, file = "servery.db"): string[] {
  const database = new DatabaseSync(join(app.folder, file), { readOnly: true });
  try {
    return database
      .prepare("SELECT name FROM pragma_table_info('notes')")
      .all()
      .map((row) => String(row["name"]));
  } finally {
    database.close();
  }
}

describe("servery migrate", () => {
  test("writes the first migration, to be reviewed, and nothing when the tables are covered", async () => {
    const app = createApp();
    const first = await app.run(["migrate"]);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^wrote migrations\/0001-first\.sql\n {2}CREATE TABLE "notes"/);
    expect(first.stderr).toContain("servery migrate --apply");
    expect(list(app)).toEqual(["0001-first.sql"]);
    expect(read(app, "0001-first.sql")).toContain('CREATE TABLE "notes"');
    const second = await app.run(["migrate"]);
    expect([second.code, second.stdout]).toEqual([0, ""]);
    expect(second.stderr).toContain("nothing to write");
    expect(list(app)).toHaveLength(1);
    expect(existsSync(join(app.folder, "servery.db"))).toBe(false);
  });

  test("numbers the next, and names it as it is told", async () => {
    const app = createApp();
    await app.run(["migrate", "--name", "The notes!"]);
    app.write("tables.ts", withStock);
    const plan = await app.run(["migrate", "--plan"]);
    expect([plan.code, plan.stdout]).toEqual([
      0,
      expect.stringMatching(/^ALTER TABLE "notes" ADD COLUMN "stock"[^\n]*;\n$/),
    ]);
    expect(list(app)).toEqual(["0001-the-notes.sql"]);
    await app.run(["migrate", "-n", "add stock"]);
    expect(list(app)).toEqual(["0001-the-notes.sql", "0002-add-stock.sql"]);
    expect(read(app, "0002-add-stock.sql")).toBe(plan.stdout);
  });

  test("applies what the database has not had, once", async () => {
    const app = createApp();
    await app.run(["migrate"]);
    const first = await app.run(["migrate", "--apply"]);
    expect([first.code, first.stdout]).toEqual([0, "applied 0001-first.sql\n"]);
    expect(columns(app)).toEqual(["id", "text"]);
    app.write("tables.ts", withStock);
    await app.run(["migrate"]);
    const second = await app.run(["migrate", "--apply"]);
    expect(second.stdout).toBe("applied 0002-change.sql\n");
    expect(columns(app)).toEqual(["id", "text", "stock"]);
    const third = await app.run(["migrate", "--apply"]);
    expect([third.code, third.stdout]).toEqual([0, ""]);
    expect(third.stderr).toContain("has had all 2 migrations");
  });

  test("takes the database from the option, else from the environment, else from .env", async () => {
    const app = createApp({ ".env": "SERVERY_DATABASE=from-file.db\n" });
    await app.run(["migrate"]);
    await app.run(["migrate", "--apply", "-d", "data/named.db"], {
      SERVERY_DATABASE: "from-environment.db",
    });
    await app.run(["migrate", "--apply"], { SERVERY_DATABASE: "from-environment.db" });
    await app.run(["migrate", "--apply"]);
    for (const file of ["data/named.db", "from-environment.db", "from-file.db"])
      expect(columns(app, file)).toEqual(["id", "text"]);
    expect(existsSync(join(app.folder, "servery.db"))).toBe(false);
  });

  test("--check fails where the tables have changed without a migration, and shows which", async () => {
    const app = createApp();
    const before = await app.run(["migrate", "--check"]);
    expect([before.code, before.stdout]).toEqual([1, ""]);
    expect(before.stderr).toMatch(
      /^error: The tables have changed without a migration in "migrations"\. Write it: servery migrate\n {2}CREATE TABLE/,
    );
    expect(list(app)).toEqual([]);
    await app.run(["migrate"]);
    expect((await app.run(["migrate", "--check"])).code).toBe(0);
  });

  test("refuses what destroys data until the file says that it is meant", async () => {
    const app = createApp({ "tables.ts": withStock });
    await app.run(["migrate"]);
    await app.run(["migrate", "--apply"]);
    app.write("tables.ts", withoutText);
    const written = await app.run(["migrate", "--name", "drop-text"]);
    expect(written.stderr).toContain("It destroys data");
    const refused = await app.run(["migrate", "--apply"]);
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toContain("-- servery: allow-destructive drop column notes.text");
    expect(columns(app)).toEqual(["id", "text", "stock"]);
    app.write(
      "migrations/0002-drop-text.sql",
      read(app, "0002-drop-text.sql").replace("refuse-destructive", "allow-destructive"),
    );
    expect((await app.run(["migrate", "--apply"])).stdout).toBe("applied 0002-drop-text.sql\n");
    expect(columns(app)).toEqual(["id", "stock"]);
  });

  test.each<[what: string, change: (app: App) => void, expected: string]>([
    [
      "a database that is newer than the files",
      (app) => rmSync(join(app.folder, "migrations/0001-first.sql")),
      "There are no migrations",
    ],
    [
      "a file that was changed after it was applied",
      (app) => app.write("migrations/0001-first.sql", "SELECT 1;"),
      "was changed after it was applied",
    ],
    [
      "a file that does not sort",
      (app) => app.write("migrations/next.sql", "SELECT 1;"),
      "is not named like 0001-first",
    ],
    [
      "SQL that is broken",
      (app) => app.write("migrations/0002-broken.sql", "CREATE TABEL x;"),
      "0002-broken.sql failed, and nothing of it was kept",
    ],
  ])("refuses %s, without a stack", async (_what, change, expected) => {
    const app = createApp();
    await app.run(["migrate"]);
    await app.run(["migrate", "--apply"]);
    change(app);
    const { code, stderr } = await app.run(["migrate", "--apply"]);
    expect(code).toBe(1);
    expect(stderr).toContain(expected);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
