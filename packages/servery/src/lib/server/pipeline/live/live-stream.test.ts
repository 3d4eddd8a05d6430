import { describe, expect, test } from "vitest";

import type { Principal } from "../../handling/principal.ts";
import { toLimits } from "../limits.ts";
import {
  ada,
  createCaller,
  createSink,
  createTurns,
  problem,
  queries,
  result,
  said,
} from "./live.fixture.ts";
import { LiveStream } from "./live-stream.ts";
import { createLiveStreams } from "./live-streams.ts";

const half = { bytes: () => new Uint8Array([128, 0]) };

interface Opening {
  readonly principal?: Principal;
  readonly takes?: boolean;
  readonly limits?: Parameters<typeof toLimits>[0];
}

function openStream({ principal, takes = true, limits }: Opening = {}) {
  const turns = createTurns();
  const client = createSink({ takes });
  const service = createCaller(principal);
  const all = toLimits(limits);
  const streams = createLiveStreams(turns, all);
  let isClosed = false;
  const surroundings = { clock: turns, limits: all, slices: streams.slices, random: half };
  const stream = new LiveStream("id", client.sink, service.caller, surroundings, () => {
    isClosed = true;
  });
  streams.add(stream);
  const news = async () => {
    await turns.settle();
    return said(client.frames());
  };
  return { turns, client, service, streams, stream, news, isClosed: () => isClosed };
}

describe("a stream", () => {
  test("begins with its id, and how soon silence means death", () => {
    const { client } = openStream();
    expect(client.frames()).toEqual([{ hello: { version: 1, stream: "id", heartbeatMs: 20_000 } }]);
  });

  test("tells each query once it is known, in full", async () => {
    const { stream, client, turns } = openStream();
    client.frames();
    stream.watch(queries(1, 2));
    await turns.settle();
    expect(client.frames()).toEqual([
      { q: 1, epoch: 1, token: "c.d.2", hash: "h1", full: { is: "h1" } },
      { q: 2, epoch: 1, token: "c.d.2", hash: "h2", full: { is: "h2" } },
    ]);
  });

  test("confirms what its client has, without sending it again", async () => {
    const { stream, news, service } = openStream();
    stream.watch([
      { q: 1, operation: "hash:h1", hash: "h1" },
      { q: 2, operation: "hash:h2", hash: "h1" },
    ]);
    expect(await news()).toEqual(["hello", [1, "unchanged", "h1"], [2, "full", "h2"]]);
    service.watchOf(1).tell(result("h1"));
    expect(await news()).toEqual([]);
  });

  test("tells of changes, and of what later queries began with", async () => {
    const { stream, news, service, client, turns } = openStream();
    stream.watch(queries(1));
    await news();
    service.watchOf(1).tell(result("h9"));
    expect(await news()).toEqual([[1, "full", "h9"]]);
    stream.watch(queries(2));
    await turns.settle();
    expect(client.frames()).toMatchObject([{ q: 2, epoch: 2 }]);
  });

  test("tells nothing of what is back to what its client has", async () => {
    const { stream, news, service } = openStream();
    stream.watch(queries(1));
    await news();
    service.watchOf(1).tell(result("h2"));
    service.watchOf(1).tell(result("h1"));
    expect(await news()).toEqual([]);
  });

  test("tells of a problem, and in full what comes after it", async () => {
    const { stream, news, service } = openStream();
    stream.watch(queries(1));
    await news();
    service.watchOf(1).tell(problem("internal_error"));
    expect(await news()).toEqual([[1, "internal_error"]]);
    service.watchOf(1).tell(result("h1"));
    expect(await news()).toEqual([[1, "full", "h1"]]);
  });

  test("gives up a query that ends, and what cannot be watched", async () => {
    const { stream, news, service } = openStream();
    stream.watch([...queries(1), { q: 2, operation: "refused" }]);
    expect(await news()).toEqual(["hello", [1, "full", "h1"], [2, "refused", "ended"]]);
    service.watchOf(1).tell(problem("forbidden", { ended: true }));
    expect(await news()).toEqual([[1, "forbidden", "ended"]]);
    expect(service.watchOf(1).isClosed).toBe(true);
    expect(stream.size).toBe(0);
  });

  test("tells nothing more of a query that is unwatched, whenever that happens", async () => {
    const { stream, news, service, turns } = openStream();
    stream.watch(queries(1, 2, 3));
    stream.unwatch([1]);
    await turns.turn();
    stream.unwatch([2]);
    expect(await news()).toEqual(["hello", [3, "full", "h3"]]);
    expect(service.watches.map(({ query, isClosed }) => [query.q, isClosed])).toEqual([
      [2, true],
      [3, false],
    ]);
    service.watchOf(3).tell(result("new"));
    stream.unwatch([3, 99]);
    expect(await news()).toEqual([]);
  });

  test("begins a few queries at a time, so that others have their turn", async () => {
    const { stream, turns, service } = openStream();
    stream.watch(queries(...Array.from({ length: 10 }, (_, index) => index)));
    const begun: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      await turns.turn();
      begun.push(service.watches.length);
    }
    expect(begun).toEqual([4, 8, 10]);
  });

  test("refuses queries that are too many, each with a frame", async () => {
    const { stream, news } = openStream({ limits: { liveQueries: 2 } });
    stream.watch(queries(1, 2, 3));
    expect(await news()).toEqual([
      "hello",
      [3, "too_many_requests", "ended"],
      [1, "full", "h1"],
      [2, "full", "h2"],
    ]);
    stream.unwatch([1]);
    stream.watch(queries(4));
    expect(await news()).toEqual([[4, "full", "h4"]]);
  });

  test("gives up its queries when its caller has gone", async () => {
    const { stream, turns, service, news, isClosed } = openStream();
    stream.watch(queries(1, 2));
    await news();
    stream.watch(queries(3));
    stream.closed();
    await turns.settle();
    expect(isClosed()).toBe(true);
    expect(service.watches).toMatchObject([{ isClosed: true }, { isClosed: true }]);
  });
});

