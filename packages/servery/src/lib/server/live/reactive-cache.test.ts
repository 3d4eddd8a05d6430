import { describe, expect, test } from "vitest";
import { openKept } from "../../../../test/live/open-kept.ts";
import { as, createGate, type QueryOptions } from "../../../../test/live/world.ts";
import type { LiveSettings } from "./live-settings.ts";
import { createReactiveCache } from "./reactive-cache.ts";
import { createScopes } from "./scopes.ts";

function openCache(settings: Partial<LiveSettings> = {}) {
  const opened = openKept(settings);
  const { kept, world, platform, query } = opened;
  const cache = createReactiveCache({
    kept,
    scopes: createScopes(),
    platform,
    count: () => world.commits.count(),
  });
  /** What one caller gets of a row. */
  const read = async (row: string, options: QueryOptions = {}) => {
    const { text, count } = await cache.read(query(row, options));
    return { ...(JSON.parse(text) as { value: string; answers: string[] }), count };
  };
  return { ...opened, cache, read };
}

describe("a query that is read", () => {
  test("is kept from its second run on, and found with its caller's answers", async () => {
    const { cache, query, read, runs } = openCache();
    await read("1", as("ada"));
    expect(cache.find("1", query("1", as("ada")).ask, 0)).toBeUndefined();
    await read("1", as("ada"));
    expect(cache.find("1", query("1", as("ada")).ask, 0)).toBeDefined();
    expect(cache.find("1", query("1", as("bob")).ask, 0)).toBeUndefined();
    expect(runs.get("1")).toBe(2);
  });

  test("is found by the spelling that it was asked in", async () => {
    const { cache, query } = openCache();
    const one = query("1");
    for (let time = 0; time < 2; time++) await cache.read(one, "/rows/1");
    expect(cache.findByAlias("/rows/1", one.ask, 0)).toBeDefined();
    expect(cache.findByAlias("/rows/2", one.ask, 0)).toBeUndefined();
  });

  test("is not kept where it has read nothing, nor shared", async () => {
    const { kept, read, runs } = openCache();
    const blind = { isBlind: true };
    for (let time = 0; time < 3; time++) await read("1", blind);
    await Promise.all([read("1", blind), read("1", blind)]);
    expect([kept.size, runs.get("1")]).toEqual([0, 5]);
  });

  test("fails as its run does, and runs again", async () => {
    const { read, runs } = openCache();
    for (let time = 0; time < 2; time++)
      await expect(read("1", { fails: () => ({ status: 404 }) })).rejects.toThrow(
        "failed with 404",
      );
    await read("1");
    expect(runs.get("1")).toBe(3);
  });

  test("leaves the log of changes empty, however it ends", async () => {
    const { kept, world, read } = openCache();
    await read("1").catch(() => {});
    await read("1", { fails: () => ({ status: 500 }) }).catch(() => {});
    const before = kept.position;
    world.write("2", "new");
    expect(kept.position).toBe(before + 1);
    const run = kept.begin();
    expect(kept.firstMissed(run, run.record.conclude())).toBeUndefined();
    kept.end(run);
  });
});

