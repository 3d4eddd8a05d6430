import { describe, expect, test } from "vitest";
import { type Commit, createCommitFeed } from "./commit-feed.ts";
import type { WriteSet } from "./writes/write-set.ts";

const nothing: WriteSet = { changes: [], tables: new Map(), everything: undefined };

/** A feed over a database that others write to. */
function openFeed() {
  const others = { version: 1, count: 10, retired: 0 };
  const feed = createCommitFeed("db", {
    version: () => others.version,
    count: () => others.count,
    retire: () => void others.retired++,
  });
  const heard: [count: number, isNumbered: boolean, everything: boolean][] = [];
  feed.onCommit(({ count, isNumbered, writes }: Commit) => {
    expect(feed.count()).toBe(count);
    heard.push([count, isNumbered, writes.everything !== undefined]);
  });
  return { feed, others, heard };
}

describe("a feed of commits", () => {
  test("begins with the state that the database is in", () => {
    expect(openFeed().feed).toMatchObject({ database: "db" });
    expect(openFeed().feed.count()).toBe(10);
  });

  test("tells of our commits, and that others have made the states between", () => {
    const { feed, heard } = openFeed();
    feed.tell({ previous: 10, count: 12, writes: nothing });
    feed.tell({ previous: 15, count: 16, writes: nothing });
    expect(heard).toEqual([
      [12, true, false],
      [15, false, true],
      [16, true, false],
    ]);
  });

  test("tells of what handlers cannot see without a number of its own", () => {
    const { feed, heard } = openFeed();
    feed.tell(undefined);
    expect(heard).toEqual([[10, false, false]]);
  });

  test("finds others' commits when it is asked to look, once each, and has snapshots begin anew", () => {
    const { feed, others, heard } = openFeed();
    feed.lookAround();
    expect([heard, others.retired]).toEqual([[], 0]);
    others.version++;
    others.count = 20;
    feed.lookAround();
    feed.lookAround();
    // One that does not count.
    others.version++;
    feed.lookAround();
    expect(heard).toEqual([
      [20, false, true],
      [20, false, true],
    ]);
    expect(others.retired).toBe(2);
  });

  test("finds a later state when it is asked to look inside, though it has looked a moment ago", () => {
    const { feed, others, heard } = openFeed();
    others.count = 20;
    feed.lookAround();
    expect(heard).toEqual([]);
    feed.lookInside();
    feed.lookInside();
    expect(heard).toEqual([[20, false, true]]);
    expect(others.retired).toBe(1);
  });

  test("notices what others commit while it is opened, at the latest when it looks", () => {
    const others = { version: 1, count: 10 };
    let looks = 0;
    /** Right after the first look, whichever it is. */
    const look = (name: "version" | "count"): number => {
      const seen = others[name];
      if (looks++ === 0) Object.assign(others, { version: 2, count: 11 });
      return seen;
    };
    const feed = createCommitFeed("db", {
      version: () => look("version"),
      count: () => look("count"),
      retire() {},
    });
    const heard: number[] = [];
    feed.onCommit(({ count }) => void heard.push(count));
    feed.lookAround();
    expect(heard).toEqual([11]);
  });

  test("tells nobody who has stopped listening", () => {
    const { feed } = openFeed();
    const heard: Commit[] = [];
    const stop = feed.onCommit((commit) => void heard.push(commit));
    stop();
    feed.tell({ previous: 10, count: 11, writes: nothing });
    expect(heard).toEqual([]);
  });
});
