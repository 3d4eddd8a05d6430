import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Connection, DatabaseFailure, StatementAccess } from "../../ports/database.ts";
import { openSqlite } from "./sqlite-database.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).toReversed()) close();
});

function openTemporary() {
  const database = openSqlite(":temporary:");
  const writer = database.openWriter();
  closers.push(
    () => database.close(),
    () => writer.close(),
  );
  return { database, writer };
}

function pragma(connection: Connection, name: string): unknown {
  return Object.values(connection.prepare(`PRAGMA ${name}`).get([]) ?? {})[0];
}

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as DatabaseFailure).databaseFailure;
  }
  return "no failure";
}

describe("the version of SQLite", () => {
  test.each([
    ["3.45.0", false],
    ["3.50.6", false],
    ["3.50.7", true],
    ["3.50.8", false],
    ["3.51.2", false],
    ["3.51.3", true],
    ["3.52.0", true],
    ["4.0.0", true],
  ])("%s: allowed %s", (version, allowed) => {
    const open = () => openSqlite("never-opened.sqlite", { version });
    if (allowed) expect(open).not.toThrow();
    else expect(open).toThrow(/can lose committed data.*Node 24\.15/s);
  });
});

describe("a connection", () => {
  test("has the settings that durability and safety rest on", () => {
    const { database, writer } = openTemporary();
    const reader = database.openReader();
    closers.push(() => reader.close());
    for (const connection of [writer, reader]) {
      expect(pragma(connection, "journal_mode")).toBe("wal");
      expect(pragma(connection, "synchronous")).toBe(2);
      expect(pragma(connection, "foreign_keys")).toBe(1);
      expect(pragma(connection, "recursive_triggers")).toBe(1);
      expect(pragma(connection, "trusted_schema")).toBe(0);
      expect(pragma(connection, "busy_timeout")).toBe(5000);
    }
    expect(pragma(reader, "query_only")).toBe(1);
    expect(() =>
      writer.exec("PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = ''"),
    ).toThrow();
  });

  test("reports failures by kind", () => {
    const { database, writer } = openTemporary();
    writer.exec(`CREATE TABLE p (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE t (
      id TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n > 0), p INTEGER REFERENCES p (id)) STRICT`);
    writer.exec("INSERT INTO t VALUES ('a', 1, NULL)");
    const reader = database.openReader();
    closers.push(() => reader.close());
    const failures = [
      "INSERT INTO t VALUES ('a', 1, NULL)",
      "INSERT INTO t VALUES ('b', 0, NULL)",
      "INSERT INTO t VALUES ('b', NULL, NULL)",
      "INSERT INTO t VALUES ('b', 'x', NULL)",
      "INSERT INTO t VALUES ('b', 1, 9)",
      "SELECT nonsense",
    ].map((sql) => failureOf(() => writer.exec(sql)));
    expect(failures).toEqual([
      "constraint_unique",
      "constraint_check",
      "constraint_not_null",
      "constraint_type",
      "constraint_foreign_key",
      "sql",
    ]);
    expect(failureOf(() => reader.exec("DELETE FROM t"))).toBe("read_only");
  });

  test("asks the guard about everything that a statement would do", () => {
    const { writer } = openTemporary();
    writer.exec("CREATE TABLE t (a INTEGER); CREATE VIEW v AS SELECT a FROM t");
    const seen: StatementAccess[] = [];
    writer.prepare("SELECT max(a) FROM v", (access) => seen.push(access) > 0);
    expect(seen).toContainEqual({
      action: "read",
      subject: "t",
      detail: "a",
      database: "main",
      via: "v",
    });
    expect(seen).toContainEqual({
      action: "function",
      subject: "max",
      detail: null,
      database: null,
      via: null,
    });
    expect(
      failureOf(() => writer.prepare("PRAGMA user_version", ({ action }) => action !== "pragma")),
    ).toBe("not_authorized");
    writer.prepare("PRAGMA user_version");
  });
});

describe("a location", () => {
  test(":temporary: leaves nothing behind", () => {
    const database = openSqlite(":temporary:");
    const writer = database.openWriter();
    const file = String(writer.prepare("PRAGMA database_list").get([])?.["file"]);
    expect(existsSync(file)).toBe(true);
    writer.close();
    database.close();
    expect(existsSync(file)).toBe(false);
  });

  test("a file is made, with its folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "servery-test-"));
    closers.push(() => rmSync(folder, { recursive: true }));
    const writer = openSqlite(join(folder, "deep/er/shop.sqlite")).openWriter();
    writer.close();
    expect(existsSync(join(folder, "deep/er/shop.sqlite"))).toBe(true);
  });

  test(":memory: is refused with what to write instead", () => {
    expect(() => openSqlite(":memory:")).toThrow(/":temporary:"/);
  });
});

describe("a heavy connection", () => {
  const endless =
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";

  test("answers with rows, and with failures by kind", async () => {
    const { database, writer } = openTemporary();
    writer.exec("CREATE TABLE t (a INTEGER, b BLOB); INSERT INTO t VALUES (1, x'0102')");
    const heavy = database.openHeavy("");
    expect(await heavy.all("SELECT * FROM t WHERE a = ?", [1])).toEqual([
      { a: 1, b: new Uint8Array([1, 2]) },
    ]);
    await expect(heavy.all("DELETE FROM t", [])).rejects.toMatchObject({
      databaseFailure: "read_only",
    });
    await heavy.end();
  });

  test("can be ended in the middle of a statement", async () => {
    const { database } = openTemporary();
    const heavy = database.openHeavy("");
    await heavy.all("SELECT 1", []);
    const running = heavy.all(endless, []);
    const ended = expect(running).rejects.toMatchObject({ databaseFailure: "ended" });
    await heavy.end();
    await ended;
    await expect(heavy.all("SELECT 1", [])).rejects.toMatchObject({ databaseFailure: "ended" });
  });

  // Sending to a process that has just died fails once for each statement, none of which may escape.
  test.skipIf(process.platform !== "linux")("outlives its process, and says so", async () => {
    const { database } = openTemporary();
    const before = children();
    const heavy = database.openHeavy("");
    await heavy.all("SELECT 1", []);
    for (const pid of children().filter((child) => !before.includes(child))) killNow(pid);
    const ask = () =>
      expect(heavy.all("SELECT 1", [])).rejects.toMatchObject({ databaseFailure: "ended" });
    await Promise.all([ask(), ask(), ask()]);
    await heavy.end();
    expect(heavy.ended).toBe(true);
  });
});

/** The processes that this one has started. */
function children(): number[] {
  return readdirSync("/proc/self/task").flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, "utf8")
      .split(" ")
      .filter(Boolean)
      .map(Number),
  );
}

/** Returns when the process is dead, before this one can have heard of it. */
function killNow(pid: number): void {
  process.kill(pid, "SIGKILL");
  while (!readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z"));
}
