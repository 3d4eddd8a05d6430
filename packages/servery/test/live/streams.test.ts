import { describe, expect, test } from "vitest";

import type { QueryFrame, WatchedQuery } from "../../src/lib/protocol/live.ts";
import { sendOverHttp } from "../conformance/transports.ts";
import { serveStall } from "./stall-service.ts";
import { change, openStream, poll, type Target } from "./stream-reader.ts";

const item = (q: number, id = "a"): WatchedQuery => ({ q, operation: "get", input: { id } });
const named = (name: string, id = "a") => ({ id, name, stock: 1 });

describe("a stream over HTTP", () => {
  test("tells what there is, and then what has changed, with the state that it holds in", async () => {
    const { url, rename } = await serveStall();
    const stream = await openStream(url, [item(1)]);
    const [first] = (await stream.take(1)) as QueryFrame[];
    expect(first).toEqual({
      q: 1,
      epoch: 1,
      token: expect.stringMatching(/^c\./),
      hash: expect.any(String),
      full: named("a"),
    });
    await rename("a", "apple");
    const [second] = (await stream.take(1)) as QueryFrame[];
    expect(second).toMatchObject({ q: 1, full: named("apple") });
    expect(second!.hash).not.toBe(first!.hash);
    stream.leave();
  });

  test("is not compressed, not kept, not changed and not held back on the way", async () => {
    const { url } = await serveStall({ cors: { origins: ["https://front.example"] } });
    const headers = { "accept-encoding": "gzip, br", origin: "https://front.example" };
    const stream = await openStream(url, [], headers);
    const answered = Object.fromEntries(stream.response.headers);
    expect(answered).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
      "access-control-allow-origin": "https://front.example",
    });
    expect(answered).not.toHaveProperty("content-encoding");
    expect(answered).not.toHaveProperty("content-length");
    stream.leave();
  });

  test("watches more and less as its client says", async () => {
    const { url, rename } = await serveStall();
    const stream = await openStream(url, [item(1)]);
    await stream.take(1);
    expect((await change(url, stream.id, { watch: [item(2, "b")], unwatch: [1] })).status).toBe(
      204,
    );
    expect(await stream.next()).toMatchObject({ q: 2, epoch: 2, full: named("b", "b") });
    await rename("a", "unseen");
    await rename("b", "seen");
    expect(await stream.next()).toMatchObject({ q: 2, full: named("seen", "b") });
    stream.leave();
  });

  test("tells nothing of a write that leaves the result as it was", async () => {
    const { url, rename } = await serveStall();
    const stream = await openStream(url, [item(1)]);
    await stream.take(1);
    await rename("a", "a");
    await rename("a", "other");
    expect(await stream.next()).toMatchObject({ full: named("other") });
    stream.leave();
  });

  test("tells of each query that cannot be watched why, and watches the rest", async () => {
    const { url } = await serveStall();
    const cases: Record<string, [status: number, code: string]> = {
      none: [422, "invalid_input"],
      rename: [422, "invalid_input"],
      secret: [422, "invalid_input"],
      nothing: [422, "invalid_input"],
      mine: [401, "unauthenticated"],
      get: [422, "invalid_input"],
    };
    const asked = Object.keys(cases).map((operation, q) => ({ q, operation }));
    const stream = await openStream(url, [...asked, item(99)]);
    const frames = (await stream.take(asked.length + 1)) as QueryFrame[];
    for (const { q, operation } of asked) {
      const [status, code] = cases[operation]!;
      const frame = frames.find((each) => each.q === q);
      expect(frame, operation).toMatchObject({ ended: true, problem: { status, code } });
      expect(frame!.problem).toMatchObject({
        type: `urn:problem-type:stall:${code}`,
        instance: `urn:request:${stream.response.headers.get("x-request-id")}`,
      });
      expect(frame).not.toHaveProperty("full");
    }
    expect(frames.find(({ q }) => q === 99)).toMatchObject({ full: named("a") });
    stream.leave();
  });

  test("counts each query that is watched as a call of its operation", async () => {
    const { url } = await serveStall();
    const asked = [1, 2, 3].map((q) => ({ q, operation: "rare" }));
    const frames = (await (await openStream(url, asked)).take(3)) as QueryFrame[];
    expect(frames.filter(({ full }) => full !== undefined)).toHaveLength(2);
    expect(frames.find(({ full }) => full === undefined)).toMatchObject({
      problem: { code: "too_many_requests" },
      ended: true,
    });
  });

  test("says now and then that it lives, and that all it told holds", async () => {
    const { url, clock, service, rename } = await serveStall();
    const stream = await openStream(url, [item(1)]);
    await stream.take(1);
    await service.call("list", undefined);
    await rename("b", "elsewhere");
    for (let second = 0; second < 19; second++) clock.advance(1000);
    const [beat] = await stream.take(1);
    expect(beat).toEqual({ beat: { token: expect.stringMatching(/^c\./) } });
    stream.leave();
  });

  test("ends after an hour, give or take", async () => {
    const { url, clock } = await serveStall();
    const stream = await openStream(url, [item(1)]);
    await stream.take(1);
    clock.advance(66 * 60_000);
    clock.advance(1000);
    expect(await stream.next()).toEqual({
      bye: { reason: "lifetime", retryMs: expect.any(Number) },
    });
    expect(await stream.next()).toBeUndefined();
  });

  test.each(["GET", "HEAD", "PUT"])("is not there for %s", async (method) => {
    const { url } = await serveStall();
    const answer = await sendOverHttp(url, {
      method,
      path: "/_servery/live",
      headers: {},
      body: undefined,
    });
    expect(answer).toMatchObject({ status: 405, headers: { allow: "POST, OPTIONS" } });
  });
});

