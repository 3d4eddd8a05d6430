import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createClient } from "../client.ts";
import { createManualClock, type ManualClock, settled } from "../manual-clock.fixture.ts";
import { createFakeLive, type FakeLive } from "./fake-live.fixture.ts";
import { createHttpSource } from "./http-source.ts";
import { coreOf } from "../client-core.ts";
import { createTabsSource } from "./tabs-source.ts";
import { shelf, watchItem } from "./watching.fixture.ts";

await import("./live.ts");

let clock: ManualClock;
let live: FakeLive;
let count = 0;
let url: string;
const closings: (() => void)[] = [];

beforeEach(() => {
  clock = createManualClock();
  live = createFakeLive(clock);
  // Of their own: locks and channels are the process's.
  count += 1;
  url = `http://shelf-${count}.example`;
  vi.stubGlobal("location", new URL(`${url}/page`));
  vi.stubGlobal("fetch", live.fetch);
});
afterEach(() => {
  for (const close of closings.splice(0)) close();
  vi.unstubAllGlobals();
});

function openTab() {
  return createClient(shelf, { url, clock, random: () => 0.5 });
}

const hears = (heard: { readonly all: string[] }, ...words: string[]) =>
  vi.waitFor(() => expect(heard.all).toEqual(words));

/** A tab whose source the test closes, as when it is left, or keeps from telling, as when it is frozen. */
function openSource(ids: string[]) {
  const core = coreOf(openTab())!;
  const told: string[] = [];
  const wanted = () =>
    ids.map((id) => ({ key: `item.get {"id":"${id}"}`, operation: "item.get", input: { id } }));
  const source = createTabsSource(
    {
      name: `servery:live:shelf@${url}::`,
      clock,
      connect: (...given) => createHttpSource(core, core.caller.endpoint!, ...given),
    },
    wanted,
    {
      onUpdate: (_, { full }) => told.push(JSON.stringify(full)),
      onBeat: (token) => told.push(`beat ${token}`),
      onLost: () => told.push("lost"),
    },
  );
  closings.push(source.close);
  return { source, told };
}

describe("tabs of one user", () => {
  test("share one stream: who joins is told what is known, and all are told what comes", async () => {
    live.commit("a", { n: 1 });
    live.commit("b", { n: 1 });
    const one = watchItem(openTab(), "a");
    await hears(one, '{"n":1}', "live");
    const second = openTab();
    const two = watchItem(second, "a");
    await hears(two, '{"n":1}', "live");
    const b = watchItem(second, "b");
    await hears(b, '{"n":1}', "live");
    live.commit("a", { n: 2 });
    live.commit("b", { n: 2 });
    await hears(one, '{"n":1}', "live", '{"n":2}');
    await hears(two, '{"n":1}', "live", '{"n":2}');
    await hears(b, '{"n":1}', "live", '{"n":2}');
    expect(live.seen).toEqual(["live a", "change b"]);
    b.stop();
    await vi.waitFor(() => expect(live.seen.at(-1)).toBe("change -1"));
  });

  test("know the states that the others were told of, and hear when the stream is lost", async () => {
    live.commit("a", { n: 1 });
    const one = watchItem(openTab(), "a");
    await hears(one, '{"n":1}', "live");
    const second = openTab();
    const two = watchItem(second, "a");
    await hears(two, '{"n":1}', "live");
    live.stream.send({ beat: { token: "c.db.77" } });
    const { snapshots } = coreOf(second)!.caller;
    await vi.waitFor(() => expect(snapshots.newest).toBe("c.db.77"));
    live.stream.cut();
    await hears(two, '{"n":1}', "live", "stale");
    live.commitSilently("a", { n: 2 });
    await clock.pass(1_000);
    await hears(two, '{"n":1}', "live", "stale", '{"n":2}', "live");
    await hears(one, '{"n":1}', "live", "stale", '{"n":2}', "live");
    expect(live.seen).toEqual(["live a", "live a="]);
  });

  test("go on when the one that leads has gone", async () => {
    live.commit("a", { n: 1 });
    const leader = openSource(["a"]);
    await vi.waitFor(() => expect(leader.told.at(-1)).toBe('{"n":1}'));
    const two = watchItem(openTab(), "a");
    await hears(two, '{"n":1}', "live");
    leader.source.close();
    live.commitSilently("a", { n: 2 });
    await hears(two, '{"n":1}', "live", "stale", '{"n":2}', "live");
    expect(live.streams.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  });

  test("let go of what only one watched that has gone", async () => {
    live.commit("a", { n: 1 });
    live.commit("b", { n: 1 });
    const one = watchItem(openTab(), "a");
    await hears(one, '{"n":1}', "live");
    const other = openSource(["b"]);
    await vi.waitFor(() => expect(other.told).toContain('{"n":1}'));
    other.source.close();
    await vi.waitFor(() => expect(live.seen).toEqual(["live a", "change b", "change -1"]));
  });

  test("help themselves when the one that leads is frozen, from the first or later", async () => {
    live.commit("a", { n: 1 });
    // It holds the lock, and says nothing.
    let thaw = () => {};
    const frozen = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    closings.push(thaw);
    void navigator.locks.request(`servery:live:shelf@${url}::`, () => frozen);
    await settled();
    const one = watchItem(openTab(), "a");
    await settled();
    await clock.pass(999);
    expect(live.seen).toEqual([]);
    await clock.pass(1);
    await hears(one, '{"n":1}', "live");
    const channel = new BroadcastChannel(`servery:live:shelf@${url}::`);
    closings.push(() => channel.close());
    const say = (tells: unknown) =>
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin.
      channel.postMessage({ leader: "frozen", tells });
    const two = watchItem(openTab(), "a");
    await settled();
    say({ heard: true });
    await settled();
    await clock.pass(30_000);
    live.stream.send({ beat: {} });
    await clock.pass(19_000);
    expect(live.streams).toHaveLength(1);
    await clock.pass(13_500);
    expect(live.streams).toHaveLength(2);
    await hears(two, '{"n":1}', "live");
    // What it says once it is back is not needed any more.
    say({ key: 'item.get {"id":"a"}', update: { full: { n: 0 }, token: live.token } });
    await settled();
    thaw();
    await vi.waitFor(() => expect(live.streams.length).toBeGreaterThan(2));
    live.commit("a", { n: 2 });
    await vi.waitFor(() => expect(two.data.at(-1)).toEqual({ n: 2 }));
    await vi.waitFor(() => expect(one.data.at(-1)).toEqual({ n: 2 }));
    expect([...one.data, ...two.data]).not.toContainEqual({ n: 0 });
  });

  test("do not share with clients that may speak for somebody else", async () => {
    const options = { url, clock, random: () => 0.5 };
    watchItem(createClient(shelf, { ...options, headers: { "x-a": "1" } }), "a");
    watchItem(createClient(shelf, { ...options, headers: { "x-a": "2" } }), "a");
    watchItem(createClient(shelf, { ...options, fetch: live.fetch }), "a");
    await vi.waitFor(() => expect(live.streams).toHaveLength(3));
  });
});
