import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  atCommit,
  insert,
  job,
  names,
  note,
  openItems,
  type TestDb,
} from "../../../../test/data/items.ts";
import { openSqlite } from "../../adapters/sqlite/sqlite-database.ts";
import type { Connection, Database } from "../../ports/database.ts";
import type { Commit } from "./commit-feed.ts";
import type { ReadObserver } from "./read-observer.ts";

async function openHeard(options: Parameters<typeof openItems>[0] = {}) {
  const opened = await openItems(options);
  onTestFinished(() => opened.data.close());
  const heard: Commit[] = [];
  opened.data.commits.follow("items");
  opened.data.commits.onCommit((commit) => void heard.push(commit));
  const add = (name: string) => opened.data.write(job(`add ${name}`, insert(name)));
  return { ...opened, heard, add };
}

/** An observer that notes what it is told. */
function createNotes(): ReadObserver & { readonly sql: string[]; readonly states: number[] } {
  const [sql, states]: [string[], number[]] = [[], []];
  return {
    sql,
    states,
    onStatement: ({ statement }) => void sql.push(statement.sql),
    onSnapshot: (count) => void states.push(count),
  };
}

const rowsOf = ({ writes }: Commit) =>
  writes.changes.map((change) => (change.kind === "delete" ? undefined : change.after["name"]));

describe("a commit", () => {
  test("is heard of with its rows before any of those are answered who share it", async () => {
    const { heard, add } = await openHeard();
    const order: string[] = [];
    await Promise.all(
      ["a", "b", "c"].map((name) => add(name).then(() => order.push(`${heard.length} ${name}`))),
    );
    expect(order).toEqual(["1 a", "1 b", "1 c"]);
    expect(rowsOf(heard[0]!).toSorted(), "a changeset has its rows in no order").toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  test("has its time for a number, and the next one where that is taken", async () => {
    const { data, heard, add, clock } = await openHeard();
    const made: number[] = [];
    const addAnother = (name: string) =>
      data.write(job(name, insert(name), { onCommitted: (count) => void made.push(count) }));
    await addAnother("a");
    await addAnother("b");
    clock.advance(5000);
    await addAnother("c");
    const now = clock.now();
    expect(made).toEqual([now - 5000, now - 4999, now]);
    expect(heard.map(({ count }) => count)).toEqual(made);
    expect(data.commits.count()).toBe(now);
    await add("d");
    expect(data.commits.count()).toBe(now + 1);
  });

  test("is none where nothing was written that a handler can see, and says so to those who ask", async () => {
    const { data, heard, add } = await openHeard();
    await add("a");
    const before = data.commits.count();
    const made: number[] = [];
    await data.write(
      job("note", () => Promise.resolve(), {
        ledger: note("x"),
        onCommitted: (count) => void made.push(count),
      }),
    );
    expect(made).toEqual([before]);
    expect(heard.at(-1)).toMatchObject({ count: before, isNumbered: false });
    expect(heard.at(-1)!.writes.changes).toEqual([]);
  });

  test("is not heard of when it fails; what is done again alone is", async () => {
    let fails = 1;
    const { heard, add, data } = await openHeard(
      atCommit(() => {
        if (fails-- > 0) throw new Error("disk full");
      }),
    );
    await Promise.all([add("a"), add("b")]);
    expect(heard.map(rowsOf)).toEqual([["a"], ["b"]]);
    fails = 3;
    await expect(add("c")).rejects.toThrow();
    expect(heard).toHaveLength(2);
    fails = 0;
    await add("d");
    expect(heard.map(rowsOf)).toEqual([["a"], ["b"], ["d"]]);
    expect(await data.read(names)).toEqual(["a", "b", "d"]);
  });

  test("tells of tables that nobody follows that they have changed, and of no row", async () => {
    const { data, clock } = await openItems();
    onTestFinished(() => data.close());
    const heard: Commit[] = [];
    data.commits.onCommit((commit) => void heard.push(commit));
    await data.write(job("add", insert("a")));
    expect(heard).toMatchObject([
      { count: clock.now(), isNumbered: true, writes: { changes: [] } },
    ]);
    expect([...heard[0]!.writes.tables.keys()]).toEqual(["items"]);
  });

  test("leaves out what a job has undone", async () => {
    const { heard, add, data } = await openHeard();
    const undone = data.write(
      job("undone", async (db) => {
        await insert("x")(db);
        throw new Error("no");
      }),
    );
    await Promise.all([expect(undone).rejects.toThrow("no"), add("a")]);
    expect(heard.map(rowsOf)).toEqual([["a"]]);
  });

  test("is refused while nothing numbers it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "commits-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "data.sqlite");
    const { add, data } = await openHeard({ database: openSqlite(file) });
    await add("a");
    using other = new DatabaseSync(file);
    const [row] = other.prepare("DELETE FROM servery_commits RETURNING *").all();
    await expect(add("b")).rejects.toThrow();
    expect(await data.read(names)).toEqual(["a"]);
    const { database, count, previous } = row as Record<string, string | number>;
    other
      .prepare("INSERT INTO servery_commits VALUES (1, ?, ?, ?)")
      .run(database!, count!, previous!);
    await add("c");
    expect(await data.read(names)).toEqual(["a", "c"]);
  });

  test("that cannot be followed is not begun, and holds up no other", async () => {
    let fails = 0;
    const wrap = (database: Database): Database => ({
      ...database,
      openWriter: () => failRecording(database.openWriter(), () => fails-- > 0),
    });
    const { add, data } = await openHeard({ wrap });
    fails = 1;
    await expect(add("a")).rejects.toThrow();
    await add("b");
    expect(await data.read(names)).toEqual(["b"]);
  });
});

