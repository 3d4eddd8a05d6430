import { describe, expect, test } from "vitest";
import { runAndKeep } from "../../../../test/live/open-kept.ts";
import { openWatches } from "../../../../test/live/open-watches.ts";
import { createGate, settle, type QueryOptions } from "../../../../test/live/world.ts";
import type { ObservedStatement } from "../data/read-observer.ts";
import type { WatchState } from "./watch-state.ts";

const as = (user: string, options: QueryOptions = {}): QueryOptions => ({
  caller: { user },
  asks: ["user"],
  ...options,
});

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

/** A statement that cannot say what it reads. */
function spoil(statement: ObservedStatement): ObservedStatement {
  return {
    ...statement,
    statement: {
      sql: "",
      get plan(): never {
        throw new Error("a bug");
      },
    },
  };
}

describe("a watched query that fails", () => {
  test("tells all of its problem, and of its result once it has one", async () => {
    const { world, query, watch, runs } = openWatches();
    const fails = () => (world.read("1") === undefined ? { status: 404 } : undefined);
    const all = [watch(query("1", { fails })), watch(query("1", { fails }))];
    await settle();
    expect(all.map(({ told }) => told)).toEqual([["0 failed_404!"], ["0 failed_404!"]]);
    world.write("1", "a");
    await settle();
    expect(all.map(({ last }) => last)).toEqual(["1 a", "1 a"]);
    expect(runs.get("1")).toBe(2);
  });

  test("for a reason that passes is tried again after five seconds, and shared until then", async () => {
    const { platform, watches, query, watch, runs } = openWatches();
    let isBroken = true;
    const fails = () => (isBroken ? { status: 503 } : undefined);
    const all = [watch(query("1", { fails })), watch(query("1", { fails }))];
    await settle();
    expect([all.map(({ last }) => last), runs.get("1")]).toEqual([
      ["0 failed_503!", "0 failed_503!"],
      1,
    ]);
    isBroken = false;
    platform.advance(4999);
    watches.sweep();
    await settle();
    expect(runs.get("1")).toBe(1);
    platform.advance(1);
    watches.sweep();
    await settle();
    expect(all.map(({ last }) => last)).toEqual(["0 null", "0 null"]);
    expect(runs.get("1")).toBe(2);
  });

  test("is tried at once for those who come after", async () => {
    const { query, watching, runs } = openWatches();
    const failures = [{ status: 503 }, undefined];
    const fails = () => failures.shift();
    const one = await watching(query("1", { fails }));
    const other = await watching(query("1", { fails }));
    expect([one.told, other.told, runs.get("1")]).toEqual([["0 failed_503!"], ["0 null"], 2]);
  });

  test("for one caller does not fail for others", async () => {
    const { query, watch } = openWatches();
    const broken = as("ada", { fails: () => ({ status: 500 }) });
    const all = [watch(query("1", broken)), watch(query("1", as("bob")))];
    await settle(30);
    expect(all.map(({ last }) => last)).toEqual(["0 failed_500!", "0 null bob"]);
  });

  test("tells of a problem whose JSON is that of the result before", async () => {
    const { world, query, watches } = openWatches();
    const fails = () => (world.read("1") === "gone" ? { status: 404 } : undefined);
    const inner = query("1", { fails });
    const shown = JSON.stringify({
      type: "about:blank",
      title: "It failed",
      status: 404,
      code: "failed_404",
    });
    const run: typeof inner.run = (record) => inner.run(record).then(() => shown);
    const states: WatchState[] = [];
    watches.open({ ...inner, run }, (state) => void states.push(state));
    await settle();
    world.write("1", "gone");
    await settle();
    expect(states).toMatchObject([{ text: shown }, { problem: JSON.parse(shown) as object }]);
  });

  test("before it has seen any state says so, and is tried again", async () => {
    const { platform, watches, query, watching } = openWatches();
    const inner = query("1");
    let isClosed = true;
    const run: typeof inner.run = (record, signal) =>
      isClosed ? Promise.reject(new Error("overloaded")) : inner.run(record, signal);
    const heard = await watching({ ...inner, run });
    expect(heard.told).toEqual(["- failed_500!"]);
    isClosed = false;
    platform.advance(5000);
    watches.sweep();
    await settle();
    expect(heard.last).toBe("0 null");
  });

  test("to say what it has read is a failure that passes, and nobody's but its own", async () => {
    const { query, watching, watches, platform } = openWatches();
    const inner = query("1");
    let isBroken = true;
    const run: typeof inner.run = (record, signal) => {
      const broken = Object.create(record, {
        onStatement: {
          value: (statement: ObservedStatement) => record.onStatement(spoil(statement)),
        },
        onSnapshot: { value: (count: number) => record.onSnapshot(count) },
      }) as typeof record;
      return inner.run(isBroken ? broken : record, signal);
    };
    const heard = await watching({ ...inner, run });
    expect(heard.last).toMatch(/failed_500!$/);
    isBroken = false;
    platform.advance(5000);
    watches.sweep();
    await settle();
    expect(heard.last).toBe("0 null");
  });
});

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

