import { describe, expect, test } from "vitest";
import { openKept, runAndKeep } from "../../../../test/live/open-kept.ts";
import { settle, type QueryOptions } from "../../../../test/live/world.ts";
import { createMemoryLog } from "../../../../test/data/fixture.ts";
import { createAuditor } from "./auditor.ts";
import type { OutputEntry } from "./entry.ts";

async function openAuditor(every = 1) {
  const opened = openKept();
  const { kept, world, platform, query } = opened;
  const log = createMemoryLog();
  let hasLooked = false;
  /** Once in a turn, as the engine has it. */
  const lookAround = (): void => {
    if (hasLooked) return;
    hasLooked = true;
    setImmediate(() => void (hasLooked = false));
    world.commits.lookAround();
  };
  const auditor = createAuditor({ kept, lookAround, log, platform, every });
  world.write("1", "a");
  const entry = (await runAndKeep(kept, query("1", { asks: ["user"] }))) as OutputEntry;
  const audit = (options: QueryOptions = {}) =>
    auditor.audit(query("1", { asks: ["user"], ...options }), entry);
  return { ...opened, auditor, log, entry, audit, lookAround };
}

describe("an audit", () => {
  test("says nothing where both are the same", async () => {
    const { audit, auditor, log, entry } = await openAuditor();
    await audit();
    expect(auditor.status()).toEqual({ audited: 1, missed: 0 });
    expect([log.lines, entry.isFresh]).toEqual([[], true]);
  });

  test("reports a difference that nothing explains, with what is needed to find it, and ends it", async () => {
    const { audit, auditor, log, entry } = await openAuditor();
    // Another answer than that of the one it was kept for: as a variable of its module would have it.
    await audit({ caller: { user: "bob" } });
    expect(auditor.status()).toEqual({ audited: 1, missed: 1 });
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toMatchObject({
      level: "error",
      fields: {
        kept: '{"value":"a","answers":[null]}',
        now: '{"value":"a","answers":["bob"]}',
        readSet: [{ table: "rows", equals: [{ column: "row", values: ["1"] }] }],
        asked: [{ question: "user", answer: null }],
      },
    });
    expect(entry.isFresh).toBe(false);
  });

  test.each<[string, (world: Awaited<ReturnType<typeof openAuditor>>["world"]) => void]>([
    ["a commit came while it ran", (world) => void world.write("1", "b")],
    ["another process has written", (world) => world.writeElsewhere("1", "b")],
    ["another that does not count", (world) => world.writeElsewhere("1", "b", { counts: false })],
  ])("is not of what it could not compare: %s", async (_, write) => {
    const { world, audit, auditor, log, lookAround } = await openAuditor();
    lookAround();
    await audit({ meanwhile: () => write(world) });
    await settle();
    expect([auditor.status(), log.lines]).toEqual([{ audited: 0, missed: 0 }, []]);
    write(world);
    await audit();
    expect([auditor.status(), log.lines]).toEqual([{ audited: 0, missed: 0 }, []]);
  });

  test("is not of a run that fails", async () => {
    const { audit, auditor } = await openAuditor();
    await audit({ fails: () => ({ status: 500 }) });
    expect(auditor.status()).toEqual({ audited: 0, missed: 0 });
  });
});

describe("which answers are compared", () => {
  test("every so many, and none again within a second", async () => {
    const { auditor, entry } = await openAuditor(3);
    const wants = (now: number) => auditor.wants(entry, now);
    expect([0, 0, 0, 0, 0, 0].map(wants)).toEqual([false, false, true, false, false, false]);
    expect([999, 999, 999].map(wants)).toEqual([false, false, false]);
    expect([1000, 1000, 1000].map(wants)).toEqual([false, false, true]);
  });

  test("none where it is switched off, nor of those that asked for the time", async () => {
    const off = await openAuditor(0);
    expect(off.auditor.wants(off.entry, 0)).toBe(false);
    const { kept, query, auditor } = await openAuditor();
    const timed = await runAndKeep(kept, query("2", { usesClock: true }));
    expect(auditor.wants(timed as OutputEntry, 0)).toBe(false);
  });
});
