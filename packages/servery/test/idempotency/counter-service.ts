import { tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";

import { action, contract, mutation, problem, sensitive } from "servery";
import { everyone, integer, silentLog, table, text } from "servery/server";
import { nodePlatform } from "servery/node";
import { onTestFinished } from "vitest";
import * as z from "zod";

import { toFetch } from "../../src/lib/adapters/fetch/to-fetch.ts";
import { createServiceOn } from "../../src/lib/server/service.ts";
import { createManualClock } from "../data/fixture.ts";

const Count = z.object({ count: z.int() });

/** Counts, so that every effect is seen: one that happens twice too. */
const add = mutation({
  path: "/add",
  access: "public",
  status: 201,
  input: z.object({ by: z.int(), note: z.string().default("") }),
  output: Count,
  problems: { too_much: problem(409, "Too much", z.object({ most: z.int() })) },
});

const again = mutation({
  path: "/again",
  access: "public",
  input: z.object({ by: z.int() }),
  output: Count,
});

const enter = sensitive(
  mutation({
    path: "/enter",
    access: "public",
    input: z.object({ password: z.string() }),
    output: z.object({ token: z.string() }),
    problems: { refused: problem(403, "Refused", z.object({ hint: z.string() })) },
  }),
);

/** Sensitive in what it takes, not in what it answers. */
const write = sensitive(
  mutation({
    path: "/write",
    access: "public",
    input: z.object({ email: z.string() }),
    output: z.object({ letter: z.string() }),
    problems: { undeliverable: problem(409, "No such box", z.object({ domain: z.string() })) },
  }),
  "email",
);

const send = action({
  path: "/send",
  access: "public",
  input: z.object({ by: z.int() }),
  output: Count,
});

const counterContract = contract({
  name: "counter",
  operations: { add, again, enter, send, write },
});

const tables = {
  counters: table(
    "counters",
    { name: text(), count: integer() },
    { policy: everyone, primaryKey: ["name"] },
  ),
};

/** What a test does before a handler goes on, by the operation. */
export type Gate = () => Promise<void> | void;

/** A counter over a file, with a clock that stands still until it is told to go on. */
export function createCounter(
  gates: { add?: Gate; send?: Gate; wrongOutput?: () => boolean } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "servery-idempotency-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "counter.db");
  const clock = createManualClock();
  const effects = { add: 0, send: 0 };
  const runtime = {
    platform: { ...nodePlatform, ...clock, eventLoopLag: () => 0 },
    defaults: () => ({ mode: "dev" as const, database: file }),
    readMigrations: () => Promise.resolve([]),
    toFetch,
  };
  const service = createServiceOn(runtime, counterContract, {
    tables,
    log: silentLog,
    handlers: {
      add: async ({ input, db, fail }) => {
        effects.add++;
        await gates.add?.();
        if (input.by > 100) throw fail("too_much", { most: 100 });
        const row = await db
          .insertInto("counters")
          .values({ name: "counter", count: input.by })
          .onConflict((conflict) =>
            conflict
              .column("name")
              .doUpdateSet(({ eb }) => ({ count: eb("counters.count", "+", input.by) })),
          )
          .returning("count")
          .executeTakeFirstOrThrow();
        return gates.wrongOutput?.() === true ? ({} as { count: number }) : row;
      },
      again: () => ({ count: -1 }),
      enter: ({ input, fail }) => {
        if (input.password !== "open sesame") throw fail("refused", { hint: "h1nt" });
        return { token: "t0ken" };
      },
      write: ({ input, fail }) => {
        if (input.email.endsWith(".invalid")) throw fail("undeliverable", { domain: "invalid" });
        return { letter: "l1" };
      },
      send: async () => {
        const count = ++effects.send;
        await gates.send?.();
        return { count };
      },
    },
  });
  onTestFinished(() => service.close());
  return { service, clock, effects, file, total: () => readTotal(service) };
}

async function readTotal(service: ReturnType<typeof createCounter>["service"]): Promise<number> {
  const { count } = (await service.call("add", { by: 0 })) as { count: number };
  return count;
}

/** Sends a request as it goes over the wire; `key` is quoted unless it is a header already. */
export async function post(
  service: ReturnType<typeof createCounter>["service"],
  path: string,
  body: object | string,
  key?: string,
) {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (key !== undefined) headers["idempotency-key"] = key;
  const content = typeof body === "string" ? body : JSON.stringify(body);
  const response = await service.fetch(
    new Request(`http://counter.example${path}`, { method: "POST", headers, body: content }),
  );
  const answer = await response.text();
  return {
    status: response.status,
    replayed: response.headers.get("idempotency-replayed"),
    retryAfter: response.headers.get("retry-after"),
    text: answer,
    json: answer === "" ? undefined : (JSON.parse(answer) as Record<string, unknown>),
  };
}
