import { describe, expect, test } from "vitest";
import { runAndKeep } from "../../../../test/live/open-kept.ts";
import { openWatches } from "../../../../test/live/open-watches.ts";
import { as, createGate, settle } from "../../../../test/live/world.ts";

describe("a watch", () => {
  test("is told how its query stands, and again when that changes", async () => {
    const { world, query, watching, runs } = openWatches();
    world.write("1", "a");
    const heard = await watching(query("1"));
    expect(heard.told).toEqual(["1 a"]);
    world.write("1", "b");
    await settle();
    expect(heard.told).toEqual(["1 a", "2 b"]);
    expect(runs.get("1")).toBe(2);
  });

  test("does not run again for what it does not rest on", async () => {
    const { world, query, watching, runs } = openWatches();
    await watching(query("1"));
    for (let at = 0; at < 5; at++) world.write("2", String(at));
    await settle();
    expect(runs.get("1")).toBe(1);
  });

  test("runs once for all commits of a turn, and is told of the last", async () => {
    const { world, query, watching, runs } = openWatches();
    const heard = await watching(query("1"));
    for (let at = 1; at <= 10; at++) world.write("1", String(at));
    await settle();
    expect(heard.told).toEqual(["0 null", "10 10"]);
    expect(runs.get("1")).toBe(2);
  });

  test("is told nothing where its result is the same", async () => {
    const { world, query, watching, runs } = openWatches();
    world.write("1", "a");
    const heard = await watching(query("1"));
    world.write("1", "b");
    world.write("1", "a");
    await settle();
    expect(heard.told).toEqual(["1 a"]);
    expect(runs.get("1")).toBe(2);
  });

  test("is told the newest state that a result holds in, not the one that it was read in", async () => {
    const { world, query, watching } = openWatches();
    world.write("1", "a");
    await watching(query("1"));
    world.write("2", "b");
    world.write("2", "c");
    // A plain call would have said that it is of state 3: a watch that says 1 would be taken for the past.
    expect((await watching(query("1"))).told).toEqual(["3 a"]);
  });

  test("is told nothing once it is closed, also when that is while its query runs", async () => {
    const { world, kept, watches, query, watch } = openWatches();
    const gate = createGate();
    const heard = watch(query("1", { meanwhile: gate.wait }));
    await settle();
    heard.close();
    heard.close();
    gate.open();
    await settle();
    world.write("1", "a");
    await settle();
    expect(heard.told).toEqual([]);
    expect(watches.size).toBe(0);
    // What was made for it is kept as anybody's.
    expect(kept.size).toBeLessThanOrEqual(1);
  });

  test("does not run when it is closed before its turn", async () => {
    const { query, watch, runs, kept } = openWatches();
    watch(query("1")).close();
    await settle();
    expect([runs.get("1"), kept.size]).toEqual([undefined, 0]);
  });

  test("is told of every change though others fail to listen, which the log has", async () => {
    const { world, log, query, watch } = openWatches();
    watch(query("1"), () => {
      throw new Error("a bug");
    });
    const heard = watch(query("1"));
    await settle();
    world.write("1", "a");
    await settle();
    expect(heard.told).toEqual(["0 null", "1 a"]);
    expect(log.lines.map(({ message }) => message)).toEqual(
      Array.from({ length: 2 }, () => "A watch could not be told"),
    );
  });

  test("may be closed by another while they are told", async () => {
    const { query, watch, watches } = openWatches();
    const all = [0, 1, 2].map(() =>
      watch(query("1"), () => {
        for (const each of all.slice(1)) each.close();
      }),
    );
    await settle();
    expect(all.map(({ told }) => told.length)).toEqual([1, 0, 0]);
    expect(watches.size).toBe(1);
  });
});

