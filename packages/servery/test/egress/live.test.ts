import { serve } from "servery/node";
import { silentLog } from "servery/server";
import { describe, expect, onTestFinished, test } from "vitest";

import type { WatchedQuery } from "../../src/lib/protocol/live.ts";
import { batch, openStream, poll } from "../live/stream-reader.ts";
import { ask } from "../service/bind.fixture.ts";
import { openKitchen } from "./kitchen.ts";
import { expectNoSecret, lookalikes, value, writings } from "./writings.ts";

const dish: WatchedQuery = { q: 1, operation: "dish", input: { id: "1" } };
const other: WatchedQuery = { q: 2, operation: "map", input: { words: "salad" } };

async function serveKitchen() {
  const kitchen = await openKitchen();
  const served = await serve(kitchen.service, { port: 0, signals: false, log: silentLog });
  onTestFinished(async () => {
    served.server.closeAllConnections();
    await served.close();
  });
  return { ...kitchen, url: served.url };
}

const failed = { status: 500, code: "internal_error" };

describe("a stream", () => {
  test("tells of no secret, however it is written, and goes on with what has none", async () => {
    const { service, url, log } = await serveKitchen();
    const stream = await openStream(url, [dish, other]);
    await stream.take(2);
    for (const words of Object.values(writings)) {
      await ask(service, "/rename", { json: { words } });
      const frame = await stream.next();
      expect(frame).toMatchObject({ q: 1, problem: failed });
      await ask(service, "/rename", { json: { words: "stew" } });
      const after = await stream.next();
      expect(after).toMatchObject({ q: 1, full: { words: "stew" } });
      expectNoSecret(frame, after, log.lines);
    }
    stream.leave();
  });

  test("tells of no secret in the data of a problem", async () => {
    const { service, url, log } = await serveKitchen();
    await ask(service, "/rename", { json: { words: `burnt ${value}` } });
    const stream = await openStream(url, [dish]);
    const frame = await stream.next();
    expect(frame).toMatchObject({ q: 1, problem: failed });
    expectNoSecret(frame, log.lines);
    stream.leave();
  });

  test("tells of what only looks like one", async () => {
    const { service, url } = await serveKitchen();
    const stream = await openStream(url, [dish]);
    await stream.next();
    for (const words of Object.values(lookalikes)) {
      await ask(service, "/rename", { json: { words } });
      expect(await stream.next()).toMatchObject({ full: { words } });
    }
    stream.leave();
  });
});

test("a stream is guarded itself, against what comes from nowhere else", async () => {
  // The stream's own id is all that it says that nobody has looked through.
  const platform = { randomBytes: (length: number) => new Uint8Array(length) };
  const before = await openKitchen({}, platform);
  const known = await openStream(before.service);
  known.leave();
  expect(known.id.length).toBeGreaterThanOrEqual(16);
  const { service, log } = await openKitchen({ environment: { KITCHEN_KEY: known.id } }, platform);
  const stream = await openStream(service).catch(() => undefined);
  expect(stream?.id ?? "").toBe("");
  const told = log.lines.filter(({ fields }) => "secretName" in fields);
  expect(told).toMatchObject([{ fields: { secretName: "KITCHEN_KEY", exit: "a stream" } }]);
});

test("a poll tells of no secret, and of the others", async () => {
  const { service, log } = await openKitchen();
  await ask(service, "/rename", { json: { words: value } });
  const frames = await poll(service, [dish, other], 0);
  expect(frames.toSorted((one, two) => one.q - two.q)).toMatchObject([
    { q: 1, problem: failed },
    { q: 2, full: { salad: 1 } },
  ]);
  expectNoSecret(frames, log.lines);
});

test("of a batch, only what has a secret is kept back", async () => {
  const { service, log } = await openKitchen();
  const calls = ["soup", value, writings["base64"]!, "stew"].map((words) => ({
    operation: "say",
    input: { words },
  }));
  const { answers } = await batch(service, [
    ...calls,
    { operation: "refuse", input: { words: value } },
  ]);
  const kept = { problem: expect.objectContaining(failed) };
  expect(answers).toEqual([
    expect.objectContaining({ output: { words: "soup" } }),
    kept,
    kept,
    expect.objectContaining({ output: { words: "stew" } }),
    kept,
  ]);
  expectNoSecret(answers, log.lines);
});

test("who watches in this process is told of no secret", async () => {
  const { service, log } = await openKitchen();
  const heard: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = service.watch("dish", dish.input, {
    onOutput: (output) => {
      heard.push(output);
      void service.call("rename", { words: writings["JSON"]! });
    },
    onProblem: (problem) => {
      heard.push(problem);
      resolve();
    },
  });
  await promise;
  stop();
  expect(heard).toMatchObject([{ words: "soup" }, { code: "internal_error" }]);
  expectNoSecret(heard, log.lines);
});

describe("what is kept", () => {
  const get = (service: Parameters<typeof ask>[0]) => ask(service, "/dishes/1");

  test("never has a secret, and is looked through once", async () => {
    const { service, log, runs } = await openKitchen();
    for (let time = 0; time < 4; time++) expect((await get(service)).status).toBe(200);
    expect(service.status().live?.hits).toBeGreaterThan(0);
    expect(runs.dishes).toBeLessThan(4);
    await ask(service, "/rename", { json: { words: value } });
    for (let time = 0; time < 4; time++) {
      const answer = await get(service);
      expect(answer.status).toBe(500);
      expectNoSecret(answer);
    }
    await ask(service, "/rename", { json: { words: "stew" } });
    expect((await get(service)).json).toEqual({ words: "stew" });
    expectNoSecret(log.lines);
  });
});
