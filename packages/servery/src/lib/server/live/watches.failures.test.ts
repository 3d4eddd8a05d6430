import { describe, expect, test } from "vitest";
import { openWatches } from "../../../../test/live/open-watches.ts";
import { as, createGate, settle, type QueryOptions } from "../../../../test/live/world.ts";
import type { ObservedStatement } from "../data/read-observer.ts";
import type { WatchState } from "./watch-state.ts";

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