describe("equal watches", () => {
  test("share each run", async () => {
    const { world, query, watch, runs } = openWatches();
    const all = Array.from({ length: 100 }, () => watch(query("1")));
    await settle();
    world.write("1", "a");
    await settle();
    for (const { told } of all) expect(told).toEqual(["0 null", "1 a"]);
    expect(runs.get("1")).toBe(2);
  });

  test("share a run that goes on when they open", async () => {
    const { query, watch, runs } = openWatches();
    const gate = createGate();
    const all = [watch(query("1", { meanwhile: gate.wait }))];
    for (let turn = 0; turn < 5; turn++) {
      await settle(2);
      all.push(watch(query("1")));
    }
    gate.open();
    await settle();
    for (const { told } of all) expect(told).toEqual(["0 null"]);
    expect(runs.get("1")).toBe(1);
  });

  test("share a result that a plain call has made", async () => {
    const { query, watching, runs } = openWatches();
    await watching(query("1"));
    const heard = await watching(query("1"));
    expect([heard.told, runs.get("1")]).toEqual([["0 null"], 1]);
  });

  test("take a result that a plain call has made before their turn, however many have gone by then", async () => {
    const { world, kept, platform, query, watch, runs } = openWatches();
    let isOver = false;
    const all = Array.from({ length: 300 }, (_, at) =>
      watch(query("1"), () => {
        platform.advance(0.1);
        // Whoever is the first to move on to it leaves again.
        if (isOver && at < 200) all[at]!.close();
      }),
    );
    await settle(50);
    world.write("1", "a");
    isOver = true;
    await runAndKeep(kept, query("1"));
    await settle(50);
    expect(all.every(({ last }) => last === "1 a")).toBe(true);
    expect(runs.get("1")).toBe(2);
    world.write("1", "b");
    await settle(50);
    expect(new Set(all.slice(200).map(({ last }) => last))).toEqual(new Set(["2 b"]));
  });

  test("of callers who answer alike share, all others have their own", async () => {
    const { world, query, watch, runs } = openWatches();
    const users = ["ada", "bob", "ada", "carl", "ada", "bob"];
    const all = users.map((user) => watch(query("1", as(user))));
    await settle(30);
    expect(all.map(({ last }) => last)).toEqual(users.map((user) => `0 null ${user}`));
    const before = runs.get("1")!;
    world.write("1", "a");
    await settle(30);
    expect(all.map(({ told }) => told.length)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(runs.get("1")! - before).toBe(3);
  });

  test.each([
    ["for randomness", { forbidden: "random" }],
    ["what cannot be told", { everything: "a view" }],
    ["and is not to be kept", { isKept: false }],
  ])(
    "share nothing where the query asks %s; each runs again when it is touched, and when it is old",
    async (_, options) => {
      const { world, platform, watches, query, watch, runs } = openWatches({ maxAgeMs: 1000 });
      const all = [watch(query("1", options)), watch(query("1", options))];
      await settle();
      const first = runs.get("1")!;
      expect(all.map(({ last }) => last)).toEqual(["0 null", "0 null"]);
      world.write("1", "a");
      await settle();
      expect(runs.get("1")! - first).toBe(2);
      expect(all.map(({ last }) => last)).toEqual(["1 a", "1 a"]);
      platform.advance(1000);
      watches.sweep();
      await settle();
      expect(runs.get("1")! - first).toBe(4);
      for (const each of all) each.close();
    },
  );

  test("go on when one of them, or all, have gone", async () => {
    const { world, query, watch, runs, kept } = openWatches();
    const [one, other] = [watch(query("1")), watch(query("1"))];
    await settle();
    one.close();
    world.write("1", "a");
    await settle();
    expect([one.told.length, other.last]).toEqual([1, "1 a"]);
    other.close();
    world.write("1", "b");
    await settle();
    expect([runs.get("1"), kept.size]).toEqual([2, 0]);
  });
});

test("the last runs of a watched query are remembered with what caused them", async () => {
  const { world, history, query, watching } = openWatches();
  await watching(query("1"));
  expect(history.of("1")).toEqual([]);
  world.write("1", "a");
  await settle();
  world.write("1", "b");
  world.write("1", "a");
  await settle();
  expect(history.of("1")).toMatchObject([
    { commit: 3, cause: "rows: value of a row changed", changed: false },
    { commit: 1, cause: "rows: value of a row changed", changed: true },
  ]);
});
