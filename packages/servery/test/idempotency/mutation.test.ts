import { DatabaseSync } from "node:sqlite";
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { createCounter, post } from "./counter-service.ts";

const key = "3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20";
const other = "0c9d7f52-1b1e-4a5e-8f6a-2f9d5b7c3e11";

test("a repeated request gets the first outcome, and takes effect once", async () => {
  const { service, effects, total } = createCounter();
  const first = await post(service, "/add", { by: 2 }, `"${key}"`);
  expect(first).toMatchObject({ status: 201, replayed: null, json: { count: 2 } });
  const second = await post(service, "/add", { by: 2 }, `"${key}"`);
  expect(second).toMatchObject({ status: 201, replayed: "true", text: first.text });
  // Bare, as many send it, is the same key.
  expect(await post(service, "/add", { by: 2 }, key)).toMatchObject({ replayed: "true" });
  expect(effects.add).toBe(1);
  expect(await total()).toBe(2);
});

test("the same input is the same however its JSON is written", async () => {
  const { service } = createCounter();
  await post(service, "/add", '{"by":1,"note":"a"}', key);
  const second = await post(service, "/add", '{ "note": "\\u0061", "by": 1.0 }', key);
  expect(second).toMatchObject({ status: 201, replayed: "true" });
});

test("another input under the same key is refused, and has no effect", async () => {
  const { service, total } = createCounter();
  await post(service, "/add", { by: 2 }, key);
  const second = await post(service, "/add", { by: 3 }, key);
  expect(second).toMatchObject({
    status: 422,
    replayed: null,
    json: { code: "idempotency_mismatch" },
  });
  expect(await total()).toBe(2);
});

test("a key means something to one operation only", async () => {
  const { service } = createCounter();
  await post(service, "/add", { by: 2 }, key);
  const elsewhere = await post(service, "/again", { by: 2 }, key);
  expect(elsewhere).toMatchObject({ status: 200, replayed: null, json: { count: -1 } });
});

test("a declared problem is an outcome too, with the id of the request that asks again", async () => {
  const { service, effects } = createCounter();
  const first = await post(service, "/add", { by: 101 }, key);
  const second = await post(service, "/add", { by: 101 }, key);
  expect(second).toMatchObject({ status: 409, replayed: "true" });
  expect(second.json).toEqual({
    ...first.json,
    instance: expect.not.stringMatching(String(first.json?.["instance"])),
  });
  expect(second.json).toMatchObject({ code: "too_much", data: { most: 100 } });
  expect(effects.add).toBe(1);
});

test("a failure of the service is no outcome: the next attempt runs", async () => {
  let fails = true;
  const { service, total } = createCounter({
    add: () => {
      if (fails) throw new Error("broken");
    },
  });
  expect(await post(service, "/add", { by: 2 }, key)).toMatchObject({ status: 500 });
  fails = false;
  expect(await post(service, "/add", { by: 2 }, key)).toMatchObject({
    status: 201,
    replayed: null,
  });
  expect(await total()).toBe(2);
});

test("a result that may not leave undoes the effect that it tells of", async () => {
  let isWrong = true;
  const { service, total } = createCounter({ wrongOutput: () => isWrong });
  expect(await post(service, "/add", { by: 2 }, key)).toMatchObject({ status: 500 });
  expect(await post(service, "/add", { by: 2 })).toMatchObject({ status: 500 });
  isWrong = false;
  expect(await total()).toBe(0);
});

test("a request whose twin still runs is told so", async () => {
  const gate = Promise.withResolvers<void>();
  const { service, effects } = createCounter({ add: () => gate.promise });
  const running = post(service, "/add", { by: 2 }, key);
  await expect.poll(() => effects.add).toBe(1);
  expect(await post(service, "/add", { by: 2 }, key)).toMatchObject({
    status: 409,
    retryAfter: "1",
    json: { code: "idempotency_in_flight" },
  });
  expect(await post(service, "/add", { by: 3 }, key)).toMatchObject({ status: 422 });
  gate.resolve();
  expect(await running).toMatchObject({ status: 201 });
  expect(await post(service, "/add", { by: 2 }, key)).toMatchObject({
    status: 201,
    replayed: "true",
  });
});

test("two hundred copies at once take effect once", async () => {
  const { service, effects, total } = createCounter();
  const copies = Array.from({ length: 200 }, () => post(service, "/add", { by: 2 }, key));
  const answers = await Promise.all(copies);
  expect(answers.filter(({ status }) => status === 201 || status === 409)).toHaveLength(200);
  expect(answers.some(({ status }) => status === 201)).toBe(true);
  expect(effects.add).toBe(1);
  expect(await total()).toBe(2);
});

