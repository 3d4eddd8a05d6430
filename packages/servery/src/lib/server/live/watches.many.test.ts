import { describe, expect, test } from "vitest";
import { openWatches } from "../../../../test/live/open-watches.ts";
import { as, createGate, settle } from "../../../../test/live/world.ts";

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