describe("a stream whose client is slow", () => {
  test("keeps the latest of each query only, and sends it when there is room", async () => {
    const { stream, client, service, turns } = openStream({
      takes: false,
      limits: { liveBufferBytes: 400 },
    });
    stream.watch(queries(1, 2, 3));
    await turns.settle();
    client.frames();
    let most = 0;
    for (let round = 0; round < 100; round++) {
      for (const q of [1, 2, 3]) service.watchOf(q).tell(result(`r${round}q${q}`));
      await turns.settle();
      most = Math.max(most, client.sink.buffered);
    }
    // One frame may go beyond.
    expect(most).toBeLessThan(400 + 200);
    expect(client.frames().length).toBeLessThan(4);
    while (client.sink.buffered > 0) {
      client.take();
      stream.drained();
      await turns.settle();
    }
    const last = new Map(
      said(client.frames())
        .filter((frame) => Array.isArray(frame))
        .map(([q, , hash]) => [q, hash]),
    );
    expect(last.get(3)).toBe("r99q3");
    expect([...last.values()].every((hash) => String(hash).startsWith("r99"))).toBe(true);
  });

  test("says no word of life that would tell more than its client knows", async () => {
    const { stream, client, service, turns } = openStream({
      takes: false,
      limits: { liveBufferBytes: 10 },
    });
    service.state.token = "c.d.7";
    stream.watch(queries(1));
    await turns.pass(17_000);
    service.watchOf(1).tell(result("later"));
    await turns.settle();
    expect(said(client.frames())).toEqual(["hello"]);
    for (let round = 0; round < 3; round++) {
      client.take();
      stream.drained();
      await turns.settle();
    }
    expect(said(client.frames())).toEqual([[1, "full", "later"], "beat"]);
  });

  test("is cut when it takes nothing for a minute, and not when it takes little", async () => {
    const { client, turns } = openStream({ takes: false });
    for (let minute = 0; minute < 5; minute++) {
      await turns.pass(59_000);
      client.take(1);
      await turns.pass(1000);
    }
    expect(client.state).toBe("open");
    await turns.pass(59_000);
    expect(client.state).toBe("open");
    await turns.pass(2000);
    expect(client.state).toBe("cut");
  });
});

