import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { insert, job, names, note, notes, openItems as open } from "../../../../test/data/items.ts";
import { temporaryFile } from "../../../../test/identity/fixture.ts";
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

describe("commits of another process", () => {
  const write = (file: string, name: string) => {
    const other = new DatabaseSync(file);
    other.prepare("INSERT INTO items (name) VALUES (?)").run(name);
    other.close();
  };

  test("are told apart from our own, from the next turn on", async () => {
    const file = temporaryFile();
    await using opened = await open({ database: openSqlite(file) });
    const before = opened.data.foreignCommits();
    await opened.data.write(job("own", insert("own")));
    expect(opened.data.foreignCommits()).toBe(before);
    write(file, "foreign");
    await turn();
    expect(opened.data.foreignCommits()).not.toBe(before);
  });

  test("may go unnoticed for as long as is said, and no longer than somebody else notices them", async () => {
    const file = temporaryFile();
    await using opened = await open({ database: openSqlite(file) });
    const { data, clock } = opened;
    await turn();
    const before = data.foreignCommits();
    await turn();
    write(file, "first");
    const since = clock.monotonic();
    clock.advance(1);
    expect(data.foreignCommits(since - 1)).toBe(before);
    const after = data.foreignCommits(since);
    expect(after).not.toBe(before);
    await turn();
    write(file, "second");
    expect(data.foreignCommits(since)).toBe(after);
    const now = data.foreignCommits();
    expect(now).not.toBe(after);
    expect(data.foreignCommits(since)).toBe(now);
  });
});
