import { describe, expect, test } from "vitest";
import { openWatches } from "../../../../test/live/open-watches.ts";
import { as, createGate, settle, type QueryOptions } from "../../../../test/live/world.ts";

describe("a watch whose caller answers otherwise", () => {
  test("is told the result that is theirs now; who answers alike runs nothing", async () => {
    const { query, watching, runs } = openWatches();
    const heard = await watching(query("1", as("ada")));
    heard.replace(query("1", as("ada", { caller: { user: "ada", "role:x": "yes" } })));
    await settle();
    expect([heard.told, runs.get("1")]).toEqual([["0 null ada"], 1]);
    heard.replace(query("1", as("bob")));
    await settle();
    expect([heard.last, runs.get("1")]).toEqual(["0 null bob", 2]);
  });

  test("is not told another's result where that is while the query runs", async () => {
    const { query, watch } = openWatches();
    const gate = createGate();
    const heard = watch(query("1", as("ada", { meanwhile: gate.wait })));
    await settle();
    heard.replace(query("1", as("bob")));
    gate.open();
    await settle();
    expect(heard.told).toEqual(["0 null bob"]);
  });

  test("is not told of an older state than it knows, by a run that it has joined", async () => {
    const { world, query, watch, watching } = openWatches();
    world.write("1", "a");
    const heard = await watching(query("1", as("ada")));
    const gate = createGate();
    let meanwhile: QueryOptions["meanwhile"] = gate.wait;
    const slow = watch(query("1", as("bob", { meanwhile: (signal) => meanwhile?.(signal) })));
    await settle();
    world.write("1", "b");
    await settle();
    heard.replace(query("1", as("bob")));
    meanwhile = undefined;
    gate.open();
    await settle();
    expect(slow.told).toEqual(["1 a bob", "2 b bob"]);
    expect(heard.told).toEqual(["1 a ada", "2 b ada", "2 b bob"]);
  });

  test("is not told of an older state than it was said to hold in", async () => {
    const { world, watches, query, watch, watching } = openWatches();
    world.write("1", "a");
    const heard = await watching(query("1", as("ada")));
    const gate = createGate();
    let meanwhile: QueryOptions["meanwhile"] = gate.wait;
    watch(query("1", as("bob", { meanwhile: (signal) => meanwhile?.(signal) })));
    await settle();
    world.write("1", "b");
    world.write("1", "a");
    await settle();
    // Nothing was told, for nothing is another; and yet it is known by now that it holds in the third state.
    expect([heard.told, watches.settledCount()]).toEqual([["1 a ada"], 3]);
    heard.replace(query("1", as("bob")));
    meanwhile = undefined;
    gate.open();
    await settle();
    expect(heard.told).toEqual(["1 a ada", "3 a bob"]);
  });

  test("takes its own result with it, where no other caller could have it", async () => {
    const { query, watching, runs } = openWatches();
    const options = { forbidden: "random" };
    const heard = await watching(query("1", options));
    heard.replace(query("1", options));
    await settle();
    expect(runs.get("1")).toBe(2);
    heard.close();
    heard.replace(query("1", options));
    await settle();
    expect(runs.get("1")).toBe(2);
  });
});

describe("a write while a query runs", () => {
  test("makes it run again; what it is told until then is the state that it saw", async () => {
    const { world, query, watch, runs } = openWatches();
    world.write("1", "a");
    const gate = createGate();
    const heard = watch(query("1", { meanwhile: gate.wait }));
    await settle();
    world.write("1", "b");
    gate.open();
    await settle();
    expect(heard.told).toEqual(["1 a", "2 b"]);
    expect(runs.get("1")).toBe(2);
  });

  test("by another process does not make it run without end", async () => {
    for (const counts of [true, false]) {
      const { world, query, watching, runs } = openWatches();
      const heard = await watching(query("1"));
      world.writeElsewhere("1", "a", { counts });
      world.commits.lookAround();
      await settle(50);
      expect(heard.last).toMatch(/ a$/);
      expect(runs.get("1")).toBe(2);
      world.writeElsewhere("1", "b", { counts });
      world.commits.lookAround();
      await settle(50);
      expect([heard.last?.slice(-2), runs.get("1")]).toEqual([" b", 3]);
    }
  });

  test("right after it has run is not missed", async () => {
    const { world, query, watch } = openWatches();
    const inner = query("1");
    // Between the end of the run and whoever goes on after it.
    let left = 3;
    const run: typeof inner.run = async (record, signal) => {
      const text = await inner.run(record, signal);
      if (left-- > 0) void Promise.resolve().then(() => world.write("1", `late ${left}`));
      return text;
    };
    const heard = watch({ ...inner, run });
    await settle(30);
    expect(heard.last).toBe(`3 ${world.read("1")}`);
  });
});

