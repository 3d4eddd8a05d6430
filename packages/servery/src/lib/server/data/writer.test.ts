import { setImmediate as turn } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openTestData } from "../../../../test/data/fixture.ts";
import type { Connection, Database } from "../../ports/database.ts";
import { id, integer, ref, text } from "./column.ts";
import type { Db, Ledger, WriteJob } from "./data.ts";
import { DataError, isDataError } from "./data-error.ts";
import { everyone } from "./policy.ts";
import { table } from "./table.ts";

const items = table("items", { id: id(), name: text({ unique: true }), stock: integer({ default: 0, check: "@ >= 0" }) }, { policy: everyone });
const orders = table("orders", { id: id(), itemId: ref(() => items) }, { policy: everyone });
const tables = { items, orders };
type TestDb = Db<typeof tables>;
type Job<R> = WriteJob<typeof tables, R>;

const systemTables = ["CREATE TABLE IF NOT EXISTS servery_notes (note TEXT NOT NULL) STRICT"];
const open = (options: Parameters<typeof openTestData<typeof tables>>[1] = {}) => openTestData(tables, { systemTables, ...options });

const insert = (name: string) => (db: TestDb) => db.insertInto("items").values({ name }).executeTakeFirstOrThrow();
const names = (db: TestDb) => db.selectFrom("items").select("name").orderBy("name").execute().then((rows) => rows.map((row) => row.name));
const note = (text: string) => (ledger: Ledger) => void ledger.run("INSERT INTO servery_notes VALUES (?)", text);
const notes = (ledger: Ledger) => ledger.all("SELECT note FROM servery_notes ORDER BY rowid").map((row) => row["note"]);

function job<R>(operation: string, run: Job<R>["run"], more: Partial<Job<R>> = {}): Job<R> {
  return { operation, run, ...more };
}

/** Stands around a database, so that a test can see and spoil what its writer does. */
function spoil(change: (connection: Connection) => Connection): { readonly wrap: (database: Database) => Database } {
  return { wrap: (database) => ({ ...database, openWriter: () => change(database.openWriter()) }) };
}

