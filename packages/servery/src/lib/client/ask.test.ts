import { describe, expect, test } from "vitest";
import * as z from "zod";

import { contract } from "../contract/contract.ts";
import { action, mutation, query } from "../contract/operation.ts";
import type { Link, LinkOptions } from "../ports/link.ts";
import { ProblemError } from "../protocol/problem-error.ts";
import { createClient } from "./client.ts";
import { createSkippingClock } from "./skipping-clock.fixture.ts";

const Item = z.object({ id: z.string(), n: z.int() });
const shelf = contract({
  name: "shelf",
  operations: {
    get: query({ path: "/items/:id", input: z.object({ id: z.string() }), output: Item }),
    put: mutation({ path: "/items", input: Item, output: Item }),
    scan: action({ path: "/scan", output: Item }),
  },
});

interface Answer {
  /** The state of `c.db`. */
  readonly at?: number;
  readonly token?: string;
  readonly isReusable?: boolean;
  readonly problem?: string;
  /** Resolves when the answer is to come. */
  readonly when?: Promise<void>;
}

/** A client whose link gives these answers in turn, each with its number in the line. */
function connect(...answers: Answer[]) {
  const asked: Pick<LinkOptions, "snapshot" | "cache">[] = [];
  const link: Link = {
    call: async (_, __, { snapshot, cache, onSnapshot }) => {
      const n = asked.push({ snapshot, cache }) - 1;
      const { at, token = `c.db.${at}`, isReusable, problem, when } = answers[n] ?? {};
      await when;
      if (at !== undefined || answers[n]?.token !== undefined) onSnapshot?.(token, { isReusable });
      if (problem !== undefined)
        throw new ProblemError({ type: "x", title: problem, status: 404, code: problem });
      return { id: "1", n };
    },
  };
  const clock = createSkippingClock();
  return { asked, client: createClient(shelf, { link, clock, retry: false }) };
}

const sent = (asked: readonly { readonly snapshot?: string | undefined }[]) =>
  asked.map(({ snapshot }) => snapshot);

describe("every call carries the newest state that the client knows:", () => {
  test.each([
    ["of newer ones the newest", [{ at: 3 }, { at: 7 }, { at: 7 }], "c.db.7"],
    ["of another database the later", [{ at: 3 }, { token: "c.other.1" }, {}], "c.other.1"],
    ["of a form that it does not know, as it is", [{ token: "pg.5:9:" }, {}, {}], "pg.5:9:"],
    ["none that a header cannot carry", [{ at: 3 }, { token: "c\n" }, {}], "c.db.3"],
    ["none where the service tells none", [{}, {}, {}], undefined],
  ] as const)("%s", async (_, answers, last) => {
    const { client, asked } = connect(...answers, {});
    for (const id of ["1", "2", "3"]) await client.get({ id });
    await client.put({ id: "4", n: 0 });
    expect(asked.at(-1)?.snapshot).toBe(last);
    expect(asked[0]?.snapshot).toBeUndefined();
  });

  test("also those that a mutation, an action or a problem told", async () => {
    const { client, asked } = connect({ at: 2 }, { at: 4 }, { at: 6, problem: "gone" }, { at: 6 });
    await client.put({ id: "1", n: 1 });
    await client.scan();
    await client.get.safe({ id: "1" });
    await client.get({ id: "1" });
    expect(sent(asked)).toEqual([undefined, "c.db.2", "c.db.4", "c.db.6"]);
  });
});

describe("an answer that is too old", () => {
  test("is asked for again, past what caches have kept", async () => {
    const { client, asked } = connect({ at: 5 }, { at: 4 }, { at: 4 }, { at: 5 });
    await client.get({ id: "1" });
    expect(await client.get({ id: "2" })).toEqual({ id: "1", n: 3 });
    expect(asked.map(({ cache }) => cache)).toEqual([undefined, undefined, "no-cache", "reload"]);
  });

  test("in the end is a problem, and not shown", async () => {
    const { client, asked } = connect({ at: 5 }, { at: 4 }, { at: 4 }, { at: 4 });
    await client.get({ id: "1" });
    const { problem } = await client.get.safe({ id: "2" });
    expect(problem).toMatchObject({ code: "stale_answer", status: 0 });
    expect(asked).toHaveLength(4);
  });

  test("may be a problem itself: that something is missing may have been long ago", async () => {
    const { client } = connect({ at: 5 }, { at: 4, problem: "not_found" }, { at: 5 });
    await client.put({ id: "1", n: 1 });
    expect(await client.get({ id: "1" })).toEqual({ id: "1", n: 2 });
  });

  test("is none of a mutation: it is done, and its answer is its own", async () => {
    const { client, asked } = connect({ at: 5 }, { at: 4 });
    await client.get({ id: "1" });
    await client.put({ id: "1", n: 1 });
    expect(asked).toHaveLength(2);
  });

  test("of another query may be older than what was learnt while it was on its way", async () => {
    let answer = () => {};
    const when = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { client, asked } = connect({ at: 3, when }, { at: 5 });
    const slow = client.get({ id: "1" });
    await client.get({ id: "2" });
    answer();
    expect(await slow).toEqual({ id: "1", n: 0 });
    expect(asked).toHaveLength(2);
  });

  test("of the same query may not, for the newer one was shown", async () => {
    let answer = () => {};
    const when = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { client, asked } = connect({ at: 3, when }, { at: 5 }, { at: 5 });
    const slow = client.get({ id: "1" });
    await client.get({ id: "1" });
    answer();
    expect(await slow).toEqual({ id: "1", n: 2 });
    expect(sent(asked)).toEqual([undefined, undefined, "c.db.5"]);
  });
});

describe("an answer that caches may give out", () => {
  const old = { at: 4, isReusable: true };

  test("may be older than what other answers have told", async () => {
    const { client, asked } = connect({ at: 5 }, old);
    await client.get({ id: "2" });
    await client.get({ id: "1" });
    expect(asked).toHaveLength(2);
  });

  test("is asked for again when the client has written since, as far as caches heed that", async () => {
    const { client, asked } = connect({ at: 5 }, old, { ...old, at: 5 }, old, old, old);
    await client.put({ id: "1", n: 1 });
    expect(await client.get({ id: "1" })).toEqual({ id: "1", n: 2 });
    expect(await client.get({ id: "2" })).toEqual({ id: "1", n: 5 });
    expect(asked).toHaveLength(6);
  });

  test("is never older than what was shown of the same query", async () => {
    const { client, asked } = connect({ at: 5 }, old, old, old);
    await client.get({ id: "1" });
    expect((await client.get.safe({ id: "1" })).problem?.code).toBe("stale_answer");
    expect(asked).toHaveLength(4);
  });
});

test("what was shown is remembered of the last queries only, so that it stays small", async () => {
  const { client, asked } = connect({ at: 5 }, ...Array.from({ length: 500 }, () => ({ at: 5 })), {
    at: 4,
    isReusable: true,
  });
  await client.get({ id: "first" });
  for (let id = 0; id < 500; id++) await client.get({ id: String(id) });
  await client.get({ id: "first" });
  expect(asked).toHaveLength(502);
});
