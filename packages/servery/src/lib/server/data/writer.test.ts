import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import {
  atCommit,
  insert,
  job,
  names,
  note,
  notes,
  openItems as open,
  type TestDb,
} from "../../../../test/data/items.ts";
import { isDataError } from "./data-error.ts";

describe("mutations that wait together", () => {
  test("share one commit, and none is answered before it", async () => {
    const events: string[] = [];
    await using opened = await open(atCommit(() => events.push("commit")));
    const jobs = Array.from({ length: 5 }, (_, index) =>
      opened.data
        .write(job(`add${index}`, insert(`name${index}`)))
        .then(() => events.push("answer")),
    );
    jobs.push(
      opened.data
        .write(job("fail", () => Promise.reject(new Error("no"))))
        .catch(() => events.push("answer")),
    );
    await Promise.all(jobs);
    expect(events).toEqual(["commit", ...Array<string>(6).fill("answer")]);
  });

  test("run each in its caller's context", async () => {
    await using opened = await open();
    const caller = new AsyncLocalStorage<string>();
    const ask = (name: string) =>
      caller.run(name, () =>
        opened.data.write(job("ask", async (db) => (await insert(name)(db), caller.getStore()))),
      );
    expect(await Promise.all(["Ada", "Bob"].map(ask))).toEqual(["Ada", "Bob"]);
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
    expect(results).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected" },
      { value: ["a"] },
    ]);
    expect(await opened.data.read(names)).toEqual(["a"]);
  });

  test("are bounded: by the count of a batch and by the length of the queue", async () => {
    let commits = 0;
    await using opened = await open({
      ...atCommit(() => commits++),
      limits: { batchCount: 2, queuedWrites: 4 },
    });
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) => opened.data.write(job("add", insert(`n${index}`)))),
    );
    expect(results.map(({ status }) => status)).toEqual([
      ...Array<string>(4).fill("fulfilled"),
      "rejected",
      "rejected",
    ]);
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
      if (++commits === 1)
        throw Object.assign(new Error("disk I/O error"), { databaseFailure: "io" });
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
    await expect(opened.data.write(job("a", insert("a")))).rejects.toMatchObject({
      code: "full_disk",
    });
    failing = false;
    await opened.data.write(job("b", insert("b")));
    expect(await opened.data.read(names)).toEqual(["b"]);
  });
});

describe("a transaction that the database ends", () => {
  const trigger =
    "CREATE TRIGGER IF NOT EXISTS poison BEFORE INSERT ON items WHEN new.name = 'poison' BEGIN SELECT RAISE(ROLLBACK, 'poisoned'); END";

  test("costs only the one that ended it: the others are run again, alone", async () => {
    await using opened = await open();
    await opened.data.write(
      job("setup", async () => {}, { before: (ledger) => void ledger.run(trigger) }),
    );
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
    expect((results[1] as PromiseRejectedResult).reason).toMatchObject({
      code: "transaction_lost",
    });
    expect(await opened.data.read(names)).toEqual(["a", "b"]);
    expect(
      await opened.data.write(
        job("notes", async () => [] as unknown[], {
          before: (ledger) => ({ replay: notes(ledger) }),
        }),
      ),
    ).toEqual(["a", "poison false"]);
  });

  test("is not to be had by INSERT OR ROLLBACK, which is refused before it runs", async () => {
    await using opened = await open();
    const results = await Promise.allSettled([
      opened.data.write(job("a", insert("a"))),
      opened.data.write(
        job("evil", (db) =>
          sql`insert or /* */ rollback into items (name) values ('a')`.execute(db),
        ),
      ),
      opened.data.write(
        job("built", (db) => db.insertInto("items").orRollback().values({ name: "a" }).execute()),
      ),
      opened.data.write(job("b", insert("b"))),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "fulfilled",
    ]);
    for (const index of [1, 2])
      expect((results[index] as PromiseRejectedResult).reason).toMatchObject({
        code: "statement_refused",
      });
    expect(await opened.data.read(names)).toEqual(["a", "b"]);
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
