import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openTestData } from "../../../../test/data/fixture.ts";
import { openSqlite } from "../../adapters/sqlite/sqlite-database.ts";
import type { Connection, Database, HeavyConnection } from "../../ports/database.ts";
import { id, integer, text } from "./column.ts";
import type { Db } from "./data.ts";
import { writeMigration } from "./migration/migrate.ts";
import { everyone } from "./policy.ts";
import { table } from "./table.ts";

const items = table(
  "items",
  { id: id({ type: "integer" }), name: text(), stock: integer({ default: 0 }) },
  { policy: everyone },
);
const tables = { items };
type TestDb = Db<typeof tables>;

async function openFilled(
  options: Parameters<typeof openTestData<typeof tables>>[1] = {},
  rows = 3,
) {
  const opened = await openTestData(tables, options);
  const values = Array.from({ length: rows }, (_, index) => ({ name: `item ${index}` }));
  await opened.data.write({
    operation: "fill",
    run: (db) => db.insertInto("items").values(values).execute(),
  });
  return opened;
}

const migrations = [
  { name: "0001-items.sql", sql: String(writeMigration(openSqlite(":temporary:"), [], tables)) },
];
const count = (db: TestDb) =>
  db
    .selectFrom("items")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow()
    .then(({ n }) => n);
const add = {
  operation: "add",
  run: (db: TestDb) => db.insertInto("items").values({ name: "added" }).execute(),
};
const endless = sql<{
  n: number;
}>`with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) as n from c`;

describe.each(["read", "heavy"] as const)("%s", (kind) => {
  test("sees one snapshot, whatever is committed meanwhile", async () => {
    await using opened = await openFilled();
    const seen = await opened.data[kind](async (db) => {
      const before = await count(db);
      await opened.data.write(add);
      return [before, await count(db)];
    });
    expect(seen).toEqual([3, 3]);
    expect(await opened.data[kind](count)).toBe(4);
  });

  test("refuses to write, and says what to do", async () => {
    await using opened = await openFilled();
    const writing = opened.data[kind]((db) => db.deleteFrom("items").execute());
    await expect(writing).rejects.toMatchObject({
      code: "read_only",
      message: expect.stringContaining("Make the operation a mutation"),
    });
    expect(await opened.data.read(count)).toBe(3);
  });

  test("loses its db when its handler has ended", async () => {
    await using opened = await openFilled();
    const db = await opened.data[kind](async (given) => given as unknown);
    await expect(count(db as TestDb)).rejects.toMatchObject({ code: "db_revoked" });
    await expect(
      (async () => {
        for await (const _ of (db as TestDb).selectFrom("items").selectAll().stream()) break;
      })(),
    ).rejects.toMatchObject({ code: "db_revoked" });
  });

  test("loses its db when its time is up, and the connection serves the next", async () => {
    await using opened = await openFilled({ limits: { readers: 1, heavyReaders: 1 } });
    const gate = Promise.withResolvers<void>();
    const late = Promise.withResolvers<unknown>();
    const slow = opened.data[kind](
      async (db) => {
        await gate.promise;
        await count(db).catch(late.resolve);
      },
      { operation: "slow", timeoutMs: 50 },
    );
    const failed = expect(slow).rejects.toMatchObject({
      code: "timeout",
      message: expect.stringMatching(/^slow: .*50 ms/),
    });
    opened.clock.advance(50);
    await failed;
    gate.resolve();
    expect(await late.promise).toMatchObject({ code: "db_revoked" });
    expect(await opened.data[kind](count)).toBe(3);
  });

  test("streams rows, and a stream left open does not hold on to the snapshot", async () => {
    await using opened = await openFilled({ limits: { readers: 1, heavyReaders: 1 } });
    const all = (db: TestDb) => db.selectFrom("items").select("name").stream();
    const names = await opened.data[kind](async (db) => {
      const seen: string[] = [];
      for await (const row of all(db)) seen.push(row.name);
      return seen;
    });
    expect(names).toEqual(["item 0", "item 1", "item 2"]);
    const left = await opened.data[kind](async (db) => {
      const stream = all(db);
      await stream.next();
      return [stream];
    });
    await opened.data.write(add);
    expect(await opened.data[kind](count)).toBe(4);
    await expect(left[0]?.next()).rejects.toMatchObject({ code: "db_revoked" });
  });

  test("waits for a connection, a bounded number, for a bounded time, while the caller stays", async () => {
    await using opened = await openFilled({
      limits: { readers: 1, heavyReaders: 1, queuedReads: 3, queuedHeavyReads: 3 },
    });
    const gate = Promise.withResolvers<void>();
    const gone = new AbortController();
    const holding = opened.data[kind](() => gate.promise);
    const waits = opened.data[kind](count, { timeoutMs: 1000 });
    const impatient = opened.data[kind](count, { timeoutMs: 10 });
    const leaving = opened.data[kind](count, { signal: gone.signal });
    const tooMany = opened.data[kind](count);
    await expect(tooMany).rejects.toMatchObject({ code: "overloaded" });
    gone.abort();
    await expect(leaving).rejects.toMatchObject({ code: "aborted" });
    const refused = expect(impatient).rejects.toMatchObject({ code: "timeout" });
    opened.clock.advance(10);
    await refused;
    expect(opened.data.status()[kind === "read" ? "reads" : "heavy"]).toEqual({
      connections: 1,
      active: 1,
      queued: 1,
    });
    gate.resolve();
    await holding;
    expect(await waits).toBe(3);
  });

  test("is refused once the engine is closed, and what has started ends first", async () => {
    const opened = await openFilled();
    const gate = Promise.withResolvers<void>();
    const running = opened.data[kind](async (db) => {
      await gate.promise;
      return count(db);
    });
    await turn();
    const closing = opened.data.close();
    await expect(opened.data[kind](count)).rejects.toMatchObject({ code: "closed" });
    gate.resolve();
    expect(await running).toBe(3);
    await closing;
  });
});

