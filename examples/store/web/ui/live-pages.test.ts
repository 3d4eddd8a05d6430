import { expect, test } from "vitest";
import type { WatchStatus } from "servery/client";

import { createLivePages, type LiveList, type ListProblem } from "./live-pages.ts";

interface LetterPage {
  readonly items: readonly string[];
  readonly nextCursor: string | null;
}

interface Watch {
  tell(this: void, status: WatchStatus): void;
  fail(this: void, problem: ListProblem): void;
  refresh(this: void): void;
}

/** A list of letters, two on a page, that tells its watches when it is told to. */
function createLetters(letters: string) {
  let all = letters;
  /** What is watched, by its cursor; the first page's is the empty one. */
  const watches = new Map<string, Watch>();
  const pageAfter = (cursor = ""): LetterPage => {
    const rest = [...all].filter((letter) => letter > cursor);
    const items = rest.slice(0, 2);
    return { items, nextCursor: rest.length > 2 ? items.at(-1)! : null };
  };
  const list: LiveList<LetterPage, object> = {
    safe: ({ cursor }) => Promise.resolve({ data: pageAfter(cursor) }),
    watch: ({ cursor }, onData, { onStatus, onProblem }) => {
      const key = cursor ?? "";
      const refresh = () => {
        onData(pageAfter(cursor));
        onStatus("live");
      };
      watches.set(key, { tell: onStatus, fail: onProblem, refresh });
      return () => watches.delete(key);
    },
  };
  return {
    list,
    watched: () => [...watches.keys()],
    at: (cursor: string) => watches.get(cursor)!,
    change: (to: string) => {
      all = to;
    },
  };
}

/** A list that is shown, by its first page. */
function show(letters: string) {
  const source = createLetters(letters);
  const pages = createLivePages(source.list, {});
  const stop = pages.subscribe(() => {});
  source.at("").refresh();
  const shown = () =>
    pages
      .current()
      .pages?.map(({ items }) => items.join(""))
      .join(" ");
  return { ...source, pages, stop, shown };
}

test("watches as many pages as are wanted, each from the end of the one before", () => {
  const { pages, watched, at, shown } = show("abcdef");
  expect([shown(), watched()]).toEqual(["ab", [""]]);
  pages.more();
  expect([shown(), watched(), pages.current().isFetching]).toEqual(["ab", ["", "b"], true]);
  at("b").refresh();
  expect([shown(), pages.current().isFetching]).toEqual(["ab cd", false]);
});

test("shows a change of one page at once", () => {
  const { pages, at, change, shown } = show("abcd");
  pages.more();
  at("b").refresh();
  change("abce");
  at("b").refresh();
  expect(shown()).toBe("ab ce");
});

test("shows no letter twice and misses none while the pages move", () => {
  const { pages, at, change, shown, watched } = show("bcdefg");
  pages.more();
  at("c").refresh();
  change("abcdefg");
  at("").refresh();
  expect([shown(), watched()]).toEqual(["bc de", ["", "b"]]);
  at("b").refresh();
  expect(shown()).toBe("ab cd");
});

test("watches no page behind the end, and has it again when there is more", () => {
  const { pages, at, change, shown, watched } = show("abcd");
  pages.more();
  at("b").refresh();
  change("ab");
  at("").refresh();
  expect([shown(), watched()]).toEqual(["ab", [""]]);
  change("abcd");
  at("").refresh();
  at("b").refresh();
  expect(shown()).toBe("ab cd");
});

test("is as sure as its least sure page", () => {
  const { pages, at } = show("abcd");
  pages.more();
  at("b").refresh();
  expect(pages.current().status).toBe("live");
  at("b").tell("stale");
  expect(pages.current().status).toBe("stale");
  at("").tell("offline");
  expect(pages.current().status).toBe("offline");
});

test("keeps what it shows through a problem, and asks at once when it is told to", async () => {
  const { pages, at, change, shown } = show("ab");
  at("").fail({ code: "overloaded", title: "Crowded" });
  expect([shown(), pages.current().problem?.code]).toEqual(["ab", "overloaded"]);
  change("ac");
  pages.again();
  await Promise.resolve();
  expect([shown(), pages.current().problem]).toEqual(["ac", undefined]);
});

test("watches nothing when nobody looks, and shows the same when they come back", () => {
  const { pages, stop, at, shown, watched } = show("abcd");
  pages.more();
  at("b").refresh();
  stop();
  expect([watched(), shown()]).toEqual([[], "ab cd"]);
  pages.subscribe(() => {});
  expect([watched(), shown()]).toEqual([[""], "ab cd"]);
  at("").refresh();
  at("b").refresh();
  expect(shown()).toBe("ab cd");
});
