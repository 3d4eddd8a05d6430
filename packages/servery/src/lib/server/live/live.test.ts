import { describe, expect, onTestFinished, test } from "vitest";
import { createMemoryLog } from "../../../../test/data/fixture.ts";
import {
  createLivePlatform,
  createQueries,
  createWorld,
  type QueryOptions,
  settle,
} from "../../../../test/live/world.ts";
import { type LiveSettings, toLiveSettings } from "./live-settings.ts";
import { openLive } from "./live.ts";
import type { WatchState } from "./watch-state.ts";

function openWorld(settings: Partial<LiveSettings> = {}) {
  const clock = createLivePlatform();
  const world = createWorld(clock.monotonic);
  const timers = new Set<() => void>();
  const schedule: typeof clock.schedule = (milliseconds, task) => {
    const cancel = clock.schedule(milliseconds, () => {
      timers.delete(stop);
      task();
    });
    const stop = (): void => {
      timers.delete(stop);
      cancel();
    };
    timers.add(stop);
    return stop;
  };
  const log = createMemoryLog();
  const platform = { ...clock, schedule };
  const live = openLive({
    commits: world.commits,
    platform,
    log,
    settings: toLiveSettings("production", settings),
  });
  onTestFinished(() => live.close());
  const { query, runs } = createQueries(world);
  const states: WatchState[] = [];
  const watch = (row: string, options: QueryOptions = {}) =>
    live.watch(query(row, options), (state) => void states.push(state));
  const find = (row: string) => live.find(row, query(row).ask, clock.monotonic());
  const keep = async (row: string) => {
    for (let time = 0; time < 2; time++) await live.read(query(row));
  };
  return { world, clock, timers, log, live, query, runs, watch, states, find, keep };
}

describe("an answer from the cache", () => {
  test("is counted, as are those that are not", async () => {
    const { live, find, keep } = openWorld();
    expect(find("1")).toBeUndefined();
    await keep("1");
    find("1");
    find("1");
    expect(live.status()).toMatchObject({ kept: 1, hits: 2, misses: 2, watches: 0 });
    expect(live.status().bytes).toBeGreaterThan(0);
  });

  test("is not older than another process's commit by more than 20 ms", async () => {
    const { world, clock, find, keep } = openWorld();
    await keep("1");
    expect(find("1")).toBeDefined();
    world.writeElsewhere("1", "a");
    clock.advance(19);
    expect(find("1")).toBeDefined();
    clock.advance(1);
    expect(find("1")).toBeUndefined();
  });

  test("is given up at once when a caller knows of a newer state", async () => {
    const { world, live, find, keep } = openWorld();
    await keep("1");
    find("1");
    world.writeElsewhere("1", "a");
    expect(live.hasReached("c.world.1")).toBe(true);
    expect(find("1")).toBeUndefined();
    expect(live.hasReached("c.world.2")).toBe(false);
    expect(live.hasReached("c.elsewhere.9")).toBe(true);
    expect(live.hasReached("nonsense")).toBe(true);
  });

  test("is found by a spelling", async () => {
    const { live, query } = openWorld();
    const one = query("1");
    for (let time = 0; time < 2; time++) await live.read(one, "/rows/1");
    expect(live.findByAlias("/rows/1", one.ask, 0)).toBeDefined();
    expect(live.status().hits).toBe(1);
  });

  test("is compared with a run, one of so many", async () => {
    const { live, query, find, keep, log } = openWorld({ auditEvery: 2 });
    await keep("1");
    const [entry, isKept] = [find("1")!, live.wantsAudit(find("1")!, 0)];
    expect([isKept, live.wantsAudit(entry, 0)]).toEqual([false, true]);
    await live.audit(query("1", { asks: ["user"] }), entry);
    expect([live.status().missed, log.lines.length]).toEqual([1, 1]);
  });

  test("that is compared when all is closed says nothing", async () => {
    const { world, live, query, find, keep, log } = openWorld();
    await keep("1");
    const auditing = live.audit(query("1", { asks: ["user"] }), find("1")!);
    world.writeElsewhere("1", "a");
    live.close();
    await auditing;
    expect(world.retired).toBe(0);
    expect(log.lines.length).toBeLessThanOrEqual(1);
  });
});

describe("while anything is watched", () => {
  test("it is looked every 100 ms whether another process has written, and no longer", async () => {
    const { world, clock, timers, watch, states } = openWorld();
    expect(timers.size).toBe(0);
    const one = watch("1");
    const other = watch("2");
    await settle();
    expect(timers.size).toBe(1);
    world.writeElsewhere("1", "a");
    clock.advance(99);
    await settle();
    expect(states).toHaveLength(2);
    clock.advance(1);
    await settle();
    expect(states.at(-1)).toMatchObject({ token: "c.world.1", text: '{"value":"a","answers":[]}' });
    one.close();
    other.close();
    clock.advance(100);
    expect(timers.size).toBe(0);
    const again = watch("1");
    expect(timers.size).toBe(1);
    again.close();
  });

  test("what is too old is read anew within a second", async () => {
    const { clock, watch, runs } = openWorld({ maxAgeMs: 5000 });
    watch("1");
    await settle();
    for (let tick = 0; tick < 49; tick++) clock.advance(100);
    await settle();
    expect(runs.get("1")).toBe(1);
    for (let tick = 0; tick < 11; tick++) clock.advance(100);
    await settle();
    expect(runs.get("1")).toBe(2);
  });

  test("who watches is counted, and what has run again is told", async () => {
    const { world, live, watch, query } = openWorld();
    const [one] = [watch("1"), watch("1"), watch("2")];
    await settle();
    world.write("1", "a");
    expect(live.settledToken()).toBe("c.world.0");
    await settle();
    expect(live.settledToken()).toBe("c.world.1");
    expect(live.token()).toBe("c.world.1");
    expect(live.count()).toBe(1);
    one.close();
    expect(live.status().watches).toBe(2);
    expect(live.historyOf(query("1").key)).toMatchObject({ watchers: 1, reruns: [{ commit: 1 }] });
  });
});

test("a closed one looks for nothing, tells nothing and begins nothing", async () => {
  const { world, clock, timers, live, watch, states, runs } = openWorld();
  watch("1");
  await settle();
  live.close();
  expect(timers.size).toBe(0);
  world.write("1", "a");
  watch("2");
  clock.advance(10_000);
  await settle();
  expect([states.length, timers.size, runs.get("2")]).toEqual([1, 0, undefined]);
});
