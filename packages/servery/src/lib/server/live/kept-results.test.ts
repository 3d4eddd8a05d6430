import { describe, expect, test } from "vitest";
import { keepFailure, keepWatched, openKept, runAndKeep } from "../../../../test/live/open-kept.ts";
import type { Ask } from "./question.ts";

const nobody: Ask = () => null;
const ada = { user: "ada" };

describe("a result that is kept", () => {
  test("is found until a commit changes what it rests on, and before anybody is told of that commit", async () => {
    const { world, kept, query } = openKept();
    const one = await runAndKeep(kept, query("1"));
    const two = await runAndKeep(kept, query("2"));
    expect(kept.find("1", nobody, 0)).toBe(one);
    let found: unknown = one;
    world.commits.onCommit(() => void (found = kept.find("1", nobody, 0)));
    world.write("1", "new");
    expect(found).toBeUndefined();
    expect(one).toMatchObject({ isFresh: false, heldIn: 0 });
    expect(kept.find("2", nobody, 0)).toBe(two);
    expect(kept.size).toBe(1);
  });

  test.each([
    ["counts its commits", { counts: true }],
    ["does not", { counts: false }],
  ])("goes when another process has written, that %s, and is kept anew at once", async (_, how) => {
    const { world, kept, query } = openKept();
    await runAndKeep(kept, query("1"));
    world.writeElsewhere("2", "new", how);
    expect(kept.find("1", nobody, 0)).toBeDefined();
    world.commits.lookAround();
    expect(kept.find("1", nobody, 0)).toBeUndefined();
    expect(world.retired).toBe(1);
    expect(await runAndKeep(kept, query("1"))).toMatchObject({ isFresh: true });
    world.commits.lookAround();
    expect(kept.find("1", nobody, 0)).toBeDefined();
  });

  test("is not kept when a commit came while it was read", async () => {
    const { world, kept, query } = openKept();
    const during = (row: string) => ({ meanwhile: () => void world.write(row, "new") });
    expect(await runAndKeep(kept, query("1", during("1")))).toBeUndefined();
    expect(await runAndKeep(kept, query("1", during("2")))).toBeDefined();
  });

  test("makes others' commits known that it has seen and nobody else has", async () => {
    const { world, kept, query } = openKept();
    const stale = await runAndKeep(kept, query("2"));
    const run = kept.begin();
    world.writeElsewhere("2", "new");
    run.record.onSnapshot(1);
    expect(stale!.isFresh).toBe(false);
    expect(world.commits.count()).toBe(1);
    kept.end(run);
  });

  test("is too old in the end, counted from when its run began", async () => {
    const { platform, kept, query } = openKept({ maxAgeMs: 100, clockAgeMs: 10 });
    const slow = { meanwhile: () => platform.advance(7) };
    await runAndKeep(kept, query("1", slow));
    await runAndKeep(kept, query("2", { usesClock: true, ...slow }));
    expect(kept.find("1", nobody, 99)).toBeDefined();
    expect(kept.find("1", nobody, 100)).toBeUndefined();
    expect(kept.find("2", nobody, 16)).toBeDefined();
    expect(kept.find("2", nobody, 17)).toBeUndefined();
    expect(kept.size).toBe(0);
  });

  test.each([
    ["is forbidden", { forbidden: "random" }],
    ["may rest on anything", { everything: "a view" }],
    ["is not to be kept", { isKept: false }],
  ])("is none that %s", async (_, options) => {
    const { kept, query } = openKept();
    expect(await runAndKeep(kept, query("1", options))).toBeUndefined();
    expect(kept).toMatchObject({ size: 0, weight: 0 });
  });

  test("is none that would push out too much else", async () => {
    const { world, kept, query } = openKept({ cacheBytes: 10_000 });
    world.write("1", "x".repeat(2000));
    expect(await runAndKeep(kept, query("1"))).toBeUndefined();
    world.write("1", "x");
    expect(await runAndKeep(kept, query("1"))).toBeDefined();
  });

  test("leaves nothing when it has made room for others", async () => {
    const { world, kept, query, invalid } = openKept({ cacheBytes: 5000 });
    for (let at = 0; at < 20; at++) await runAndKeep(kept, query(String(at)));
    expect(kept.size).toBeLessThan(5);
    for (let at = 0; at < 20; at++) world.write(String(at), "new");
    expect(kept).toMatchObject({ size: 0, weight: 0 });
    expect(invalid).toEqual([]);
  });
});