describe("equal queries at once", () => {
  test("share one run, and the state that it saw", async () => {
    const { world, read, runs } = openCache();
    world.write("1", "a");
    const gate = createGate();
    const answers = Array.from({ length: 50 }, () => read("1", { meanwhile: gate.wait }));
    gate.open();
    for (const answer of await Promise.all(answers))
      expect(answer).toMatchObject({ value: "a", count: 1 });
    expect(runs.get("1")).toBe(1);
  });

  test("of several callers are each given their own, of those who answer alike the same", async () => {
    const { read, runs } = openCache();
    const users = ["ada", "bob", "ada", "carl", "bob", "ada"];
    for (let round = 0; round < 3; round++) {
      const gate = createGate();
      const answers = users.map((user) => read("1", as(user, { meanwhile: gate.wait })));
      gate.open();
      expect((await Promise.all(answers)).map((answer) => answer.answers[0])).toEqual(users);
    }
    // Once it is known that it asks who calls, each of the three has one run; the first is before that.
    expect(runs.get("1")).toBeLessThanOrEqual(6 + 3);
  });

  test("a caller who knows of a commit is not given a run that has missed it", async () => {
    const { world, read, runs } = openCache();
    world.write("1", "old");
    const gate = createGate();
    const early = read("1", { meanwhile: gate.wait });
    const alsoEarly = read("1");
    world.write("1", "new");
    const late = read("1");
    gate.open();
    expect(await early).toMatchObject({ value: "old", count: 1 });
    // It came before the commit, and so did its answer.
    expect(await alsoEarly).toMatchObject({ value: "old", count: 1 });
    expect(await late).toMatchObject({ value: "new", count: 2 });
    expect(runs.get("1")).toBe(2);
  });

  test("a caller who knows of a commit shares a run that does not rest on it, in the state it knows", async () => {
    const { world, read, runs } = openCache();
    const gate = createGate();
    const early = read("1", { meanwhile: gate.wait });
    world.write("2", "new");
    const late = read("1");
    world.write("2", "newer");
    gate.open();
    expect(await early).toMatchObject({ count: 0 });
    expect(await late).toMatchObject({ count: 1 });
    expect(runs.get("1")).toBe(1);
  });

  test("all who know of a commit share the next run, though another commit comes", async () => {
    const { world, read, runs } = openCache();
    const gates = [createGate(), createGate()];
    let at = 0;
    const meanwhile = () => gates[at++]?.wait();
    const early = read("1", { meanwhile });
    world.write("1", "a");
    const late = Array.from({ length: 20 }, () => read("1", { meanwhile }));
    gates[0]!.open();
    await early;
    await new Promise((resolve) => void setImmediate(resolve));
    world.write("1", "b");
    gates[1]!.open();
    for (const answer of await Promise.all(late)) expect(answer).toMatchObject({ value: "a" });
    expect(runs.get("1")).toBe(2);
  });

  test("an answer has a state of its own, whatever is committed right after it", async () => {
    const { world, cache, query } = openCache();
    const gate = createGate();
    world.write("1", "a");
    const first = cache.read(query("1", { meanwhile: gate.wait }));
    const second = cache.read(query("1")).then((answer) => {
      // As the caller of the cache goes on: the writer may be faster.
      world.write("1", "b");
      return answer;
    });
    gate.open();
    expect([(await first).count, (await second).count]).toEqual([1, 1]);
  });

  test("each runs for itself where the run of another has failed", async () => {
    const { read, runs } = openCache();
    const gate = createGate();
    const failing = read("1", { meanwhile: gate.wait, fails: () => ({ status: 500 }) });
    const others = [read("1"), read("1")];
    gate.open();
    await expect(failing).rejects.toThrow("failed");
    expect(await Promise.all(others)).toHaveLength(2);
    expect(runs.get("1")).toBe(3);
  });

  test("nobody waits for long where no run can be shared", async () => {
    const { read, runs } = openCache();
    const options = { forbidden: "random" };
    await Promise.all(Array.from({ length: 10 }, () => read("1", options)));
    const gate = createGate();
    // It is known by now: all begin at once.
    const waiting = Array.from({ length: 10 }, () =>
      read("1", { ...options, meanwhile: gate.wait }),
    );
    expect(runs.get("1")).toBe(20);
    gate.open();
    await Promise.all(waiting);
  });
});

describe("a run that can be ended on the way", () => {
  function openHeavy() {
    const opened = openCache();
    const gate = createGate();
    const signals: (AbortSignal | undefined)[] = [];
    const meanwhile = (signal: AbortSignal | undefined): Promise<void> => {
      signals.push(signal);
      if (signal?.aborted === true) return Promise.reject(new Error("ended"));
      return Promise.race([
        gate.wait(),
        new Promise<void>((_, reject) =>
          signal?.addEventListener("abort", () => reject(new Error("ended"))),
        ),
      ]);
    };
    const callers = [new AbortController(), new AbortController()] as const;
    const answers = callers.map(({ signal }) =>
      opened.read("1", { callerSignal: signal, meanwhile }).then(
        () => "answered",
        () => "ended",
      ),
    );
    return { ...opened, gate, signals, callers, answers };
  }

  test("goes on for the others when the one who began it has gone", async () => {
    const { gate, callers, answers, runs } = openHeavy();
    callers[0].abort();
    gate.open();
    expect(await Promise.all(answers)).toEqual(["answered", "answered"]);
    expect(runs.get("1")).toBe(1);
  });

  test("is ended once all have gone", async () => {
    const { callers, answers, signals } = openHeavy();
    for (const caller of callers) caller.abort();
    expect(signals[0]!.aborted).toBe(true);
    expect((await Promise.all(answers))[0]).toBe("ended");
  });
});
