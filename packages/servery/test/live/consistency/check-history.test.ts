import { describe, expect, test } from "vitest";

import { checkHistory } from "./check-history.ts";
import type { Append, Books, History, Read, Told } from "./history.ts";

const token = (count: number): string => `c.d.${count}`;
const books: Books = { balances: [200, 300], entries: 2, counted: 2 };

const append = (item: string, more: Partial<Append> = {}): Append => ({
  client: "ada",
  list: "a",
  item,
  ended: item === "one" ? 1 : 4,
  outcome: "acknowledged",
  token: token(item === "one" ? 11 : 12),
  ...more,
});
const read = (items: readonly string[], at: number, more: Partial<Read> = {}): Read => ({
  client: "ada",
  query: "read a",
  list: "a",
  began: at,
  ended: at,
  seen: { items },
  ...more,
});
const told = (items: readonly string[], at: number, more: Partial<Told> = {}): Told => ({
  client: "ada",
  watch: "watch 1",
  query: "read a",
  list: "a",
  at,
  what: "data",
  status: "live",
  seen: { items },
  ...more,
});

/** Ada appended two items, one after the other, and saw and watched each of them; Bob saw them too. */
function toHistory(more: Partial<History> = {}): History {
  return {
    appends: [append("one"), append("two")],
    reads: [
      read(["one"], 2, { token: token(11) }),
      read([], 2, { client: "bob", token: token(10) }),
      read(["one", "two"], 5, { token: token(12) }),
    ],
    told: [told(["one"], 3), told(["one", "two"], 6, { token: token(12) })],
    sessions: [],
    problems: [],
    truth: { lists: { a: ["one", "two"] }, books },
    unnumbered: [],
    ...more,
  };
}

const marks = (who: string, at: number): Partial<History> => ({
  appends: [append("one"), append("two"), append("mark", { list: "marks of ada" })],
  sessions: [{ client: "ada", user: "ada", from: 0, until: 9 }],
  reads: [
    read(["mark"], at, { query: "marks", list: `marks of ${who}`, seen: { items: ["mark"], who } }),
  ],
  truth: { lists: { a: ["one", "two"], [`marks of ${who}`]: ["mark"] }, books },
});

test("a history in which all is right has nothing wrong", () => {
  expect(checkHistory(toHistory())).toEqual([]);
  expect(checkHistory(toHistory(marks("ada", 5)))).toEqual([]);
});

describe("a history is wrong in which", () => {
  const wrong: Readonly<Record<string, readonly [Partial<History>, words: string]>> = {
    "what was acknowledged is gone": [
      { truth: { lists: { a: ["one"] }, books }, reads: [], told: [told(["one"], 3)] },
      "lost: two",
    ],
    "what was appended once is there twice": [
      { truth: { lists: { a: ["one", "two", "two"] }, books } },
      "done 2 times: two",
    ],
    "what was refused is there": [
      { appends: [append("one"), append("two", { outcome: "refused" })] },
      "refused, and done: two",
    ],
    "something is there that nobody wrote": [
      { appends: [append("one")], reads: [], told: [told(["one", "two"], 6)] },
      "nobody appended it: a two",
    ],
    "a call does not see what its caller wrote": [
      { reads: [read(["one"], 5)] },
      "own write unseen: ada wrote two",
    ],
    "a watch is live without what its client wrote": [
      { told: [told(["one"], 5), told(["one", "two"], 6)] },
      "own write unseen: ada wrote two",
    ],
    "a watch says that it is live again, without what its client wrote": [
      { told: [told(["one"], 5, { what: "status" }), told(["one", "two"], 6)] },
      "own write unseen: ada wrote two",
    ],
    "a call goes back behind another": [
      {
        reads: [
          read(["one", "two"], 5, { client: "bob" }),
          read(["one"], 6, { client: "bob", token: token(11) }),
        ],
      },
      "went back: bob read a",
    ],
    "a watch goes back behind a call": [
      {
        reads: [read(["one", "two"], 5, { client: "bob" })],
        told: [told(["one"], 6, { client: "bob" }), told(["one", "two"], 7, { client: "bob" })],
      },
      "went back: bob read a",
    ],
    "a call that began before goes back behind a watch": [
      {
        reads: [read(["one"], 7, { client: "bob", began: 1 })],
        told: [told(["one", "two"], 6, { client: "bob" })],
      },
      "went back: bob read a",
    ],
    "a state was seen that never was": [
      { reads: [read(["two"], 3, { client: "bob" })] },
      "a state that never was: bob",
    ],
    "the books mix two states": [
      {
        reads: [
          read([], 3, { list: "books", seen: { books: { ...books, balances: [190, 300] } } }),
        ],
      },
      "a mixed state: ada",
    ],
    "an answer lacks what is in the state that it names": [
      { reads: [read(["one"], 3, { client: "bob", token: token(12) })] },
      "not the state that it says: bob saw a without two",
    ],
    "two states have one number": [
      {
        reads: [
          read([], 1, { client: "bob", token: token(10) }),
          read(["one"], 2, { client: "cy", token: token(10) }),
        ],
      },
      "not the state that it says: a has 0 in c.d.10",
    ],
    "a watch is live in an older state than it has told": [
      {
        told: [
          told(["one", "two"], 5, { token: token(13) }),
          told(["one", "two"], 6, { token: token(12) }),
        ],
      },
      "live, and older: watch 1",
    ],
    "somebody sees what is another's": [
      { ...marks("bob", 5), sessions: [] },
      "a leak: ada saw mark as bob",
    ],
    "somebody is answered as somebody else": [marks("bob", 5), "as somebody else: ada was ada"],
    "a watch has not come to its end": [
      { told: [told(["one"], 3)] },
      'not up to date in the end: watch 1 has ["one"]',
    ],
    "a watch is not live in the end": [
      { told: [told(["one", "two"], 6, { status: "stale" })] },
      "not live in the end: watch 1 is stale",
    ],
    "a problem came that nothing explains": [{ problems: ["ada met 500"] }, "ada met 500"],
  };

  test.each(Object.entries(wrong))("%s", (_, [more, words]) => {
    const found = checkHistory(toHistory(more));
    expect(found).toContainEqual(expect.stringContaining(words));
  });
});