function failRecording(connection: Connection, fails: () => boolean): Connection {
  return {
    ...connection,
    get inTransaction() {
      return connection.inTransaction;
    },
    recordChanges() {
      if (fails()) throw new Error("no memory");
      return connection.recordChanges();
    },
  };
}

describe("another process", () => {
  test("that commits is noticed when somebody looks, and by the number of what comes after", async () => {
    const folder = mkdtempSync(join(tmpdir(), "commits-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "data.sqlite");
    const one = await openHeard({ database: openSqlite(file) });
    const other = await openHeard({ database: openSqlite(file) });
    await other.add("a");
    expect(one.heard).toEqual([]);
    one.data.commits.lookAround();
    expect(one.heard).toMatchObject([
      { count: other.data.commits.count(), isNumbered: false, writes: { changes: [] } },
    ]);
    expect(one.heard[0]!.writes.everything).toMatch(/another process/);
    await other.add("b");
    await one.add("c");
    expect(one.heard.map(({ isNumbered }) => isNumbered)).toEqual([false, false, true]);
    expect(one.heard[1]!.count).toBe(other.data.commits.count());
    expect(one.heard[2]!.count).toBeGreaterThan(one.heard[1]!.count);
    expect(one.data.commits.database).toBe(other.data.commits.database);
  });

  test("that has made a later state is noticed at once by who looks inside", async () => {
    const folder = mkdtempSync(join(tmpdir(), "commits-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "data.sqlite");
    const one = await openHeard({ database: openSqlite(file) });
    one.data.commits.lookAround();
    using other = new DatabaseSync(file);
    other.exec("UPDATE servery_commits SET previous = count, count = 7e12");
    // In the same turn it is not looked again.
    one.data.commits.lookAround();
    expect(one.heard).toEqual([]);
    one.data.commits.lookInside();
    expect(one.heard).toMatchObject([{ count: 7e12 }]);
  });
});

describe.each(["read", "heavy"] as const)("an observer of a %s", (kind) => {
  test("is told each statement, and in the end the state that was seen", async () => {
    const { data, add } = await openHeard();
    await add("a");
    const seen = createNotes();
    await data[kind](names, { observer: seen });
    expect(seen.sql).toHaveLength(1);
    expect(seen.sql[0]).toMatch(/from "items"/i);
    expect(seen.states).toEqual([data.commits.count()]);
  });

  test("is told of the state that was seen, whatever was committed meanwhile", async () => {
    const { data, add } = await openHeard();
    await add("a");
    const before = data.commits.count();
    const seen = createNotes();
    const read = async (db: TestDb) => {
      const found = await names(db);
      await add("b");
      return found;
    };
    expect(await data[kind](read, { observer: seen })).toEqual(["a"]);
    expect(seen.states).toEqual([before]);
  });

  test("is told the state of a handler that fails, too", async () => {
    const { data } = await openHeard();
    const seen = createNotes();
    const fails = async (db: TestDb) => {
      await names(db);
      throw new Error("no");
    };
    await expect(data[kind](fails, { observer: seen })).rejects.toThrow("no");
    expect(seen.states).toEqual([data.commits.count()]);
  });

  test("is told no state of what was given up", async () => {
    const { data, clock } = await openHeard();
    const seen = createNotes();
    const hangs = async (db: TestDb) => {
      await names(db);
      clock.advance(1000);
      return new Promise(() => {});
    };
    await expect(data[kind](hangs, { observer: seen, timeoutMs: 1000 })).rejects.toThrow(
      "time limit",
    );
    expect(seen.states).toEqual([]);
  });
});

test("no state is told of a snapshot that was lost on the way", async () => {
  const readers: Connection[] = [];
  const wrap = (database: Database): Database => ({
    ...database,
    openReader() {
      const connection = database.openReader();
      readers.push(connection);
      return connection;
    },
  });
  const { data, add } = await openHeard({ wrap });
  await add("a");
  const seen = createNotes();
  const read = async (db: TestDb) => {
    const found = await names(db);
    // As SQLite does after some failures.
    for (const reader of readers) if (reader.inTransaction) reader.exec("ROLLBACK");
    await add("b");
    return found;
  };
  expect(await data.read(read, { observer: seen })).toEqual(["a"]);
  expect(seen.states).toEqual([]);
});

test("a statement of a heavy read that nobody waits for holds up no answer", async () => {
  const { data } = await openHeard();
  const seen = createNotes();
  const read = async (db: TestDb) => {
    const found = await names(db);
    void names(db).catch(() => {});
    return found;
  };
  expect(await data.heavy(read, { observer: seen })).toEqual([]);
  expect(seen.states).toEqual([data.commits.count()]);
});