test("an outcome survives the process", async () => {
  const { service, file, effects } = createCounter();
  const first = await post(service, "/add", { by: 2 }, key);
  await service.close();
  const next = service.with({ database: file });
  expect(await post(next, "/add", { by: 2 }, key)).toMatchObject({
    replayed: "true",
    text: first.text,
  });
  expect(effects.add).toBe(1);
  await next.close();
});

test("an outcome is kept for a day", async () => {
  const { service, clock, effects } = createCounter();
  await post(service, "/add", { by: 2 }, key);
  clock.advance(24 * 60 * 60 * 1000 - 1);
  expect(await post(service, "/add", { by: 2 }, key)).toMatchObject({ replayed: "true" });
  clock.advance(1);
  expect(await post(service, "/add", { by: 2 }, key)).toMatchObject({
    status: 201,
    replayed: null,
  });
  expect(effects.add).toBe(2);
});

test("expired outcomes are deleted while others are written", async () => {
  const { service, clock, file } = createCounter();
  await post(service, "/add", { by: 1 }, key);
  clock.advance(25 * 60 * 60 * 1000);
  for (let index = 0; index < 100; index++)
    await post(service, "/add", { by: 0 }, `${other}-${index}`);
  await service.close();
  const database = new DatabaseSync(file, { readOnly: true });
  expect(database.prepare("SELECT count(*) AS n FROM servery_idempotency").get()).toEqual({
    n: 100,
  });
  database.close();
});

test("a sensitive answer is not stored: a replay says that it was given, and with what status", async () => {
  const { service, file } = createCounter();
  const input = { password: "open sesame" };
  expect(await post(service, "/enter", input, key)).toMatchObject({
    status: 200,
    json: { token: "t0ken" },
  });
  expect(await post(service, "/enter", input, key)).toMatchObject({
    status: 409,
    replayed: "true",
    json: { code: "outcome_withheld", detail: expect.stringMatching(/was answered 200/) },
  });
  await expect(service.call("enter", input, { idempotencyKey: key })).rejects.toMatchObject({
    code: "outcome_withheld",
  });
  expect(await post(service, "/enter", { password: "guess" }, other)).toMatchObject({
    status: 403,
    json: { data: { hint: "h1nt" } },
  });
  const replay = await post(service, "/enter", { password: "guess" }, other);
  expect(replay).toMatchObject({ status: 403, replayed: "true", json: { code: "refused" } });
  expect(replay.text).not.toContain("h1nt");
  await service.close();
  const bytes = readFileSync(file).toString("latin1");
  expect(bytes).toContain("servery_idempotency");
  for (const value of ["t0ken", "open sesame", "h1nt", "guess", key, other])
    expect(bytes).not.toContain(value);
});

test("where only a property of the input is sensitive, the whole outcome is answered again", async () => {
  const { service, file } = createCounter();
  for (const [email, secret] of [
    ["ada@example.com", key],
    ["ada@nowhere.invalid", other],
  ] as const) {
    const first = await post(service, "/write", { email }, secret);
    const replay = await post(service, "/write", { email }, secret);
    const { instance: _, ...problem } = first.json ?? {};
    expect(replay).toMatchObject({ status: first.status, replayed: "true", json: problem });
  }
  await service.close();
  expect(readFileSync(file).toString("latin1")).not.toContain("ada@");
});

test.each([
  ["a UUID", key, 201],
  ["22 random characters", "q7Zp0vK2mT9xW4sB8nR1Lc", 201],
  ["32 hexadecimal digits", "3f0c6e1a8a534e0e9a0e6f2f6b6f1d20", 201],
  ["a number", "42", 400],
  ["a name", "order-2026-11-20", 400],
  ["22 hexadecimal digits", "3f0c6e1a8a534e0e9a0e6f", 400],
  ["one character, repeated", "0".repeat(40), 400],
  ["nothing", '""', 400],
  ["too much", "k".repeat(100) + key.repeat(6), 400],
  ["a broken quote", `"${key}`, 400],
])("an anonymous caller's key must be unguessable: %s", async (_, header, status) => {
  const { service } = createCounter();
  const answer = await post(service, "/add", { by: 1 }, header);
  expect(answer.status).toBe(status);
  if (status === 400)
    expect(answer.json).toMatchObject({
      code: "malformed_request",
      detail: expect.stringMatching(/Idempotency-Key/),
    });
});

test("of a key that begins with its time the time alone is kept", async () => {
  const { service, file } = createCounter();
  const late = "019a0f3b-2c4d-7e11-8f6a-2f9d5b7c3e11";
  for (const each of [late, key]) await post(service, "/add", { by: 1 }, each);
  await service.close();
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("SELECT scope FROM servery_idempotency ORDER BY rowid").all();
  database.close();
  expect(rows).toEqual([
    { scope: expect.stringMatching(/^019a0f3b2c4d[\w-]{43}$/) },
    { scope: expect.stringMatching(/^[\w-]{43}$/) },
  ]);
});
