import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import type { Link, LinkWatcher } from "../../ports/link.ts";
import { createClient } from "../client.ts";
import { problemResponse } from "./fake-live.fixture.ts";
import { connect, shelf, watchItem } from "./watching.fixture.ts";

// Else the first test would wait for it.
beforeAll(() => import("./live.ts"));
afterEach(() => vi.unstubAllGlobals());

describe("a watched query", () => {
  test("gives its result, and each next one, and is live once the service says so", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    expect(heard.status).toBe("connecting");
    await settled();
    live.commit("a", { n: 2 });
    await settled();
    expect(heard.all).toEqual(['{"n":1}', "live", '{"n":2}']);
    expect(live.seen).toEqual(["live a"]);
  });

  test("tells nothing once it was stopped, though news are on their way", async () => {
    const { live, client, settled, clock } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    live.commit("a", { n: 2 });
    heard.stop();
    await settled();
    expect(heard.all).toEqual(['{"n":1}', "live"]);
    expect(live.seen).toEqual(["live a", "change -1"]);
    await clock.pass(1_000);
    expect(live.stream.isOpen).toBe(false);
  });

  test("that is stopped before anything was loaded is never asked for", async () => {
    const { live, client, settled } = connect();
    watchItem(client, "a").stop();
    await settled();
    expect(live.seen).toEqual([]);
  });

  test("is one with its equals: all are given the same, and it cannot be changed", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const one = watchItem(client, "a");
    const two = watchItem(client, "a");
    await settled();
    const late = watchItem(client, "a");
    await settled();
    expect(live.seen).toEqual(["live a"]);
    expect(late.all).toEqual(['{"n":1}', "live"]);
    expect(two.data[0]).toBe(one.data[0]);
    expect(late.data[0]).toBe(one.data[0]);
    expect(() => Object.assign(one.data[0] as object, { n: 2 })).toThrow(TypeError);
    one.stop();
    two.stop();
    await settled();
    live.commit("a", { n: 2 });
    await settled();
    expect(late.data).toHaveLength(2);
  });

  test("that is stopped and watched again at once stays as it is", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    heard.stop();
    const again = watchItem(client, "a");
    await settled();
    expect(live.seen).toEqual(["live a"]);
    expect(again.all).toEqual(['{"n":1}', "live"]);
  });

  test("joins the stream that is there, with all others of its tick", async () => {
    const { live, client, settled } = connect();
    for (const id of ["a", "b", "c", "d"]) live.commit(id, { n: 1 });
    watchItem(client, "a");
    await settled();
    const b = watchItem(client, "b");
    watchItem(client, "c").stop();
    watchItem(client, "d");
    await settled();
    expect(live.seen).toEqual(["live a", "change b,d"]);
    expect(b.all).toEqual(['{"n":1}', "live"]);
    b.stop();
    watchItem(client, "c");
    await settled();
    expect(live.seen.slice(2)).toEqual(["change c -1"]);
  });

  test("that is given what is older than it is, or of a number that is none, does not show it", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    const [q = 0] = live.stream.queries.keys();
    live.stream.send({ q, epoch: 2, token: live.token, hash: "h2", full: { n: 2 } });
    live.stream.send({ q, epoch: 1, token: live.token, hash: "h1", full: { n: 0 } });
    live.stream.send({ q: q + 99, epoch: 2, token: live.token, hash: "h9", full: { n: 9 } });
    live.stream.send({ something: "new" });
    await settled();
    expect(heard.data).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test("tells a problem, keeps what it has given, and goes on", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    live.problemOf("a", { type: "x", title: "Gone", status: 404, code: "not_found" });
    live.commit("b", {});
    await settled();
    expect(heard.all.slice(2)).toEqual(["not_found"]);
    expect(heard.status).toBe("live");
    const late = watchItem(client, "a");
    await settled();
    expect(late.all).toEqual(['{"n":1}', "not_found", "live"]);
    live.problemOf("a", undefined);
    live.commit("b", {});
    await settled();
    expect(heard.all.slice(3)).toEqual(['{"n":1}']);
  });

  test("ends with a problem that ends it, and a later watch asks anew", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    live.problemOf("a", { type: "x", title: "No", status: 403, code: "forbidden" });
    live.commit("b", {});
    await settled();
    expect(heard.all.slice(2)).toEqual(["forbidden over", "stale"]);
    live.problemOf("a", undefined);
    live.commit("a", { n: 2 });
    const again = watchItem(client, "a");
    await settled();
    expect(again.all).toEqual(['{"n":2}', "live"]);
    expect(heard.data).toHaveLength(1);
    expect(live.seen).toEqual(["live a", "change a"]);
  });

  test("a listener's bug is not the others', nor the stream's", async () => {
    const { live, client, settled } = connect();
    const bugs: unknown[] = [];
    vi.stubGlobal("queueMicrotask", (task: () => void) => {
      Promise.resolve()
        .then(task)
        .catch((bug: unknown) => bugs.push(bug));
    });
    live.commit("a", { n: 1 });
    client.item.get.watch({ id: "a" }, () => {
      throw new Error("bug");
    });
    const heard = watchItem(client, "a");
    await settled();
    expect(heard.all).toEqual(['{"n":1}', "live"]);
    expect(bugs).toHaveLength(1);
  });

  test("what the service refuses to watch is over, and the rest goes on", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const a = watchItem(client, "a");
    await settled();
    live.spoiled.push({
      path: "/_servery/live/queries",
      answer: () => problemResponse(422, "invalid_input"),
    });
    const b = watchItem(client, "b");
    await settled();
    expect(b.all).toEqual(["invalid_input over"]);
    live.commit("a", { n: 2 });
    await settled();
    expect(a.data).toHaveLength(2);
    // The number was told; that it is not wanted any more is told when there is more to tell.
    expect(live.seen).toEqual(["live a", "change b"]);
  });

  test("an input that JSON cannot carry is a bug where it stands", () => {
    const { client } = connect();
    expect(() => client.item.get.watch({ id: 1n as unknown as string }, () => {})).toThrow(
      TypeError,
    );
  });
});