test("a reader that cannot end its snapshot is given up, and its read is answered", async () => {
  let broken = 0;
  const wrap = (database: Database): Database => ({
    ...database,
    openReader: () => failFirstCommit(database.openReader(), () => broken++ === 0),
  });
  await using opened = await openFilled({ wrap });
  expect(await opened.data.read(count)).toBe(3);
  await turn();
  expect(broken).toBe(1);
  expect(await opened.data.read(count)).toBe(3);
  expect(opened.data.status().reads).toMatchObject({ connections: 1, active: 0 });
});

function failFirstCommit(connection: Connection, fails: () => boolean): Connection {
  return {
    ...connection,
    get inTransaction() {
      return connection.inTransaction;
    },
    prepare(statementText, guard) {
      const statement = connection.prepare(statementText, guard);
      if (statementText !== "COMMIT") return statement;
      return {
        ...statement,
        run(parameters) {
          if (fails()) throw new Error("disk I/O error");
          return statement.run(parameters);
        },
      };
    },
  };
}

test.each(["read", "heavy"] as const)(
  "a %s that waited runs in its caller's context",
  async (kind) => {
    await using opened = await openFilled({ limits: { readers: 1, heavyReaders: 1 } });
    const caller = new AsyncLocalStorage<string>();
    const ask = (name: string) =>
      caller.run(name, () =>
        opened.data[kind](async (db) => {
          await count(db);
          return caller.getStore();
        }),
      );
    expect(await Promise.all(["Ada", "Bob", "Cyd"].map(ask))).toEqual(["Ada", "Bob", "Cyd"]);
  },
);

describe("a heavy read", () => {
  test("is ended in the middle of a statement when its time is up", async () => {
    await using opened = await openFilled();
    const running = opened.data.heavy((db) => endless.execute(db), {
      operation: "report",
      timeoutMs: 100,
    });
    const failed = expect(running).rejects.toMatchObject({ code: "timeout" });
    await turn();
    opened.clock.advance(100);
    await failed;
    expect(await opened.data.heavy(count)).toBe(3);
  });

  test("is ended when its caller goes", async () => {
    await using opened = await openFilled();
    const gone = new AbortController();
    const running = opened.data.heavy((db) => endless.execute(db), { signal: gone.signal });
    await turn();
    gone.abort();
    await expect(running).rejects.toMatchObject({ code: "aborted" });
  });

  test("fails when its process comes to an end, and the next one gets another", async () => {
    const processes: HeavyConnection[] = [];
    const wrap = (database: Database): Database => ({
      ...database,
      openHeavy: (setup) => processes[processes.push(database.openHeavy(setup)) - 1]!,
    });
    await using opened = await openFilled({ wrap });
    const running = opened.data.heavy((db) => endless.execute(db));
    const failed = expect(running).rejects.toMatchObject({ code: "timeout" });
    await turn();
    await processes[0]!.end();
    await failed;
    expect(await opened.data.heavy(count)).toBe(3);
    await processes[1]!.end(); // While it rests.
    expect(await opened.data.heavy(count)).toBe(3);
  });

  test("does not hold up the event loop", async () => {
    await using opened = await openFilled();
    const gone = new AbortController();
    const running = opened.data.heavy((db) => endless.execute(db), { signal: gone.signal });
    // Were it on this thread, this read would never be answered.
    expect(await opened.data.read(count)).toBe(3);
    gone.abort();
    await expect(running).rejects.toMatchObject({ code: "aborted" });
  });

  test("is guarded like any other", async () => {
    await using opened = await openFilled();
    const commit = opened.data.heavy((db) => sql`commit`.execute(db));
    await expect(commit).rejects.toMatchObject({ code: "statement_refused" });
  });
});

describe("a statement that is watched", () => {
  test("is logged with its plan when slow, without its parameters", async () => {
    await using opened = await openFilled({ limits: { slowStatementMs: 0 } });
    opened.log.lines.length = 0;
    await opened.data.read(
      (db) => db.selectFrom("items").selectAll().where("name", "=", "a secret").execute(),
      { operation: "find" },
    );
    expect(opened.log.lines).toMatchObject([
      {
        level: "warn",
        fields: { operation: "find", plan: ["SCAN items"] },
        message: expect.stringMatching(/^find: a slow statement/),
      },
    ]);
    expect(JSON.stringify(opened.log.lines)).not.toContain("a secret");
  });

  test.each([
    ["dev", 5000, 1],
    ["dev", 10, 0],
    ["production", 5000, 0],
  ] as const)("in %s, a full scan of %s rows warns %s times", async (mode, rows, warnings) => {
    await using opened = await openFilled(
      { mode, migrations, pendingMigrations: "apply", limits: { slowStatementMs: 1e9 } },
      rows,
    );
    const find = (name: string) =>
      opened.data.read((db) =>
        db.selectFrom("items").selectAll().where("name", "=", name).execute(),
      );
    await find("a");
    await find("b");
    await opened.data.read((db) =>
      db.selectFrom("items").selectAll().where("id", "=", 7).execute(),
    );
    expect(
      opened.log.lines.filter(({ message }) => message.includes("want of an index")),
    ).toHaveLength(warnings);
  });
});
