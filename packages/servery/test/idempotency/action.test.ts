import { expect, test } from "vitest";

import { createCounter, post } from "./counter-service.ts";

const key = "3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20";
const input = { by: 1 };

/** A gate for each run of the action, opened or broken by the test. */
function createGates() {
  const gates: PromiseWithResolvers<void>[] = [];
  const gate = () => {
    const next = Promise.withResolvers<void>();
    gates.push(next);
    return next.promise;
  };
  return { gates, gate };
}

test("a repeated action gets the first outcome", async () => {
  const { service, effects } = createCounter();
  expect(await post(service, "/send", input, key)).toMatchObject({
    status: 200,
    replayed: null,
    json: { count: 1 },
  });
  expect(await post(service, "/send", input, key)).toMatchObject({
    status: 200,
    replayed: "true",
    json: { count: 1 },
  });
  expect(await post(service, "/send", { by: 2 }, key)).toMatchObject({ status: 422 });
  expect(effects.send).toBe(1);
});

test("while an action runs, a repetition is told so, after a restart too", async () => {
  const { gates, gate } = createGates();
  const { service, effects, file } = createCounter({ send: gate });
  const running = post(service, "/send", input, key);
  await expect.poll(() => gates.length).toBe(1);
  expect(await post(service, "/send", input, key)).toMatchObject({
    status: 409,
    json: { code: "idempotency_in_flight" },
  });
  // Another process sees the lease: it was committed before the action began.
  const next = service.with({ database: file });
  expect(await post(next, "/send", input, key)).toMatchObject({ status: 409 });
  await next.close();
  gates[0]!.resolve();
  expect(await running).toMatchObject({ status: 200 });
  expect(effects.send).toBe(1);
});

test("a failed action gives its key back", async () => {
  const { gates, gate } = createGates();
  const { service, effects } = createCounter({ send: gate });
  const running = post(service, "/send", input, key);
  await expect.poll(() => gates.length).toBe(1);
  gates[0]!.reject(new Error("the upstream broke"));
  expect(await running).toMatchObject({ status: 500 });
  const next = post(service, "/send", input, key);
  await expect.poll(() => gates.length).toBe(2);
  gates[1]!.resolve();
  expect(await next).toMatchObject({ status: 200, replayed: null, json: { count: 2 } });
  expect(effects.send).toBe(2);
});

test("at its deadline an action is answered for, and what then comes of it is still its outcome", async () => {
  const { gates, gate } = createGates();
  const { service, clock, effects } = createCounter({ send: gate });
  const running = post(service, "/send", input, key);
  await expect.poll(() => gates.length).toBe(1);
  clock.advance(30_000);
  expect(await running).toMatchObject({ status: 503, json: { code: "deadline_exceeded" } });
  expect(await post(service, "/send", input, key)).toMatchObject({ status: 409 });
  gates[0]!.resolve();
  await expect
    .poll(() => post(service, "/send", input, key))
    .toMatchObject({ status: 200, replayed: "true" });
  expect(effects.send).toBe(1);
});

test("an action that never ends loses its key with its lease, and its late outcome is dropped", async () => {
  const { gates, gate } = createGates();
  const { service, clock } = createCounter({ send: gate });
  const lost = post(service, "/send", input, key);
  await expect.poll(() => gates.length).toBe(1);
  clock.advance(30_000);
  await lost;
  clock.advance(29_999);
  expect(await post(service, "/send", input, key)).toMatchObject({ status: 409 });
  clock.advance(1);
  const second = post(service, "/send", input, key);
  await expect.poll(() => gates.length).toBe(2);
  gates[1]!.resolve();
  expect(await second).toMatchObject({ status: 200, json: { count: 2 } });
  const committed = () => service.status().data!.writes.committed;
  const before = committed();
  gates[0]!.resolve();
  await expect.poll(committed).toBe(before + 1);
  const replay = await post(service, "/send", input, key);
  expect(replay).toMatchObject({ replayed: "true", json: { count: 2 } });
});
