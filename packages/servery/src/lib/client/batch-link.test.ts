import { describe, expect, test } from "vitest";
import * as z from "zod";

import { contract } from "../contract/contract.ts";
import { mutation, query } from "../contract/operation.ts";
import { sensitive } from "../contract/sensitive.ts";
import type { BatchRequest } from "../protocol/live.ts";
import { createClient } from "./client.ts";
import type { HttpClientOptions } from "./client-options.ts";
import { createSkippingClock } from "./skipping-clock.fixture.ts";

const Id = z.object({ id: z.string() });
const shelf = contract({
  name: "shelf",
  operations: {
    get: query({ path: "/items/:id", input: Id, output: Id }),
    find: query({ path: "/find", method: "POST", input: Id, output: Id }),
    pin: sensitive(query({ path: "/pin", method: "POST", input: Id, output: Id }), "id"),
    put: mutation({ path: "/items", input: Id, output: Id }),
  },
});

type Send = (path: string, init: RequestInit) => Response | Promise<Response>;

/** Answers each call of a batch, and each request, with its own input. */
const echo: Send = (path, init) => {
  if (path !== "/_servery/batch") return Response.json({ id: path });
  const { calls } = JSON.parse(init.body as string) as BatchRequest;
  return Response.json({ answers: calls.map(({ input }) => ({ output: input, token: "c.db.1" })) });
};

function connect(send: Send = echo, options: Partial<HttpClientOptions> = {}) {
  const seen: string[] = [];
  const sent: RequestInit[] = [];
  const client = createClient(shelf, {
    url: "http://shelf.example",
    batch: true,
    clock: createSkippingClock(),
    random: () => 0,
    fetch: async (url, init) => {
      const path = url.replace("http://shelf.example", "");
      const { calls } = Object(JSON.parse((init.body as string) ?? "{}")) as Partial<BatchRequest>;
      sent.push(init);
      seen.push(
        calls
          ? `batch ${calls.map(({ operation, input }) => `${operation} ${(input as { id: string }).id}`).join(", ")}`
          : `${init.method} ${path}`,
      );
      init.signal?.throwIfAborted();
      return send(path, init);
    },
    ...options,
  });
  return { client, seen, sent };
}

describe("queries that are called in one tick", () => {
  test("are one request, each with its own answer", async () => {
    const { client, seen, sent } = connect(echo, { headers: async () => ({ "X-A": "1" }) });
    const all = [client.get({ id: "1" }), client.find({ id: "2" }), client.get({ id: "3" })];
    expect(await Promise.all(all)).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
    expect(seen).toEqual(["batch get 1, find 2, get 3"]);
    const headers = new Headers(sent[0]?.headers);
    expect([sent[0]?.method, headers.get("x-a"), headers.get("servery-csrf")]).toEqual([
      "POST",
      "1",
      "1",
    ]);
    await Promise.all([client.get({ id: "1" }), client.get({ id: "2" })]);
    expect(new Headers(sent[1]?.headers).get("servery-snapshot")).toBe("c.db.1");
  });

  test("are ordinary requests where batches are not switched on", async () => {
    const { client, seen } = connect(echo, { batch: false });
    await Promise.all([client.get({ id: "1" }), client.get({ id: "2" })]);
    expect(seen).toEqual(["GET /items/1", "GET /items/2"]);
  });

  test("are as many requests as it takes, by twenty or as many as is said", async () => {
    const ids = Array.from({ length: 41 }, (_, id) => String(id));
    for (const [batch, count] of [
      [true, 3],
      [{ max: 2 }, 21],
    ] as const) {
      const { client, seen } = connect(echo, { batch });
      await Promise.all(ids.map((id) => client.get({ id })));
      expect(seen).toHaveLength(count);
      expect(seen.at(-1)).toBe("GET /items/40");
    }
  });

  test("travel alone if they are alone, sensitive, or carry headers or a key of their own", async () => {
    const { client, seen } = connect();
    await client.get({ id: "1" });
    await Promise.all([
      client.pin({ id: "2" }),
      client.put({ id: "3" }),
      client.get({ id: "4" }, { headers: { "x-b": "1" } }),
      client.get({ id: "5" }, { idempotencyKey: "k" }),
      client.get({ id: "6" }),
      client.get({ id: "7" }),
    ]);
    expect(seen.toSorted()).toEqual([
      "GET /items/1",
      "GET /items/4",
      "GET /items/5",
      "POST /items",
      "POST /pin",
      "batch get 6, get 7",
    ]);
  });

  test("one that JSON cannot carry fails alone", async () => {
    const { client, seen } = connect();
    const bad = client.get.safe({ id: 1n as unknown as string });
    const good = [client.get({ id: "1" }), client.get({ id: "2" })];
    expect((await bad).problem?.code).toBe("invalid_input");
    expect(await Promise.all(good)).toHaveLength(2);
    expect(seen).toEqual(["batch get 1, get 2"]);
  });
});