/** Tells of every COMMIT, and makes it fail where `onCommit` throws. */
function atCommit(onCommit: () => void) {
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

describe("mutations that wait together", () => {
  test("share one commit, and none is answered before it", async () => {
    const events: string[] = [];
    await using opened = await open(atCommit(() => events.push("commit")));
    const jobs = Array.from({ length: 5 }, (_, index) =>
      opened.data.write(job(`add${index}`, insert(`name${index}`))).then(() => events.push("answer")),
    );
    jobs.push(opened.data.write(job("fail", () => Promise.reject(new Error("no")))).catch(() => events.push("answer")));
    await Promise.all(jobs);
    expect(events).toEqual(["commit", ...Array<string>(6).fill("answer")]);
  });

  test("run strictly one at a time, also where a handler lets the event loop turn", async () => {
    await using opened = await open();
    const events: number[] = [];
    const slow = (index: number) => async (db: TestDb) => {
      events.push(index);
      await turn();
      await insert(`n${index}`)(db);
      await turn();
      events.push(index);
    };
    await Promise.all([0, 1, 2].map((index) => opened.data.write(job("slow", slow(index)))));
    expect(events).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test("each see what the earlier ones did, and are undone alone", async () => {
    await using opened = await open();
    const results = await Promise.allSettled([
      opened.data.write(job("a", insert("a"))),
      opened.data.write(
        job("b", async (db) => {
          await insert("b")(db);
          throw new Error("changed my mind");
        }),
      ),
      opened.data.write(job("c", names)),
    ]);
    expect(results).toMatchObject([{ status: "fulfilled" }, { status: "rejected" }, { value: ["a"] }]);
    expect(await opened.data.read(names)).toEqual(["a"]);
  });

  test("are bounded: by the count of a batch and by the length of the queue", async () => {
    let commits = 0;
    await using opened = await open({ ...atCommit(() => commits++), limits: { batchCount: 2, queuedWrites: 4 } });
    const results = await Promise.allSettled(Array.from({ length: 6 }, (_, index) => opened.data.write(job("add", insert(`n${index}`)))));
    expect(results.map(({ status }) => status)).toEqual([...Array<string>(4).fill("fulfilled"), "rejected", "rejected"]);
    expect(isDataError((results[4] as PromiseRejectedResult).reason, "overloaded")).toBe(true);
    expect(commits).toBe(2);
  });

  test("are bounded by the time of a batch", async () => {
    let commits = 0;
    await using opened = await open({ ...atCommit(() => commits++), limits: { batchMs: 20 } });
    const late = job("late", async (db: TestDb) => {
      opened.clock.advance(25);
      return names(db);
    });
    await Promise.all([opened.data.write(late), opened.data.write(job("next", names))]);
    expect(commits).toBe(2);
  });
});

describe("a shared commit that fails", () => {
  test("is done again one by one: a problem that rested on a neighbour's lost row is not answered", async () => {
    let commits = 0;
    const failFirst = () => {
      if (++commits === 1) throw Object.assign(new Error("disk I/O error"), { databaseFailure: "io" });
    };
    await using opened = await open(atCommit(failFirst));
    // In the batch `second` finds the name taken by `first`; alone, `first` gives way to its failing COMMIT.
    let runs = 0;
    const first = opened.data.write(
      job("first", async (db) => {
        if (++runs > 1) throw new Error("not this time");
        await insert("taken")(db);
      }),
    );
    const second = opened.data.write(job("second", insert("taken")));
    const results = await Promise.allSettled([first, second]);
    expect(results).toMatchObject([{ status: "rejected" }, { status: "fulfilled" }]);
    expect(await opened.data.read(names)).toEqual(["taken"]);
    expect(commits).toBe(3);
  });

  test("fails the one job that is alone, and the next goes on", async () => {
    let failing = true;
    await using opened = await open(
      atCommit(() => {
        if (failing) throw Object.assign(new Error("full"), { databaseFailure: "full" });
      }),
    );
    await expect(opened.data.write(job("a", insert("a")))).rejects.toMatchObject({ code: "full_disk" });
    failing = false;
    await opened.data.write(job("b", insert("b")));
    expect(await opened.data.read(names)).toEqual(["b"]);
  });
});

describe("a transaction that the database ends", () => {
  const trigger = "CREATE TRIGGER IF NOT EXISTS poison BEFORE INSERT ON items WHEN new.name = 'poison' BEGIN SELECT RAISE(ROLLBACK, 'poisoned'); END";

  test("costs only the one that ended it: the others are run again, alone", async () => {
    await using opened = await open();
    await opened.data.write(job("setup", async () => {}, { before: (ledger) => void ledger.run(trigger) }));
    const poisonous = job(
      "poison",
      async (db: TestDb) => {
        await insert("poison")(db).catch(() => {});
        // Without the check this would commit on its own.
        await insert("after")(db);
      },
      { ledger: (ledger, outcome) => note(`poison ${outcome.ok}`)(ledger) },
    );
    const results = await Promise.allSettled([
      opened.data.write(job("a", insert("a"), { ledger: note("a") })),
      opened.data.write(poisonous),
      opened.data.write(job("b", insert("b"))),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((results[1] as PromiseRejectedResult).reason).toMatchObject({ code: "transaction_lost" });
    expect(await opened.data.read(names)).toEqual(["a", "b"]);
    expect(await opened.data.write(job("notes", async () => [] as unknown[], { before: (ledger) => ({ replay: notes(ledger) }) }))).toEqual(["a", "poison false"]);
  });

  test("is not to be had by INSERT OR ROLLBACK, which is refused before it runs", async () => {
    await using opened = await open();
    const results = await Promise.allSettled([
      opened.data.write(job("a", insert("a"))),
      opened.data.write(job("evil", (db) => sql`insert or /* */ rollback into items (name) values ('a')`.execute(db))),
      opened.data.write(job("built", (db) => db.insertInto("items").orRollback().values({ name: "a" }).execute())),
      opened.data.write(job("b", insert("b"))),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    for (const index of [1, 2]) expect((results[index] as PromiseRejectedResult).reason).toMatchObject({ code: "statement_refused" });
    expect(await opened.data.read(names)).toEqual(["a", "b"]);
  });
});

describe("a handler that takes too long", () => {
  test("loses its db and its effect, and the next one runs", async () => {
    await using opened = await open();
    const gate = Promise.withResolvers<void>();
    const after = Promise.withResolvers<unknown>();
    const late = opened.data.write(
      job(
        "late",
        async (db) => {
          await insert("before")(db);
          await gate.promise;
          await insert("after")(db).catch(after.resolve);
        },
        { timeoutMs: 50, ledger: (ledger, outcome) => note(`late ${outcome.ok}`)(ledger) },
      ),
    );
    const next = opened.data.write(job("next", names));
    const failed = expect(late).rejects.toMatchObject({ code: "timeout" });
    await turn();
    await turn();
    opened.clock.advance(50);
    await failed;
    expect(await next).toEqual([]);
    // Its neighbour's transaction is open while it wakes.
    const neighbour = opened.data.write(
      job("neighbour", async (db) => {
        gate.resolve();
        const error = await after.promise;
        await insert("neighbour")(db);
        return error;
      }),
    );
    expect(await neighbour).toMatchObject({ code: "db_revoked" });
    expect(await opened.data.read(names)).toEqual(["neighbour"]);
    expect(await opened.data.write(job("notes", async () => [] as unknown[], { before: (ledger) => ({ replay: notes(ledger) }) }))).toEqual(["late false"]);
  });

  test("and a handler that has returned cannot use its db either", async () => {
    await using opened = await open();
    const kept: TestDb[] = [];
    await opened.data.write(job("keeps", async (db) => void kept.push(db)));
    await opened.data.write(
      job("next", async () => {
        await expect(insert("stray")(kept[0] as TestDb)).rejects.toMatchObject({ code: "db_revoked" });
      }),
    );
    expect(await opened.data.read(names)).toEqual([]);
  });
});

describe("effects and ledger", () => {
  test("the ledger is kept when the effect is rolled back", async () => {
    await using opened = await open();
    const failed = opened.data.write(
      job(
        "sign in",
        async (db) => {
          await insert("gone")(db);
          throw new Error("wrong password");
        },
        { ledger: (ledger, outcome) => note(outcome.ok ? "in" : "failed attempt")(ledger) },
      ),
    );
    await expect(failed).rejects.toThrow("wrong password");
    expect(await opened.data.read(names)).toEqual([]);
    expect(await opened.data.write(job("notes", async () => [] as unknown[], { before: (ledger) => ({ replay: notes(ledger) }) }))).toEqual(["failed attempt"]);
  });

  test("an effect whose ledger fails is undone, and its neighbours are not", async () => {
    await using opened = await open();
    const broken = job("broken", insert("broken"), {
      ledger() {
        throw new Error("ledger bug");
      },
    });
    const results = await Promise.allSettled([
      opened.data.write(job("a", insert("a"))),
      opened.data.write(broken),
      opened.data.write(job("b", insert("b"))),
    ]);
    expect(results).toMatchObject([{ status: "fulfilled" }, { status: "rejected", reason: { message: "ledger bug" } }, { status: "fulfilled" }]);
    expect(await opened.data.read(names)).toEqual(["a", "b"]);
  });

  test("an answer from before the savepoint replays: the handler does not run", async () => {
    await using opened = await open();
    let runs = 0;
    const replayed = await opened.data.write(
      job("again", async () => `run ${++runs}`, { before: () => ({ replay: "stored" }), ledger: note("never") }),
    );
    expect([replayed, runs]).toEqual(["stored", 0]);
  });

  test("a refusal from before the savepoint rejects the job alone", async () => {
    await using opened = await open();
    const refusing = job("refuse", insert("x"), {
      before() {
        throw new DataError("aborted", "refused");
      },
    });
    const results = await Promise.allSettled([opened.data.write(refusing), opened.data.write(job("a", insert("a")))]);
    expect(results).toMatchObject([{ status: "rejected" }, { status: "fulfilled" }]);
    expect(await opened.data.read(names)).toEqual(["a"]);
  });
});

describe("a caller that goes", () => {
  test("cancels what has not started, and nothing else", async () => {
    await using opened = await open();
    const gone = new AbortController();
    const running = opened.data.write(
      job(
        "running",
        async (db) => {
          gone.abort();
          await turn();
          return insert("running")(db);
        },
        { signal: gone.signal },
      ),
    );
    const waiting = opened.data.write(job("waiting", insert("waiting"), { signal: gone.signal }));
    await expect(waiting).rejects.toMatchObject({ code: "aborted" });
    await running;
    expect(await opened.data.read(names)).toEqual(["running"]);
  });
});

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
  ])("%s", async (statement, why) => {
    await using opened = await open();
    const refused = opened.data.write(job("handler", (db) => sql.raw(statement).execute(db)));
    await expect(refused).rejects.toMatchObject({ code: "statement_refused", message: expect.stringContaining(why) });
  });

  test.each([
    ["transaction()", (db: TestDb) => db.transaction().execute(async () => {})],
    ["startTransaction()", (db: TestDb) => db.startTransaction().execute()],
    ["connection()", (db: TestDb) => db.connection().execute(async () => {})],
  ])("db.%s, since it is in a transaction already", async (_name, run) => {
    await using opened = await open();
    await expect(opened.data.write(job<unknown>("handler", run))).rejects.toMatchObject({ code: "statement_refused" });
  });

  test("wait for something other than db without being told so, in dev", async () => {
    await using opened = await open();
    const waits = job("waits", async () => void (await turn()));
    await opened.data.write(waits);
    await opened.data.write(waits);
    await opened.data.write(job("does not", insert("a")));
    expect(opened.log.lines.map(({ message }) => message)).toEqual([expect.stringMatching(/^waits: the mutation waits for something other/)]);
  });
});
