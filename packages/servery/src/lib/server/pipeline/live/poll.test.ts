import { describe, expect, test } from "vitest";

import type { LiveFrame, WatchedQuery } from "../../../protocol/live.ts";
import { createCaller, createTurns, problem, queries, result, said } from "./live.fixture.ts";
import { Poll } from "./poll.ts";

function startPoll(asked: readonly WatchedQuery[], waitMs: number, most = 200) {
  const turns = createTurns();
  const service = createCaller();
  const poll = new Poll(service.caller, turns, most);
  const abort = new AbortController();
  let answer: unknown[] | undefined;
  const done = poll.run(asked, waitMs, abort.signal).then((frames) => {
    answer = said(frames.map((frame) => JSON.parse(frame) as LiveFrame));
    return answer;
  });
  const isClosed = () => service.watches.every((watch) => watch.isClosed);
  return { turns, service, poll, abort, done, answer: () => answer, isClosed };
}

const known = (q: number): WatchedQuery => ({ q, operation: `hash:h${q}`, hash: `h${q}` });
const slow = (q: number): WatchedQuery => ({ q, operation: "slow" });

describe("a poll", () => {
  test("answers at once what its client has nothing of", async () => {
    const { turns, answer, isClosed } = startPoll(queries(1, 2), 25_000);
    await turns.settle();
    expect(answer()).toEqual([
      [1, "full", "h1"],
      [2, "full", "h2"],
    ]);
    expect(isClosed()).toBe(true);
    expect(turns.timers).toBe(0);
  });

  test("waits while its client has what there is, and then says that it holds", async () => {
    const { turns, answer, isClosed } = startPoll([known(1), known(2)], 10_000);
    await turns.pass(9000);
    expect(answer()).toBeUndefined();
    await turns.pass(1000);
    expect(answer()).toEqual([
      [1, "unchanged", "h1"],
      [2, "unchanged", "h2"],
    ]);
    expect(isClosed()).toBe(true);
  });

  test("waits for no change where it is not asked to, but for how all of them stand", async () => {
    const { turns, answer, service } = startPoll([known(1), slow(2)], 0);
    await turns.pass(5000);
    expect(answer()).toBeUndefined();
    service.watchOf(2).tell(result("h2"));
    await turns.settle();
    expect(answer()).toEqual([[2, "full", "h2"]]);
  });

  test("answers what one commit has changed together, and nothing else", async () => {
    const { turns, answer, service } = startPoll([known(1), known(2), known(3)], 25_000);
    await turns.settle();
    service.watchOf(1).tell(result("new1"));
    service.watchOf(3).tell(problem("not_found"));
    expect(answer()).toBeUndefined();
    await turns.settle();
    expect(answer()).toEqual([
      [1, "full", "new1"],
      [3, "not_found"],
    ]);
  });

  test("lets what is slow go without news of the rest for no longer than a moment", async () => {
    const { turns, answer } = startPoll([...queries(1), slow(2)], 25_000);
    await turns.settle();
    expect(answer()).toBeUndefined();
    await turns.pass(50);
    expect(answer()).toEqual([[1, "full", "h1"]]);
  });

  test("waits no longer than a proxy does, whatever it is asked", async () => {
    const { turns, answer } = startPoll([known(1), slow(2)], 1e9);
    await turns.pass(24_000);
    expect(answer()).toBeUndefined();
    await turns.pass(1000);
    expect(answer()).toEqual([[1, "unchanged", "h1"]]);
  });

  test("says what cannot be watched, and what is too much", async () => {
    const { turns, answer } = startPoll([{ q: 1, operation: "refused" }, ...queries(2)], 0, 1);
    await turns.settle();
    expect(answer()?.toSorted()).toEqual([
      [1, "refused", "ended"],
      [2, "too_many_requests", "ended"],
    ]);
  });

  test.each([
    ["its caller goes", ({ abort }: ReturnType<typeof startPoll>) => abort.abort()],
    ["the service closes", ({ poll }: ReturnType<typeof startPoll>) => poll.bye()],
    ["its session changes", ({ poll }: ReturnType<typeof startPoll>) => poll.recheck()],
  ])("ends when %s", async (_, end) => {
    const started = startPoll([slow(1)], 25_000);
    await started.turns.settle();
    end(started);
    expect(await started.done).toEqual([]);
    expect(started.isClosed()).toBe(true);
    expect(started.turns.timers).toBe(0);
  });

  test("does not begin for a caller that has gone", async () => {
    const turns = createTurns();
    const { caller } = createCaller();
    const running = new Poll(caller, turns, 200).run([slow(1)], 25_000, AbortSignal.abort());
    expect(await running).toEqual([]);
  });
});
