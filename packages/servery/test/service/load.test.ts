import { action, contract, mutation, nothing, query } from "servery";
import { describe, expect, test } from "vitest";
import * as z from "zod";

import { ask, bindService } from "./bind.fixture.ts";

const wait = query({
  path: "/wait",
  access: "public",
  // Equal queries would wait for one run.
  cache: false,
  output: z.object({ ok: z.boolean() }),
});
const write = mutation({ path: "/write", access: "public", output: z.object({ ok: z.boolean() }) });
const act = action({ path: "/act", access: "public", output: z.object({ aborted: z.string() }) });
const slow = contract({ name: "slow", operations: { wait, write, act } });

function createSlow(settings = {}, platform = {}) {
  const gate = Promise.withResolvers<void>();
  const started: string[] = [];
  const handler = async ({ operation }: { operation: string }) => {
    started.push(operation);
    await gate.promise;
    return { ok: true };
  };
  const handlers = {
    wait: handler,
    write: handler,
    act: ({ signal, operation }: { signal: AbortSignal; operation: string }) => {
      started.push(operation);
      return new Promise<{ aborted: string }>((resolve) =>
        signal.addEventListener("abort", () => resolve({ aborted: String(signal.reason.name) })),
      );
    },
  };
  return { ...bindService(slow, { handlers, ...settings }, platform), gate, started };
}

describe("a busy service", () => {
  test("refuses what exceeds its concurrency, and says when to come again", async () => {
    const { service, gate, started } = createSlow({ limits: { concurrentRequests: 2 } });
    const running = [ask(service, "/wait"), ask(service, "/wait")];
    await expect.poll(() => started.length).toBe(2);
    expect(await ask(service, "/wait")).toMatchObject({
      status: 503,
      headers: { "retry-after": "1" },
      json: { code: "overloaded" },
    });
    expect(await ask(service, "/healthz")).toMatchObject({ status: 200 });
    gate.resolve();
    for (const answer of await Promise.all(running)) expect(answer.status).toBe(200);
    expect(await ask(service, "/wait")).toMatchObject({ status: 200 });
    expect(service.status().active).toBe(0);
  });

  test("refuses while its event loop is late", async () => {
    let lag = 1001;
    const { service, gate } = createSlow({}, { eventLoopLag: () => lag });
    gate.resolve();
    expect(await ask(service, "/wait")).toMatchObject({
      status: 503,
      json: { code: "overloaded" },
    });
    lag = 1000;
    expect(await ask(service, "/wait")).toMatchObject({ status: 200 });
  });

  test.each([
    ["a query", "/wait", "GET", 10_000],
    ["a mutation", "/write", "POST", 5000],
    ["an action", "/act", "POST", 30_000],
  ])("ends %s at its time limit", async (_, path, method, limit) => {
    const { service, clock, started } = createSlow();
    const running = ask(service, path, { method });
    await expect.poll(() => started.length).toBe(1);
    clock.advance(limit - 1);
    expect(service.status().active).toBe(1);
    clock.advance(1);
    expect(await running).toMatchObject({ status: 503, json: { code: "deadline_exceeded" } });
  });

  test("ends a query of a service that keeps nothing, too", async () => {
    const never = () => new Promise<{ ok: boolean }>(() => {});
    const bare = contract({ name: "bare", operations: { wait } });
    const { service, clock } = bindService(bare, { handlers: { wait: never } });
    await service.ready();
    const running = ask(service, "/wait");
    clock.advance(10_000);
    expect(await running).toMatchObject({ status: 503, json: { code: "deadline_exceeded" } });
  });

  test("tells an action's signal that its time is up, and that its caller has gone", async () => {
    const { service, started } = createSlow();
    const abort = new AbortController();
    const running = service.call("act", undefined, { signal: abort.signal });
    await expect.poll(() => started.length).toBe(1);
    abort.abort(new DOMException("gone", "AbortError"));
    expect(await running).toEqual({ aborted: "AbortError" });
  });
});

test("a body that does not arrive in time is a 408", async () => {
  const send = mutation({
    path: "/send",
    access: "public",
    input: z.object({ name: z.string() }),
    output: nothing,
  });
  const { service } = bindService(contract({ name: "late", operations: { send } }), {
    handlers: { send: () => undefined },
    limits: { requestTimeoutMs: 1 },
  });
  const body = new ReadableStream({ pull: () => new Promise<void>(() => {}) });
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
  expect(await ask(service, "/send", init)).toMatchObject({
    status: 408,
    json: { code: "request_timeout" },
  });
});

describe("a service that closes", () => {
  test("finishes what is at work, refuses the rest, and is closed once", async () => {
    const { service, gate, started, log } = createSlow();
    const running = [ask(service, "/wait"), ask(service, "/write", { method: "POST" })];
    await expect.poll(() => started.length).toBe(2);
    let isClosed = false;
    const closing = service.close().then(() => (isClosed = true));
    await expect.poll(() => service.status().phase).toBe("closing");
    expect(await ask(service, "/wait")).toMatchObject({
      status: 503,
      headers: { connection: "close" },
      json: { code: "shutting_down" },
    });
    // Not its path: a parameter may be sensitive.
    expect(log.lines.at(-1)?.fields).toMatchObject({ operation: "wait", status: 503 });
    expect(await ask(service, "/readyz")).toMatchObject({
      status: 503,
      json: { code: "shutting_down" },
    });
    await expect(service.call("wait", undefined)).rejects.toMatchObject({ code: "shutting_down" });
    expect(isClosed).toBe(false);
    gate.resolve();
    for (const answer of await Promise.all(running))
      expect(answer).toMatchObject({ status: 200, json: { ok: true } });
    await closing;
    await service.close();
  });

  test("without ever having been open closes at once", async () => {
    const { service } = bindService(
      contract({
        name: "none",
        operations: { q: query({ path: "/q", access: "public", output: nothing }) },
      }),
      { handlers: { q: () => undefined } },
    );
    await service.close();
    expect(await ask(service, "/q")).toMatchObject({ status: 503 });
  });

  test("does not open afterwards what nobody would close", async () => {
    const opened: string[] = [];
    const openDatabase = (location: string): never => {
      opened.push(location);
      throw new Error("opened");
    };
    const { service } = createSlow({}, { openDatabase });
    await service.close();
    await expect(service.ready()).rejects.toMatchObject({ code: "service_closed" });
    await expect(service.write(async () => 1)).rejects.toMatchObject({ code: "service_closed" });
    await expect(service.call("wait", undefined)).rejects.toMatchObject({ code: "shutting_down" });
    expect(await ask(service, "/wait")).toMatchObject({
      status: 503,
      json: { code: "shutting_down" },
    });
    expect(opened).toEqual([]);
  });

  test("while it opens closes what was opened", async () => {
    const { service, gate } = createSlow();
    gate.resolve();
    const opening = service.ready();
    const closing = service.close();
    expect(service.status().phase).toBe("closing");
    expect(await ask(service, "/wait")).toMatchObject({ json: { code: "shutting_down" } });
    await Promise.all([opening, closing]);
    expect(service.status()).toMatchObject({ phase: "closing", data: { open: false } });
  });
});