describe("of a batch", () => {
  test("each call meets its own problem, and is repeated for itself", async () => {
    const problems = [
      { title: "Gone", status: 404, code: "not_found", data: 1 },
      { title: "Busy", status: 429, code: "too_many_requests", retryAfterMs: 3_000 },
    ];
    let times = 0;
    const { client, seen } = connect((path, init) =>
      times++ === 0
        ? Response.json({ answers: problems.map((problem) => ({ problem })) })
        : echo(path, init),
    );
    const [one, two] = await Promise.all([
      client.get.safe({ id: "1" }),
      client.get.safe({ id: "2" }),
    ]);
    expect(one.problem).toMatchObject({ code: "not_found", status: 404, data: 1 });
    expect(two.data).toEqual({ id: "/items/2" });
    expect(seen).toEqual(["batch get 1, get 2", "GET /items/2"]);
  });

  test.each([
    ["an answer that is missing", () => Response.json({ answers: [{ output: 1 }] })],
    ["what is no problem", () => Response.json({ answers: [{ output: 1 }, { problem: null }] })],
  ])("%s is malformed", async (_, answer) => {
    const { client } = connect(answer, { retry: false });
    const [one, two] = await Promise.all([
      client.get.safe({ id: "1" }),
      client.get.safe({ id: "2" }),
    ]);
    expect([one.data, two.problem?.code]).toEqual([1, "malformed_answer"]);
  });

  test("all meet what the whole request meets", async () => {
    const { client } = connect(() => Promise.reject(new TypeError("cut")), { retry: false });
    const all = await Promise.all([client.get.safe({ id: "1" }), client.get.safe({ id: "2" })]);
    expect(all.map(({ problem }) => problem?.code)).toEqual(["network_error", "network_error"]);
  });

  test("one that is aborted leaves the others, and the request ends with the last", async () => {
    let answer = () => {};
    const { client, sent } = connect(async (path, init) => {
      await new Promise<void>((resolve, reject) => {
        answer = resolve;
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
      return echo(path, init);
    });
    const [one, two] = [new AbortController(), new AbortController()];
    const call = (id: string, { signal }: AbortController) => client.get.safe({ id }, { signal });
    const begin = async () => {
      const calls = [call("1", one), call("2", two)] as const;
      await new Promise((resolve) => setImmediate(resolve));
      return calls;
    };
    const [first, second] = await begin();
    one.abort();
    expect((await first).problem?.code).toBe("aborted");
    expect(sent[0]?.signal?.aborted).toBe(false);
    answer();
    expect((await second).data).toEqual({ id: "2" });
    const three = new AbortController();
    const calls = [call("1", three), call("2", three)];
    await new Promise((resolve) => setImmediate(resolve));
    three.abort();
    await Promise.all(calls);
    expect(sent[1]?.signal?.aborted).toBe(true);
  });
});

test("a service without batches is asked once, and then never again", async () => {
  const { client, seen } = connect((path, init) =>
    path === "/_servery/batch"
      ? Response.json({ code: "route_not_found" }, { status: 404 })
      : echo(path, init),
  );
  for (let time = 0; time < 2; time++)
    expect(await Promise.all([client.get({ id: "1" }), client.get({ id: "2" })])).toEqual([
      { id: "/items/1" },
      { id: "/items/2" },
    ]);
  expect(seen).toEqual([
    "batch get 1, get 2",
    "GET /items/1",
    "GET /items/2",
    "GET /items/1",
    "GET /items/2",
  ]);
});
