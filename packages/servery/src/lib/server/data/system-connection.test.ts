import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { insert, job, names, note, notes, openItems as open } from "../../../../test/data/items.ts";
import { openSqlite } from "../../adapters/sqlite/sqlite-database.ts";

describe("the ledger inside a handler", () => {
  test("is part of the effect, kept and undone with it", async () => {
    await using opened = await open();
    await opened.data.write(
      job("keep", async (db, ledger) => {
        await insert("kept")(db);
        note("kept")(ledger);
      }),
    );
    const lost = opened.data.write(
      job(
        "lose",
        async (db, ledger) => {
          await insert("lost")(db);
          note("lost")(ledger);
          throw new Error("no");
        },
        { ledger: note("around") },
      ),
    );
    await expect(lost).rejects.toThrow("no");
    const seen = await opened.data.write(job("look", async (_, ledger) => notes(ledger)));
    expect(seen).toEqual(["kept", "around"]);
    expect(await opened.data.read(names)).toEqual(["kept"]);
  });
});

describe("the engine's own reads", () => {
  test("see what is committed, and nothing before", async () => {
    await using opened = await open();
    const count = () => opened.data.system.get("SELECT count(*) AS n FROM main.items")?.["n"];
    await opened.data.write(
      job("add", async (db) => {
        await insert("a")(db);
        expect(count()).toBe(0);
      }),
    );
    expect(count()).toBe(1);
    expect(opened.data.system.all("SELECT name FROM main.items WHERE name = ?", "a")).toEqual([
      { name: "a" },
    ]);
  });

  test("cannot write", async () => {
    await using opened = await open();
    expect(() => opened.data.system.all("DELETE FROM main.items")).toThrow(
      expect.objectContaining({ code: "read_only" }),
    );
  });

  test("are refused while the engine is not open", async () => {
    const opened = await open();
    await opened.data.close();
    expect(() => opened.data.system.get("SELECT 1")).toThrow(
      expect.objectContaining({ code: "closed" }),
    );
    expect(opened.data.foreignCommits()).toBe(0);
  });
});

test("commits of another process are told apart from our own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "servery-"));
  const file = join(folder, "data.sqlite");
  {
    await using opened = await open({ database: openSqlite(file) });
    const before = opened.data.foreignCommits();
    await opened.data.write(job("own", insert("own")));
    expect(opened.data.foreignCommits()).toBe(before);
    const other = new DatabaseSync(file);
    other.exec("INSERT INTO items (name) VALUES ('foreign')");
    other.close();
    await turn();
    expect(opened.data.foreignCommits()).not.toBe(before);
  }
  rmSync(folder, { recursive: true });
});
