import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  property,
  record,
} from "fast-check";
import { describe, expect, test } from "vitest";
import { inserts, reads, region, writes } from "../../../../test/live/regions.ts";
import type { Commit } from "../data/commit-feed.ts";
import { createChangeLog } from "./change-log.ts";
import { isTouched } from "./region-match.ts";

const row = integer({ min: 0, max: 3 });
const rowRead = (id: number) => reads([region("rows", { equals: { id: [id] } })]);
const written = (id: number, count: number, rest: Partial<Commit> = {}): Commit => ({
  count,
  isNumbered: true,
  writes: writes([inserts("rows", { id })]),
  ...rest,
});

/** One step of a history: a commit, a run that begins, or one that ends and is looked at before. */
const step: Arbitrary<
  | { readonly kind: "commit"; readonly id: number; readonly isNumbered: boolean }
  | { readonly kind: "begin"; readonly id: number; readonly waits: number }
  | { readonly kind: "end"; readonly which: number }
> = oneof(
  record({ kind: constant("commit"), id: row, isNumbered: boolean() }),
  record({ kind: constant("begin"), id: row, waits: constantFrom(0, 0, 1, 2) }),
  record({ kind: constant("end"), which: integer({ min: 0, max: 5 }) }),
);

interface Run {
  readonly began: number;
  readonly id: number;
  /** Commits until its snapshot begins. */
  waits: number;
  /** The state that it saw, and how many commits there were by then. */
  seen: { readonly count: number; readonly commits: number } | undefined;
}

describe("the log of changes", () => {
  test("knows what a run has missed as well as if it kept everything", () => {
    const same = property(array(step, { maxLength: 40 }), (steps) => {
      const log = createChangeLog();
      const all: Commit[] = [];
      const runs: Run[] = [];
      let count = 0;
      const look = (run: Run): void => {
        if (run.seen === undefined && run.waits-- <= 0) run.seen = { count, commits: all.length };
      };
      for (const each of steps) {
        if (each.kind === "begin") {
          const run: Run = { began: log.begin(), id: each.id, waits: each.waits, seen: undefined };
          look(run);
          runs.push(run);
        } else if (each.kind === "commit") {
          if (each.isNumbered) count++;
          const commit = written(each.id, count, { isNumbered: each.isNumbered });
          log.add(commit);
          all.push(commit);
          for (const run of runs) look(run);
        } else {
          const [run] = runs.splice(each.which, 1);
          if (run === undefined) continue;
          const seen = run.seen ?? { count, commits: all.length };
          const missed = log.firstMissed({ ...run, count: seen.count, reads: rowRead(run.id) });
          const truth = all.findIndex(
            (commit, at) => at >= seen.commits && isTouched(rowRead(run.id), commit.writes),
          );
          // What has no number may be taken for missed: it is never taken for seen.
          if (truth >= 0) expect(missed).toBeLessThanOrEqual(truth);
          else if (missed !== undefined) expect(all[missed]!.isNumbered).toBe(false);
          if (missed !== undefined) expect(missed).toBeGreaterThanOrEqual(run.began);
          log.end(run.began);
        }
        if (runs.length === 0) expect(log.size).toBe(0);
      }
      for (const run of runs) log.end(run.began);
      expect(log.size).toBe(0);
    });
    assert(same, { numRuns: 2000 });
  }, 60_000);

  test("takes what was told before a run began for seen, whatever its number", () => {
    const log = createChangeLog();
    log.add(written(1, 5, { isNumbered: false }));
    const began = log.begin();
    expect(log.firstMissed({ began, count: 5, reads: rowRead(1) })).toBeUndefined();
    log.add(written(1, 5, { isNumbered: false }));
    expect(log.firstMissed({ began, count: 5, reads: rowRead(1) })).toBe(1);
    expect(log.firstMissed({ began, count: 6, reads: rowRead(1) })).toBeUndefined();
    expect(log.firstMissed({ began, count: undefined, reads: rowRead(1) })).toBe(1);
  });

  test("keeps nothing while no run goes on, and of a long one all that came since", () => {
    const log = createChangeLog();
    for (let count = 1; count <= 10; count++) log.add(written(1, count));
    expect(log).toMatchObject({ size: 0, position: 10 });
    const long = log.begin();
    log.add(written(1, 11));
    const short = log.begin();
    const same = log.begin();
    log.add(written(1, 12));
    log.end(short);
    expect(log.size).toBe(2);
    log.end(long);
    expect(log.size).toBe(1);
    log.end(same);
    expect(log.size).toBe(0);
  });

  test.each([
    ["commits", { commits: 3, weight: 1e9 }, "x"],
    ["what their rows weigh", { commits: 1e9, weight: 5200 }, "x".repeat(1500)],
  ])("takes a run to have missed something once it has given up for %s", (_, limits, text) => {
    const log = createChangeLog(limits);
    const began = log.begin();
    const other = { began, count: 0, reads: rowRead(9) };
    for (let count = 1; count <= 3; count++) {
      expect(log.firstMissed(other)).toBeUndefined();
      log.add(written(1, count, { writes: writes([inserts("rows", { id: 1, text })]) }));
    }
    log.add(written(1, 4));
    expect(log.size).toBe(0);
    expect(log.firstMissed(other)).toBe(began);
    const later = { ...other, began: log.begin() };
    expect(log.firstMissed(later)).toBeUndefined();
  });
});
