import { describe, expect, onTestFinished, test } from "vitest";

import { makeDatabaseFile, readRows } from "../access/stored-rows.ts";
import { ask } from "../service/bind.fixture.ts";
import { openKitchen } from "./kitchen.ts";
import { expectNoSecret, value, writings } from "./writings.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;

function send({ service }: Pick<Kitchen, "service">, path: string, words: string, key?: string) {
  const headers = {
    "content-type": "application/json",
    ...(key !== undefined && { "idempotency-key": `"${key}"` }),
  };
  return ask(service, path, { method: "POST", body: JSON.stringify({ words }), headers });
}

const dishesOf = (file: string) =>
  readRows(file, "SELECT words FROM dishes ORDER BY id").map(({ words }) => words);
const outcomesOf = (file: string) => readRows(file, "SELECT * FROM servery_idempotency");
const keyOf = (name: string) => `${name}-0123456789abcdef0123456789abcdef`;

describe("a mutation that would answer a secret", () => {
  test.each([undefined, keyOf("cook")])("has no effect, under the key %s", async (key) => {
    const database = makeDatabaseFile();
    const kitchen = await openKitchen({ database });
    for (let time = 0; time < 2; time++) {
      const answer = await send(kitchen, "/cook", writings["URI"]!, key);
      expect(answer.status).toBe(500);
      expect(answer.headers).not.toHaveProperty("idempotency-replayed");
      expectNoSecret(answer);
    }
    expect(dishesOf(database)).toEqual(["soup"]);
    expect(outcomesOf(database)).toEqual([]);
    // The attempt stays on record.
    const trail = readRows(database, "SELECT * FROM servery_audit WHERE operation = 'cook'");
    expect(trail).toHaveLength(2);
    expectNoSecret(trail);
  });

  test("takes nothing along of those that share its commit", async () => {
    const database = makeDatabaseFile();
    const kitchen = await openKitchen({ database });
    const words = ["a", value, "b", writings["hex"]!, "c"];
    const answers = await Promise.all(words.map((each) => send(kitchen, "/cook", each)));
    expect(answers.map(({ status }) => status)).toEqual([200, 500, 200, 500, 200]);
    expect(dishesOf(database)).toEqual(["soup", "a", "b", "c"]);
  });
});

test("what answers nothing has its effect, whatever it has written", async () => {
  const database = makeDatabaseFile();
  const kitchen = await openKitchen({ database });
  expect((await send(kitchen, "/silently", value)).status).toBe(204);
  expect(dishesOf(database)).toHaveLength(2);
});

test("a problem with a secret in it is not kept as an outcome", async () => {
  const database = makeDatabaseFile();
  const kitchen = await openKitchen({ database });
  for (const words of [value, value])
    expect((await send(kitchen, "/burn", words, keyOf("burn"))).status).toBe(500);
  expect(outcomesOf(database)).toEqual([]);
  expect((await send(kitchen, "/burn", "soup", keyOf("other"))).status).toBe(409);
  expect(outcomesOf(database)).toHaveLength(1);
});

test("an action that would answer a secret gives its key back, for it may be sent again", async () => {
  const database = makeDatabaseFile();
  const kitchen = await openKitchen({ database });
  for (let time = 1; time <= 2; time++) {
    const answer = await send(kitchen, "/order", value, keyOf("order"));
    expect(answer.status).toBe(500);
    expect(kitchen.runs.orders).toBe(time);
  }
  expect(outcomesOf(database)).toEqual([]);
});

describe("an outcome that was stored before the secret was declared", () => {
  test.each(["/cook", "/burn", "/order"])("of %s is not answered again", async (path) => {
    const database = makeDatabaseFile();
    const before = await openKitchen({ database, scanEgress: false });
    const first = await send(before, path, value, keyOf("before"));
    expect(JSON.stringify(first.json)).toContain(JSON.stringify(value).slice(1, -1));
    await before.service.close();
    const { service } = before;
    const later = service.with({ scanEgress: true });
    onTestFinished(() => later.close());
    const again = await send({ service: later }, path, value, keyOf("before"));
    expect(again.status).toBe(500);
    expectNoSecret(again);
    await expect(
      later.call(path.slice(1), { words: value }, { idempotencyKey: keyOf("before") }),
    ).rejects.toMatchObject({ code: "internal_error" });
  });

  test("of what has none is", async () => {
    const kitchen = await openKitchen();
    await send(kitchen, "/cook", "stew", keyOf("stew"));
    const again = await send(kitchen, "/cook", "stew", keyOf("stew"));
    expect([again.status, again.json]).toEqual([200, { words: "stew" }]);
    expect(again.headers).toHaveProperty("idempotency-replayed");
  });
});

test("a leak is a security event, that outlives the process", async () => {
  const database = makeDatabaseFile();
  const kitchen = await openKitchen({ database });
  for (let time = 0; time < 3; time++) await send(kitchen, "/cook", value);
  await send(kitchen, "/stamp", value);
  await kitchen.service.close();
  const events = readRows(database, "SELECT * FROM servery_security_events ORDER BY id");
  expect(events).toMatchObject([
    {
      kind: "secret_leak",
      severity: "critical",
      count: 3,
      detail: "The secret KITCHEN_KEY, written as JSON, was about to leave in an answer of cook",
    },
    { kind: "secret_leak", count: 1, detail: expect.stringContaining("in a header of stamp") },
  ]);
  expectNoSecret(events);
});