describe("a result that is watched", () => {
  test("is told of when it does not hold any more, with why and until when it did", async () => {
    const { world, kept, query, invalid } = openKept();
    await runAndKeep(kept, query("1"), keepWatched);
    world.write("2", "new");
    world.write("1", "new");
    expect(invalid).toEqual([["1", "rows: value of a row changed", 1]]);
    world.write("1", "newer");
    expect(invalid).toHaveLength(1);
  });

  test("held in the newest state that was known before others committed, however many did", async () => {
    const { world, kept, query, invalid } = openKept();
    await runAndKeep(kept, query("1"), keepWatched);
    world.write("2", "new");
    for (let at = 0; at < 5; at++) world.writeElsewhere("1", String(at));
    world.write("2", "newer");
    expect(invalid).toEqual([["1", "another process has written to the database", 1]]);
  });

  test("stays whatever it weighs, until it is unpinned", async () => {
    const { kept, query } = openKept({ cacheBytes: 0 });
    const entry = await runAndKeep(kept, query("1"), keepWatched);
    expect(kept.find("1", nobody, 0)).toBe(entry);
    kept.unpin(entry!);
    expect(kept.find("1", nobody, 0)).toBeUndefined();
    expect(kept).toMatchObject({ size: 0, weight: 0 });
  });

  test("is told of though a newer run has taken its place, and leaves nothing then", async () => {
    const { world, kept, query, invalid } = openKept();
    const old = await runAndKeep(kept, query("1"), keepWatched);
    const made = await runAndKeep(kept, query("1"));
    expect(kept.find("1", nobody, 0)).toBe(made);
    world.write("1", "new");
    expect(invalid.map(([key]) => key)).toEqual(["1"]);
    kept.unpin(old!);
    expect(kept.size).toBe(0);
  });

  test("that was never fresh is not kept", async () => {
    const { world, kept, query, invalid } = openKept();
    const during = { meanwhile: () => void world.write("1", "new") };
    const entry = await runAndKeep(kept, query("1", during), keepWatched);
    expect(entry).toMatchObject({ isFresh: false, heldIn: 0 });
    kept.unpin(entry!);
    world.write("1", "newer");
    expect([kept.size, invalid]).toEqual([0, []]);
  });

  test("is found by those alone who have it, where it is forbidden to others", async () => {
    const { world, kept, query, invalid } = openKept();
    await runAndKeep(kept, query("1", { forbidden: "random", caller: ada }), keepWatched);
    expect(kept.find("1", nobody, 0)).toBeUndefined();
    world.write("1", "new");
    expect(invalid).toHaveLength(1);
  });
});

describe("a failure that passes", () => {
  test("is kept until its time has come, found by nobody, and told of when a commit touches it", async () => {
    const { world, kept, query, invalid } = openKept();
    const during = { meanwhile: () => void world.write("1", "new") };
    const entry = await runAndKeep(kept, query("1", during), keepFailure);
    expect(entry).toMatchObject({ isFresh: true, expiresAt: 5000 });
    expect(kept.find("1", nobody, 0)).toBeUndefined();
    world.write("1", "newer");
    expect(invalid).toHaveLength(1);
    expect(kept.size).toBe(0);
  });
});

test("what is kept hears of nothing once it is closed", async () => {
  const { world, kept, query, invalid } = openKept();
  await runAndKeep(kept, query("1"), keepWatched);
  kept.close();
  world.write("1", "new");
  expect(invalid).toEqual([]);
});