describe("a watch that is iterated", () => {
  test("gives the newest at each step, and stops with the loop", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const seen: unknown[] = [];
    for await (const data of client.item.get.watch({ id: "a" })) {
      seen.push(data);
      if (seen.length === 3) break;
      live.commit("a", { n: 10 * seen.length });
      await settled();
      live.commit("a", { n: 10 * seen.length + 1 });
      await settled();
    }
    expect(seen).toEqual([{ n: 1 }, { n: 11 }, { n: 21 }]);
    await settled();
    expect(live.seen).toEqual(["live a", "change -1"]);
  });

  test("asks for nothing until it is iterated", async () => {
    const { live, client, settled } = connect();
    client.item.get.watch({ id: "a" });
    await settled();
    expect(live.seen).toEqual([]);
  });

  test("throws the problem that ends it, once", async () => {
    const { live, client } = connect();
    live.problemOf("a", { type: "x", title: "No", status: 403, code: "forbidden" });
    const iterator = client.item.get.watch({ id: "a" })[Symbol.asyncIterator]();
    await expect(iterator.next()).rejects.toMatchObject({ code: "forbidden" });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  test("ends though it waits: when it is returned from, and when its signal is aborted", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const giveUp = new AbortController();
    const watched = client.item.get.watch({ id: "a" }, { signal: giveUp.signal });
    const [one, two] = [watched[Symbol.asyncIterator](), watched[Symbol.asyncIterator]()];
    await one.next();
    await two.next();
    const waiting = [one.next(), two.next()];
    await one.return?.();
    expect(await waiting[0]).toEqual({ done: true, value: undefined });
    giveUp.abort();
    await expect(waiting[1]).rejects.toMatchObject({ code: "aborted", name: "AbortError" });
    await settled();
    expect(live.seen).toEqual(["live a", "change -1"]);
  });
});

describe("through a link", () => {
  test("a query is watched by the link itself", async () => {
    const watchers = new Map<string, LinkWatcher>();
    const link: Link = {
      call: async () => undefined,
      watch: (id, input, watcher, { headers }) => {
        const key = `${id} ${JSON.stringify(input)} ${headers?.["x-a"]}`;
        watchers.set(key, watcher);
        return () => watchers.delete(key);
      },
    };
    const { settled } = connect();
    const client = createClient(shelf, { link, headers: { "X-A": "1" } });
    const heard = watchItem(client, "a");
    await settled();
    const watcher = watchers.get('item.get {"id":"a"} 1');
    watcher?.onOutput({ n: 1 }, { token: "c.db.1", hash: "h1" });
    watcher?.onOutput({ n: 1 }, { token: "c.db.2", hash: "h1" });
    watcher?.onOutput({ n: 2 }, { token: "c.db.3", hash: "h2" });
    expect(heard.all).toEqual(['{"n":1}', "live", '{"n":2}']);
    heard.stop();
    await settled();
    expect(watchers.size).toBe(0);
  });

  test("that cannot watch, watching is refused where it stands", () => {
    const client = createClient(shelf, { link: { call: async () => undefined } });
    expect(() => client.item.get.watch({ id: "a" }, () => {})).toThrow(/has no watch/);
    expect(() => client.item.get.watch({ id: "a" })).toThrow(/has no watch/);
  });
});
