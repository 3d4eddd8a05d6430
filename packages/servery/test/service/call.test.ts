import { action, contract, mutation, nothing, problem, query, sensitive } from "servery";
import { type Db as DbOf, everyone, id, integer, table, text } from "servery/server";
import { describe, expect, test } from "vitest";
import * as z from "zod";

import { ask, bindService } from "./bind.fixture.ts";

const Item = z.object({ id: z.string(), name: z.string(), stock: z.int() });

const get = query({
  path: "/items/:id",
  access: "public",
  input: z.object({ id: z.string(), since: z.iso.datetime().optional() }),
  output: Item,
  problems: { not_found: problem(404, "No such item") },
});
const count = query({
  path: "/count",
  access: "public",
  output: z.object({ count: z.int() }),
  heavy: true,
});
const add = mutation({
  path: "/items",
  access: "public",
  input: z.object({ name: z.string(), stock: z.int() }),
  output: Item,
});
const act = action({
  path: "/act",
  access: "public",
  input: z.object({ step: z.string() }),
  output: z.object({ result: z.unknown() }),
  unsafeOpen: true,
  problems: { own: problem(409, "Its own") },
});
const pay = sensitive(
  action({
    path: "/pay",
    access: "public",
    input: z.object({ card: z.string() }),
    output: nothing,
  }),
  "card",
);
const store = contract({ name: "store", operations: { items: { get, add, count }, act, pay } });
const tables = {
  items: table(
    "items",
    { id: id(), name: text({ unique: true }), stock: integer() },
    { policy: everyone },
  ),
};

function createStore(
  steps: Readonly<Record<string, (context: never) => unknown>> = {},
  mode: "dev" | "production" = "dev",
) {
  return bindService(store, {
    mode,
    tables,
    handlers: {
      items: {
        get: async ({ input, db, fail }) => {
          const item = await db
            .selectFrom("items")
            .selectAll()
            .where("id", "=", input.id)
            .executeTakeFirst();
          if (item === undefined) throw fail("not_found", "Look elsewhere.");
          return item;
        },
        add: ({ input, db }) =>
          db.insertInto("items").values(input).returningAll().executeTakeFirstOrThrow(),
        count: async ({ db }) => {
          const row = await db
            .selectFrom("items")
            .select(({ fn }) => fn.countAll<number>().as("n"))
            .executeTakeFirstOrThrow();
          return { count: Number(row.n) };
        },
      },
      act: async (context) => ({ result: await steps[context.input.step]!(context as never) }),
      pay: ({ input }) => {
        throw new TypeError(`the card ${input.card} is broken`);
      },
    },
  });
}

describe("a call in process", () => {
  test("goes through the same stages: projected output, problems thrown whole", async () => {
    const { service, log } = createStore();
    const item = (await service.call("items.add", { name: "Pot", stock: 1 })) as z.infer<
      typeof Item
    >;
    expect(await service.call("items.get", { id: item.id })).toEqual(item);
    expect(await service.call("items.count", undefined)).toEqual({ count: 1 });
    log.lines.length = 0;
    const options = { headers: { "x-request-id": "outer-request" } };
    await expect(service.call("items.get", { id: "none" }, options)).rejects.toMatchObject({
      name: "ProblemError",
      problem: {
        type: "urn:problem-type:store:not_found",
        title: "No such item",
        status: 404,
        code: "not_found",
        detail: "Look elsewhere.",
        instance: "urn:request:outer-request",
      },
    });
    expect(log.lines).toMatchObject([
      {
        level: "warn",
        fields: { operation: "items.get", requestId: "outer-request", status: 404 },
        message: "request",
      },
    ]);
  });

  test("validates, and reads the input as JSON would carry it", async () => {
    const { service } = createStore();
    await expect(service.call("items.add", { name: 1 })).rejects.toMatchObject({
      code: "invalid_input",
      problem: { errors: [{ pointer: "/name" }, { pointer: "/stock" }] },
    });
    const input = { name: "Pan", stock: 1, toJSON: undefined, since: new Date(0) };
    expect(await service.call("items.add", input)).toMatchObject({ name: "Pan" });
    const none = { id: "none", since: new Date(0) };
    await expect(service.call("items.get", none)).rejects.toMatchObject({ code: "not_found" });
  });

  test("keeps its effect to once under an idempotency key", async () => {
    const { service } = createStore();
    const options = { idempotencyKey: "3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20" };
    const first = await service.call("items.add", { name: "Pot", stock: 1 }, options);
    expect(await service.call("items.add", { name: "Pot", stock: 1 }, options)).toEqual(first);
    await expect(
      service.call("items.add", { name: "Pan", stock: 1 }, options),
    ).rejects.toMatchObject({
      code: "idempotency_mismatch",
    });
    const taken = { idempotencyKey: "7d3d2c4e-5a0b-4c58-b0b8-90b54f8f2a61" };
    for (const status of [409, 409])
      await expect(
        service.call("items.add", { name: "Pot", stock: 1 }, taken),
      ).rejects.toMatchObject({ problem: { status, code: "conflict" } });
  });

  test("rejects with the signal's reason, and an unknown operation by name", async () => {
    const { service } = createStore();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(service.call("items.count", undefined, { signal })).rejects.toThrow("enough");
    await expect(service.call("items.drop", {})).rejects.toMatchObject({
      code: "unknown_operation",
    });
  });

  test("hides a bug from its caller, and a sensitive one's words from the log too", async () => {
    const { service, log } = createStore();
    await expect(service.call("pay", { card: "4242" })).rejects.toMatchObject({
      code: "internal_error",
      message: "Something went wrong on our side",
    });
    const line = log.lines.find(({ message }) => message === "pay failed");
    expect(line?.fields["error"]).toEqual({
      name: "TypeError",
      stack: expect.stringMatching(/^ {4}at .*call\.test\.ts/),
    });
    expect(JSON.stringify(log.lines)).not.toContain("4242");
  });
});