describe("a stream as time passes", () => {
  test("says that it lives, with the state that all it told holds in", async () => {
    const { client, turns, service } = openStream();
    client.frames();
    await turns.pass(15_000);
    expect(client.frames()).toEqual([]);
    await turns.pass(1000);
    expect(client.frames()).toEqual([{ beat: {} }]);
    service.state.token = "c.d.8";
    await turns.pass(16_000);
    expect(client.frames()).toEqual([{ beat: { token: "c.d.8" } }]);
  });

  test("says no state while it is not known how one of its queries stands", async () => {
    const { client, stream, turns, service } = openStream();
    service.state.token = "c.d.8";
    stream.watch([{ q: 1, operation: "slow" }]);
    await turns.pass(16_000);
    expect(said(client.frames())).toEqual(["hello", "beat"]);
    stream.watch([{ q: 2, operation: "slow" }]);
    service.watchOf(1).tell(result("h1"));
    await turns.pass(16_000);
    expect(client.frames().at(-1)).toEqual({ beat: {} });
    service.watchOf(2).tell(result("h2"));
    await turns.pass(16_000);
    expect(client.frames().at(-1)).toEqual({ beat: { token: "c.d.8" } });
  });

  test("ends after its life, and says when to come again", async () => {
    const { client, turns, service, stream } = openStream({ limits: { liveStreamMs: 60_000 } });
    stream.watch(queries(1));
    await turns.pass(60_000);
    expect(client.state).toBe("open");
    await turns.pass(1000);
    expect(client.frames().at(-1)).toEqual({ bye: { reason: "lifetime", retryMs: 2501 } });
    expect(client.state).toBe("ended");
    expect(service.watchOf(1).isClosed).toBe(true);
  });

  test("asks again who its caller is, and each query whether they still may", async () => {
    const { turns, service, stream } = openStream({ principal: ada });
    stream.watch(queries(1));
    await turns.pass(16_000);
    expect(service.watchOf(1).rechecks).toBe(1);
    service.state.isSame = false;
    await turns.pass(16_000);
    expect(service.watchOf(1).isClosed).toBe(true);
  });
});

describe("a stream of a user whose session changes", () => {
  test("ends before anything more is told, when the session has", async () => {
    const { streams, service, stream, news, client } = openStream({ principal: ada });
    stream.watch(queries(1));
    await news();
    service.state.isSame = false;
    service.watchOf(1).tell(result("secret"));
    streams.recheck("ada");
    expect(await news()).toEqual(["bye"]);
    expect(client.state).toBe("ended");
    expect(service.watchOf(1).isClosed).toBe(true);
  });

  test.each([
    ["anyone's", undefined, 1],
    ["the user's", "ada", 1],
    ["another's", "bob", 0],
  ])("is looked at when %s has changed", async (_, userId, rechecks) => {
    const { streams, service, stream, news } = openStream({ principal: ada });
    stream.watch(queries(1));
    await news();
    streams.recheck(userId);
    expect(await news()).toEqual([]);
    expect(service.watchOf(1).rechecks).toBe(rechecks);
  });

  test("is cut when it cannot be told whose it is, and the log has why", async () => {
    const { streams, service, stream, news, client } = openStream({ principal: ada });
    stream.watch(queries(1));
    await news();
    service.state.isSame = new Error("The disk is gone.");
    service.watchOf(1).tell(result("secret"));
    streams.recheck();
    expect(await news()).toEqual([]);
    expect(client.state).toBe("cut");
    expect(service.failures).toEqual([service.state.isSame]);
  });

  test("of nobody has none that could", async () => {
    const { streams, service, stream, news } = openStream();
    stream.watch(queries(1));
    await news();
    streams.recheck();
    await news();
    expect(service.watchOf(1).rechecks).toBe(0);
  });
});

describe("all streams of a service", () => {
  test("are told to leave when it closes, and those that are behind are cut", () => {
    const { streams, client } = openStream();
    const slow = openStream({ takes: false });
    streams.add(slow.stream);
    streams.close();
    expect(said(client.frames())).toEqual(["hello", "bye"]);
    expect([client.state, slow.client.state]).toEqual(["ended", "cut"]);
    const late = openStream();
    streams.add(late.stream);
    expect(said(late.client.frames())).toEqual(["hello", "bye"]);
  });

  test("are counted: all, each user's, and each address's", () => {
    const turns = createTurns();
    const limits = toLimits({ liveStreams: 5, liveStreamsPerUser: 2, liveStreamsPerAddress: 1 });
    const { take } = createLiveStreams(turns, limits);
    const anonymous = { kind: "anonymous", key: "anonymous" } as const;
    const user = { principal: ada, address: "192.0.2.1" };
    const stranger = { principal: anonymous, address: "2001:db8::1" };
    const neighbour = { principal: anonymous, address: "2001:db8::2" };
    const unknown = { principal: anonymous, address: undefined };
    const leave = take(user);
    take(user);
    expect(() => take(user)).toThrow(expect.objectContaining({ code: "too_many_requests" }));
    leave();
    take(user);
    take(stranger);
    expect(() => take(neighbour)).toThrow(expect.objectContaining({ code: "too_many_requests" }));
    take(unknown);
    take(unknown);
    expect(() => take(unknown)).toThrow(expect.objectContaining({ code: "overloaded" }));
  });

  test("have one timer, and none when there are none", async () => {
    const { streams, turns, stream } = openStream();
    const remove = streams.add(stream);
    expect(turns.timers).toBe(1);
    remove();
    await turns.pass(1000);
    expect(turns.timers).toBe(0);
  });
});