describe("runs that can be ended on the way", () => {
  test("are a few at once, and do not hold up the others", async () => {
    const { query, watch, runs } = openWatches();
    const gate = createGate();
    const callerSignal = new AbortController().signal;
    for (let at = 0; at < 20; at++)
      watch(query(`heavy ${at}`, { key: `heavy ${at}`, callerSignal, meanwhile: gate.wait }));
    await settle();
    const light = watch(query("1"));
    await settle();
    expect(light.told).toHaveLength(1);
    expect([...runs.keys()].filter((key) => key.startsWith("heavy"))).toHaveLength(2);
    gate.open();
    await settle(50);
    expect(runs.size).toBe(21);
  });

  test("are ended when nobody waits for them any more", async () => {
    const { query, watch, kept } = openWatches();
    const signals: (AbortSignal | undefined)[] = [];
    const gate = createGate();
    const options: QueryOptions = {
      callerSignal: new AbortController().signal,
      meanwhile(signal) {
        signals.push(signal);
        signal?.addEventListener("abort", () => gate.fail(new Error("ended")));
        return gate.wait();
      },
    };
    const [one, other] = [watch(query("1", options)), watch(query("1", options))];
    await settle();
    one.close();
    expect(signals[0]!.aborted).toBe(false);
    other.close();
    expect(signals[0]!.aborted).toBe(true);
    await settle();
    expect([one.told, other.told, kept.size]).toEqual([[], [], 0]);
  });
});

describe("ten thousand who watch one row", () => {
  /** Notes how much time was used in each turn, where telling one takes a tenth of a millisecond. */
  async function tellMany(many: number, during: (told: number) => void = () => {}) {
    let longest = 0;
    const opened = openWatches({}, (platform) => ({
      ...platform,
      defer: (task) =>
        platform.defer(() => {
          const before = platform.monotonic();
          task();
          // What the turn leads to runs before the next one.
          setImmediate(() => void (longest = Math.max(longest, platform.monotonic() - before)));
        }),
    }));
    const { platform, query, watch, world } = opened;
    let told = 0;
    const all = Array.from({ length: many }, () =>
      watch(query("1"), () => {
        platform.advance(0.1);
        during(++told);
      }),
    );
    await settle(400);
    return { ...opened, all, world, longest: () => longest };
  }

  test("are told in slices, none of which holds up others for long", async () => {
    const { world, all, runs, longest } = await tellMany(10_000);
    expect(all.every(({ told }) => told.length === 1)).toBe(true);
    world.write("1", "a");
    await settle(400);
    expect(all.every(({ last }) => last === "1 a")).toBe(true);
    expect(runs.get("1")).toBe(2);
    expect(longest()).toBeLessThan(20);
    expect(longest()).toBeGreaterThan(1);
  });

  test("are all told though it changes all the time, and in the end the last", async () => {
    let write = (): void => {};
    const { world, all, runs } = await tellMany(2000, (told) => {
      if (told < 20_000 && told % 100 === 0) write();
    });
    let at = 0;
    write = () => void world.write("1", String(++at));
    write();
    await settle(2000);
    expect(all.every(({ last }) => last === `${at} ${at}`)).toBe(true);
    // Nobody is passed over for those who come first.
    const counts = all.map(({ told }) => told.length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(runs.get("1")).toBeLessThan(30);
  });

  test("may go while they are told", async () => {
    const { watches, all, kept, world } = await tellMany(3000);
    world.write("1", "a");
    await settle(3);
    for (const each of all) each.close();
    await settle(400);
    expect(watches.size).toBe(0);
    world.write("1", "b");
    expect(kept.size).toBe(0);
  });
});

describe("memory", () => {
  test("has nothing left of watches that are closed and results that are gone", async () => {
    const { world, kept, watches, query, watch } = openWatches({ cacheBytes: 0 });
    const all = Array.from({ length: 300 }, (_, at) =>
      watch(query(String(at % 30), at % 2 === 0 ? as(`user ${at % 5}`) : {})),
    );
    await settle(100);
    for (let at = 0; at < 10; at++) world.write(String(at), "new");
    await settle(100);
    for (const each of all) each.close();
    await settle();
    expect([watches.size, watches.countOf("1")]).toEqual([0, 0]);
    expect(kept).toMatchObject({ size: 0, weight: 0 });
    expect(watches.settledCount()).toBe(10);
  });

  test("has nothing left of a result whose place another has taken", async () => {
    const { kept, query, watching } = openWatches({ cacheBytes: 0 });
    const one = await watching(query("1"));
    // It asks more than the first one did, and stands where that stood.
    const other = await watching(query("1", as("ada", { key: "1" })));
    one.close();
    other.close();
    expect(kept.size).toBe(0);
  });
});

test("nobody is told anything once all is closed, also not by what still runs", async () => {
  const { world, watches, query, watch, log } = openWatches();
  const gate = createGate();
  const told = watch(query("1"));
  await settle();
  const running = watch(query("2", { meanwhile: gate.wait }));
  await settle();
  world.write("1", "a");
  watches.close();
  gate.open();
  await settle();
  const late = watch(query("3"));
  await settle();
  expect([told.told.length, running.told.length, late.told.length]).toEqual([1, 0, 0]);
  for (const each of [told, running, late]) each.close();
  expect(log.lines).toEqual([]);
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
