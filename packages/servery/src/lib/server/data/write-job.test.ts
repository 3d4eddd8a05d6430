import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
  insert,
  job,
  names,
  note,
  notes,
  openItems as open,
  type TestDb,
} from "../../../../test/data/items.ts";
import { DataError } from "./data-error.ts";
import type { Ledger } from "./data.ts";

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
    expect(
      await opened.data.write(
        job("notes", async () => [] as unknown[], {
          before: (ledger) => ({ replay: notes(ledger) }),
        }),
      ),
    ).toEqual(["late false"]);
  });

  test("and a handler that has returned cannot use its db either", async () => {
    await using opened = await open();
    const kept: TestDb[] = [];
    await opened.data.write(job("keeps", async (db) => void kept.push(db)));
    await opened.data.write(
      job("next", async () => {
        await expect(insert("stray")(kept[0] as TestDb)).rejects.toMatchObject({
          code: "db_revoked",
        });
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
    expect(
      await opened.data.write(
        job("notes", async () => [] as unknown[], {
          before: (ledger) => ({ replay: notes(ledger) }),
        }),
      ),
    ).toEqual(["failed attempt"]);
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
    expect(results).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected", reason: { message: "ledger bug" } },
      { status: "fulfilled" },
    ]);
    expect(await opened.data.read(names)).toEqual(["a", "b"]);
  });

  test("an answer from before the savepoint replays: the handler does not run", async () => {
    await using opened = await open();
    let runs = 0;
    const replayed = await opened.data.write(
      job("again", async () => `run ${++runs}`, {
        before: () => ({ replay: "stored" }),
        ledger: note("never"),
      }),
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
    const results = await Promise.allSettled([
      opened.data.write(refusing),
      opened.data.write(job("a", insert("a"))),
    ]);
    expect(results).toMatchObject([{ status: "rejected" }, { status: "fulfilled" }]);
    expect(await opened.data.read(names)).toEqual(["a"]);
  });
});

describe("what is to be done on commit", () => {
  test("is done before the writer answers, and not where nothing was committed", async () => {
    await using opened = await open();
    const { data } = opened;
    const seen: string[] = [];
    const write = (operation: string, sql?: string) =>
      data.write({
        operation,
        async run(_db, ledger) {
          ledger.onCommit(() =>
            seen.push(`${operation}: ${data.system.all("SELECT 1 FROM items").length}`),
          );
          ledger.run("INSERT INTO main.items (name) VALUES (?)", operation);
          if (sql !== undefined) ledger.run(sql);
        },
      });
    await write("kept").then(() => seen.push("answered"));
    await expect(write("lost", "ROLLBACK")).rejects.toMatchObject({ code: "transaction_lost" });
    await write("next");
    expect(seen).toEqual(["kept: 1", "answered", "next: 2"]);
  });
});

test("what a failed job was to do after its commit is not done when its neighbours commit", async () => {
  await using opened = await open();
  const seen: string[] = [];
  const write = (operation: string, error?: Error) =>
    opened.data.write({
      operation,
      async run(_db, ledger) {
        ledger.onCommit(() => seen.push(operation));
        if (error !== undefined) throw error;
      },
    });
  const undone = new Error("undone");
  await Promise.allSettled([write("first"), write("failed", undone), write("last")]);
  expect(seen).toEqual(["first", "last"]);
});

test("a handler that has ended no longer has the ledger either", async () => {
  await using opened = await open();
  let kept: Ledger | undefined;
  await opened.data.write({ operation: "first", run: async (_db, ledger) => void (kept = ledger) });
  await opened.data.write({
    operation: "neighbour",
    async run() {
      const late = () => kept!.run("INSERT INTO main.items (name) VALUES ('late')");
      expect(late).toThrow(expect.objectContaining({ code: "db_revoked" }));
      expect(() => kept!.onCommit(() => {})).toThrow(/first/);
    },
  });
  expect(await opened.data.write(job("names", names))).toEqual([]);
});