describe("a stream that is cut", () => {
  test("after any frame is gone on with where its client was, and comes to the same", async () => {
    const { url, rename, service } = await serveStall({ limits: { liveStreams: 1 } });
    const steps = ["b", "b", "c", "d", "e"];
    for (let cut = 0; cut <= 4; cut++) {
      await rename("a", `start${cut}`);
      const known = new Map<number, { hash: string; full: unknown; token: string }>();
      const asked = () =>
        [item(1), { q: 2, operation: "list" }].map((query) => ({
          ...query,
          ...known.get(query.q),
        }));
      const note = (frame: QueryFrame) => {
        const full = frame.unchanged === true ? known.get(frame.q)!.full : frame.full;
        known.set(frame.q, { hash: frame.hash!, full, token: frame.token! });
      };
      const first = await reopen(url, asked());
      for (let frames = 0; frames < cut; frames++) {
        if (frames === 2) await rename("a", `changed${cut}`);
        note((await first.next()) as QueryFrame);
      }
      first.leave();
      for (const step of steps) await rename("a", step + String(cut));
      const second = await reopen(url, asked());
      for (const frame of await second.take(2)) note(frame as QueryFrame);
      second.leave();
      expect(known.get(1)!.full).toEqual(await service.call("get", { id: "a" }));
      expect(known.get(2)!.full).toEqual(await service.call("list", undefined));
    }
  });

  test("gets nothing again that its client has", async () => {
    const { url } = await serveStall();
    const first = await openStream(url, [item(1), item(2, "b")]);
    const frames = (await first.take(2)) as QueryFrame[];
    first.leave();
    const asked = frames.map(({ q, hash, token }) => ({
      ...item(q, q === 1 ? "a" : "b"),
      hash: hash!,
      token: token!,
    }));
    const second = await openStream(url, asked);
    expect(await second.take(2)).toEqual(
      frames.map(({ full: _, ...rest }) => ({ ...rest, unchanged: true })),
    );
    second.leave();
  });
});

/** With one place only: it is free once the service knows that the last client has gone. */
async function reopen(target: Target, queries: readonly WatchedQuery[]) {
  let opened: Awaited<ReturnType<typeof openStream>> | undefined;
  await expect
    .poll(async () => (opened = await openStream(target, queries).catch(() => undefined)))
    .toBeDefined();
  return opened!;
}

describe("streams that are many", () => {
  test("a thousand that idle are told of one commit, and forgotten when they go", async () => {
    const count = 1000;
    const { service, rename } = await serveStall({ limits: { liveStreams: count } });
    const streams = await Promise.all(
      Array.from({ length: count }, () => openStream(service, [item(1)])),
    );
    await Promise.all(streams.map((stream) => stream.take(1)));
    await expect(openStream(service)).rejects.toThrow("overloaded");
    await rename("a", "all");
    const frames = await Promise.all(streams.map((stream) => stream.next()));
    expect(frames.every((frame) => (frame as QueryFrame).hash !== undefined)).toBe(true);
    expect(new Set(frames.map((frame) => JSON.stringify((frame as QueryFrame).full)))).toEqual(
      new Set([JSON.stringify(named("all"))]),
    );
    for (const stream of streams) stream.leave();
    const again = await reopen(service, []);
    again.leave();
  });

  test("of one user or one address are bounded", async () => {
    const { url } = await serveStall({
      limits: { liveStreamsPerUser: 1, liveStreamsPerAddress: 2 },
    });
    const ada = { authorization: "Bearer ada" };
    const open = [
      await openStream(url, [], ada),
      await openStream(url, [], { authorization: "Bearer bob" }),
      await openStream(url),
      await openStream(url),
    ];
    await expect(openStream(url, [], ada)).rejects.toThrow("too_many_requests");
    await expect(openStream(url)).rejects.toThrow("too_many_requests");
    await expect(poll(url, [], 0)).rejects.toThrow("too_many_requests");
    for (const stream of open) stream.leave();
  });

  test("watch so many queries each, and say so of the rest", async () => {
    const { url } = await serveStall({ limits: { liveQueries: 2 } });
    const stream = await openStream(url, [item(1), item(2), item(3)]);
    const frames = (await stream.take(3)) as QueryFrame[];
    expect(frames.find(({ q }) => q === 3)).toMatchObject({
      problem: { status: 429, code: "too_many_requests" },
      ended: true,
    });
    await change(url, stream.id, { watch: [item(4)], unwatch: [1] });
    expect(await stream.next()).toMatchObject({ q: 4, full: named("a") });
    stream.leave();
  });
});
