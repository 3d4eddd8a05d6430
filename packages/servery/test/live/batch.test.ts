import { describe, expect, test } from "vitest";

import { openStall, serveStall } from "./stall-service.ts";
import { batch, post } from "./stream-reader.ts";

const ada = { authorization: "Bearer ada" };
const get = (id: string) => ({ operation: "get", input: { id } });

describe("a batch", () => {
  test("answers each query as the query itself is answered, in their order", async () => {
    const { url } = await serveStall();
    const { response, answers } = await batch(url, [
      get("b"),
      { operation: "list" },
      get("a"),
      get("b"),
    ]);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("etag")).toBeNull();
    const token = expect.stringMatching(/^c\./);
    const item = (id: string) => ({ id, name: id, stock: 1 });
    expect(answers).toEqual([
      { output: item("b"), token },
      { output: { items: ["a", "b", "c"].map(item) }, token },
      { output: item("a"), token },
      { output: item("b"), token },
    ]);
  });

  test("answers nothing to nothing", async () => {
    const { service } = await openStall();
    expect((await batch(service, [])).answers).toEqual([]);
    expect((await batch(service, [{ operation: "nothing" }])).answers).toEqual([
      expect.not.objectContaining({ problem: expect.anything() }),
    ]);
  });

  test("answers the problem of each by itself", async () => {
    const { service } = await openStall();
    const cases: [call: object, status: number, code: string][] = [
      [{ operation: "none" }, 404, "route_not_found"],
      [{ operation: "__proto__" }, 404, "route_not_found"],
      [{ operation: "rename", input: { id: "a", name: "x" } }, 422, "invalid_input"],
      [{ operation: "secret" }, 422, "invalid_input"],
      [{ operation: "get", input: { id: 1 } }, 422, "invalid_input"],
      [{ operation: "get" }, 422, "invalid_input"],
      [{ operation: "get", input: { id: "none" } }, 500, "internal_error"],
      [{ operation: "mine" }, 401, "unauthenticated"],
      [{ operation: "book" }, 401, "unauthenticated"],
    ];
    const { response, answers } = await batch(service, [...cases.map(([call]) => call), get("a")]);
    expect(response.status).toBe(200);
    for (const [at, [call, status, code]] of cases.entries()) {
      expect(answers[at], JSON.stringify(call)).toMatchObject({
        problem: {
          status,
          code,
          type: `urn:problem-type:stall:${code}`,
          instance: `urn:request:${response.headers.get("x-request-id")}`,
        },
      });
      expect(answers[at]).not.toHaveProperty("output");
    }
    expect(answers.at(-1)).toMatchObject({ output: { name: "a" } });
    expect(JSON.stringify(answers)).not.toContain("open sesame");
  });

  test("asks of each whether its caller may", async () => {
    const { service } = await openStall();
    const calls = [{ operation: "mine" }, { operation: "book" }];
    const as = async (name: string) =>
      (await batch(service, calls, { authorization: `Bearer ${name}` })).answers;
    expect(await as("ada")).toMatchObject([{ output: { who: "ada" } }, { output: { stock: 3 } }]);
    expect(await as("bob")).toMatchObject([
      { output: { who: "bob" } },
      { problem: { code: "forbidden" } },
    ]);
    expect(await as("ended")).toMatchObject([
      { problem: { code: "unauthenticated" } },
      { problem: { code: "unauthenticated" } },
    ]);
  });

  test("counts each towards the limits, its own and its caller's", async () => {
    const { service } = await openStall();
    const rare = { operation: "rare" };
    expect((await batch(service, [rare, rare, rare])).answers).toMatchObject([
      { output: { stock: 1 } },
      { output: { stock: 1 } },
      { problem: { code: "too_many_requests", retryAfterMs: 30_000 } },
    ]);
    const { service: busy } = await openStall({ rate: "4/hour" });
    const { answers } = await batch(busy, [get("a"), get("a"), get("a"), get("a")], ada);
    expect(answers.map((answer) => "problem" in answer)).toEqual([false, false, false, true]);
  });

  test("is bounded by the service's concurrency as the single calls are", async () => {
    const { service } = await openStall({ limits: { concurrentRequests: 3 } });
    const { answers } = await batch(service, [get("a"), get("b"), get("c"), get("a")]);
    const codes = answers.map((answer) => (answer["problem"] as { code: string })?.code);
    expect(codes).toContain("overloaded");
    expect(codes).toContain(undefined);
    expect(service.status().active).toBe(0);
  });

  test("writes a line for each, under one request id", async () => {
    const { service, log } = await openStall();
    log.lines.length = 0;
    const { response } = await batch(service, [get("a"), { operation: "mine" }]);
    const requestId = response.headers.get("x-request-id");
    const lines = log.lines.filter(({ message }) => message === "request");
    const told = lines.map(({ level, fields }) => [
      level,
      fields["requestId"],
      fields["operation"] ?? fields["path"],
      fields["status"],
    ]);
    expect(told.toSorted()).toEqual([
      ["debug", requestId, "/_servery/batch", 200],
      ["info", requestId, "get", 200],
      ["warn", requestId, "mine", 401],
    ]);
  });

  test("takes as many calls as the service says, and refuses more as a whole", async () => {
    const { service } = await openStall({ limits: { batchCalls: 2 } });
    expect((await batch(service, [get("a"), get("b")])).answers).toHaveLength(2);
    const { response } = await batch(service, [get("a"), get("b"), get("c")]);
    expect(response.status).toBe(422);
  });

  test("is compressed as other answers are", async () => {
    const { service } = await openStall();
    const calls = { calls: [{ operation: "wide", input: { id: "a" } }] };
    const headers = { "accept-encoding": "gzip" };
    const response = await post(service, "/_servery/batch", calls, headers);
    expect(response.headers.get("content-encoding")).toBe("gzip");
  });
});