describe("the state up to which all have been told", () => {
  test("is the newest, but for changes that somebody has not been told of yet", async () => {
    const { world, watches, query, watch, watching } = openWatches();
    const gate = createGate();
    let meanwhile: QueryOptions["meanwhile"] = () => {};
    const slow = await watching(query("1", { meanwhile: (signal) => meanwhile?.(signal) }));
    await watching(query("2"));
    expect(watches.settledCount()).toBe(0);
    world.write("3", "x");
    expect(watches.settledCount()).toBe(1);
    meanwhile = gate.wait;
    world.write("1", "x");
    expect(watches.settledCount()).toBe(1);
    world.write("2", "x");
    await settle();
    // The second was told; the first still runs, and was last told what held in the first state.
    expect([slow.told.length, watches.settledCount()]).toEqual([1, 1]);
    const joins = watch(query("2"));
    gate.open();
    await settle();
    expect([slow.last, joins.last, watches.settledCount()]).toEqual(["3 x", "3 x", 3]);
  });

  test("is before a state that was told and did not hold any more, also when later ones are known", async () => {
    const { world, watches, query, watch } = openWatches();
    const gates = [createGate(), createGate()];
    let run = 0;
    const heard = watch(query("1", { meanwhile: () => gates[run++]?.wait() }));
    await settle();
    world.write("1", "a");
    world.write("1", "b");
    gates[0]!.open();
    await settle();
    expect([heard.told, watches.settledCount()]).toEqual([["0 null"], 0]);
    gates[1]!.open();
    await settle();
    expect([heard.last, watches.settledCount()]).toEqual(["2 b", 2]);
  });

  test("waits for who looks for a result of their own", async () => {
    const { world, watches, query, watching } = openWatches();
    const gate = createGate();
    let meanwhile: QueryOptions["meanwhile"] = () => {};
    const options = (user: string) => as(user, { meanwhile: (signal) => meanwhile?.(signal) });
    const heard = await watching(query("1", options("ada")));
    meanwhile = gate.wait;
    heard.replace(query("1", options("bob")));
    await settle();
    world.write("1", "a");
    expect(watches.settledCount()).toBe(0);
    gate.open();
    await settle();
    expect([heard.last, watches.settledCount()]).toEqual(["1 a bob", 1]);
  });

  test("waits for them also where they join others who were told nothing yet", async () => {
    const { world, watches, query, watch, watching } = openWatches();
    const heard = await watching(query("1", as("ada")));
    const gate = createGate();
    watch(query("1", as("bob", { meanwhile: gate.wait })));
    await settle();
    world.write("2", "x");
    expect(watches.settledCount()).toBe(1);
    heard.replace(query("1", as("bob")));
    world.write("1", "a");
    expect(watches.settledCount()).toBe(1);
    heard.close();
    gate.open();
    await settle();
    expect(watches.settledCount()).toBe(2);
  });

  test("does not wait for who has gone", async () => {
    const { world, watches, query, watching } = openWatches();
    const heard = await watching(query("1"));
    world.write("1", "a");
    expect(watches.settledCount()).toBe(0);
    heard.close();
    expect(watches.settledCount()).toBe(1);
  });

  test("is not before the newest one because something was too old", async () => {
    const { world, platform, watches, query, watching } = openWatches({ maxAgeMs: 10 });
    await watching(query("1"));
    world.write("2", "a");
    platform.advance(10);
    watches.sweep();
    expect(watches.settledCount()).toBe(1);
  });
});