test.each(["__proto__", "constructor", "toString", "X-None"])(
  "a handler that asks for the header %s, which was not sent, gets nothing",
  async (name) => {
    const header = query({
      path: "/header",
      access: "public",
      output: z.object({ is: z.string() }),
    });
    const { service } = bindService(contract({ name: "headers", operations: { header } }), {
      handlers: { header: ({ headers }) => ({ is: String(headers.get(name)) }) },
    });
    const answer = { is: "undefined" };
    expect(await service.call("header", undefined, { headers: { "x-one": "1" } })).toEqual(answer);
    expect(await ask(service, "/header")).toMatchObject({ json: answer });
  },
);

/** The parts of an action's context that these tests use, without the types that the steps cannot see. */
interface ActContext {
  read(run: (db: Db) => Promise<unknown>): Promise<unknown>;
  write(run: (db: Db) => Promise<unknown>): Promise<unknown>;
  call(operation: unknown, input?: unknown): Promise<unknown>;
  fail(code: string): Error;
}
type Db = DbOf<typeof tables>;

describe("an action", () => {
  const insert = (name: string) => (db: Db) =>
    db.insertInto("items").values({ name, stock: 1 }).returningAll().executeTakeFirstOrThrow();
  const names = async (db: Db) =>
    (await db.selectFrom("items").select("name").orderBy("name").execute()).map(({ name }) => name);

  test("reads and writes in short transactions of its own, and calls its contract's operations", async () => {
    const { service } = createStore({
      all: async ({ read, write, call }: ActContext) => {
        await write(insert("Cup"));
        await write(async (db) => {
          await insert("Lost")(db);
          throw new Error("undone");
        }).catch(() => undefined);
        await call(add, { name: "Bowl", stock: 2 });
        return read(names);
      },
    });
    expect(await ask(service, "/act", { json: { step: "all" } })).toMatchObject({
      json: { result: ["Bowl", "Cup"] },
    });
  });

  test("is refused a write in a read, with what to do in the log", async () => {
    const { service, log } = createStore({ sneak: ({ read }: ActContext) => read(insert("Cup")) });
    expect(await ask(service, "/act", { json: { step: "sneak" } })).toMatchObject({ status: 500 });
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        message: "act tried to write in a read: use write() instead of read()",
      }),
    );
  });

  test.each([
    ["its own problem", ({ fail }: ActContext) => Promise.reject(fail("own")), 409, "own"],
    [
      "a conflict that its write met",
      async ({ write }: ActContext) => [await write(insert("Cup")), await write(insert("Cup"))],
      409,
      "conflict",
    ],
    [
      "another operation's problem that it does not declare",
      ({ call }: ActContext) => call(get, { id: "none" }),
      500,
      "internal_error",
    ],
    [
      "another operation's refusal of what it was given",
      ({ call }: ActContext) => call(add, { name: 1 }),
      500,
      "internal_error",
    ],
    [
      "an operation of another contract",
      ({ call }: ActContext) => call({ ...get }, { id: "none" }),
      500,
      "internal_error",
    ],
    [
      "an undeclared code",
      ({ fail }: ActContext) => Promise.reject(fail("unheard_of")),
      500,
      "internal_error",
    ],
  ])("answers %s", async (_, step, status, code) => {
    const { service } = createStore({ step });
    expect(await ask(service, "/act", { json: { step: "step" } })).toMatchObject({
      status,
      json: { code },
    });
  });

  test("may catch another operation's problem", async () => {
    const { service } = createStore({
      catching: ({ call }: ActContext) =>
        call(get, { id: "none" }).catch((error: { code: string }) => error.code),
    });
    expect(await ask(service, "/act", { json: { step: "catching" } })).toMatchObject({
      json: { result: "not_found" },
    });
  });

  test("may call outside, but in dev not in a read or a write", async () => {
    const outside = () => fetch("http://127.0.0.1:2/elsewhere?key=1").catch(() => "called");
    const steps = {
      outside,
      inside: ({ write }: ActContext) => write(() => outside()),
    };
    const { service, log } = createStore(steps);
    expect(await ask(service, "/act", { json: { step: "outside" } })).toMatchObject({
      json: { result: "called" },
    });
    expect(await ask(service, "/act", { json: { step: "inside" } })).toMatchObject({ status: 500 });
    const line = log.lines.find(({ message }) => message === "act failed");
    expect((line!.fields["error"] as Error).message).toMatch(
      /A read or write in the action act called GET http:\/\/127\.0\.0\.1:2\/elsewhere\. That is refused/,
    );
  });
});
