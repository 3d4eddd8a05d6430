import { describe, expect, test } from "vitest";

import type { QueryFrame } from "../../src/lib/protocol/live.ts";
import { admin, openStall, serveStall } from "./stall-service.ts";
import { change, openStream, poll, post } from "./stream-reader.ts";

const paths = [
  "/_servery/live",
  "/_servery/live/queries",
  "/_servery/live/poll",
  "/_servery/batch",
];
const ada = { authorization: "Bearer ada" };
const bob = { authorization: "Bearer bob" };
const item = { q: 1, operation: "get", input: { id: "a" } };

/** Bodies that each path takes from anyone. */
const bodies: Record<string, object> = {
  "/_servery/live": { version: 1, queries: [] },
  "/_servery/live/queries": { stream: "none" },
  "/_servery/live/poll": { version: 1, queries: [], waitMs: 0 },
  "/_servery/batch": { calls: [] },
};

async function codeOf(response: Response): Promise<string> {
  if (response.headers.get("content-type") === "application/problem+json")
    return ((await response.json()) as { code: string }).code;
  await response.body?.cancel();
  return "ok";
}

describe("a request for live queries or a batch, with a session in a cookie", () => {
  const own = { "sec-fetch-site": "same-origin", "servery-csrf": "1" };
  test.each([
    ["our own page", own, true],
    ["our own page without our header", { "sec-fetch-site": "same-origin" }, false],
    ["another site", { ...own, "sec-fetch-site": "cross-site" }, false],
    ["nowhere", { "servery-csrf": "1" }, false],
  ])("from %s", async (_, headers, isServed) => {
    const { service } = await openStall();
    for (const path of paths) {
      const answer = await post(service, path, bodies[path], { cookie: "session=ada", ...headers });
      const code = await codeOf(answer);
      const served = path.endsWith("queries") ? "stream_not_found" : "ok";
      expect(code, path).toBe(isServed ? served : "forged_request");
    }
  });

  test("needs neither where there is no cookie", async () => {
    const { service } = await openStall();
    const stream = await openStream(service, [{ q: 1, operation: "mine" }], ada);
    expect(await stream.next()).toMatchObject({ full: { who: "ada" } });
  });
});

describe("a stream's id", () => {
  test("serves the caller alone who opened it", async () => {
    const { url } = await serveStall();
    const stream = await openStream(url, [], ada);
    expect(stream.id).toMatch(/^[\w-]{22}$/);
    for (const headers of [bob, {}, { authorization: "Bearer ended" }]) {
      const response = await change(url, stream.id, { watch: [item] }, headers);
      expect(await codeOf(response)).toBe("stream_not_found");
    }
    expect(await codeOf(await change(url, "A".repeat(22), {}, ada))).toBe("stream_not_found");
    expect((await change(url, stream.id, { watch: [item] }, ada)).status).toBe(204);
    expect(await stream.next()).toMatchObject({ q: 1 });
    stream.leave();
  });

  test("is another each time, and means nothing once the stream has ended", async () => {
    const { service } = await openStall();
    const [one, two] = [await openStream(service), await openStream(service)];
    expect(one.id).not.toBe(two.id);
    one.leave();
    await expect
      .poll(async () => codeOf(await change(service, one.id, {})))
      .toBe("stream_not_found");
    expect((await change(service, two.id, {})).status).toBe(204);
  });
});

describe("a body that is malformed", () => {
  const query = (part: object) => ({ version: 1, queries: [{ ...item, ...part }] });
  const many = (count: number) => Array.from({ length: count }, (_, q) => ({ ...item, q }));
  const live = "/_servery/live";
  const cases: [path: string, body: unknown, pointers: string[]][] = [
    [live, {}, ["/version"]],
    [live, { version: 2, queries: "later" }, ["/version"]],
    [live, { version: "1", queries: [] }, ["/version"]],
    [live, [], ["", "/version"]],
    [live, null, ["", "/version"]],
    [live, "1", ["", "/version"]],
    [live, { version: 1 }, ["/queries"]],
    [live, { version: 1, queries: {} }, ["/queries"]],
    [live, { version: 1, queries: many(1001) }, ["/queries"]],
    [live, { version: 1, queries: [null] }, ["/queries/0", "/queries/0/q", "/queries/0/operation"]],
    [live, query({ q: -1 }), ["/queries/0/q"]],
    [live, query({ q: 1.5 }), ["/queries/0/q"]],
    [live, query({ q: "1" }), ["/queries/0/q"]],
    [live, query({ operation: 1 }), ["/queries/0/operation"]],
    [live, query({ operation: "x".repeat(201) }), ["/queries/0/operation"]],
    [live, query({ hash: 1 }), ["/queries/0/hash"]],
    [live, query({ hash: "x".repeat(101) }), ["/queries/0/hash"]],
    [live, query({ token: {} }), ["/queries/0/token"]],
    [live, { version: 1, queries: [item, item] }, ["/queries/1/q"]],
    [`${live}/poll`, { version: 1, queries: [] }, ["/waitMs"]],
    [`${live}/poll`, { version: 1, queries: [], waitMs: -1 }, ["/waitMs"]],
    [`${live}/poll`, { version: 1, queries: [], waitMs: "long" }, ["/waitMs"]],
    [`${live}/queries`, {}, ["/stream"]],
    [`${live}/queries`, { stream: 1 }, ["/stream"]],
    [`${live}/queries`, { stream: "x", watch: 1, unwatch: 1 }, ["/watch", "/unwatch"]],
    [`${live}/queries`, { stream: "x", watch: [{}] }, ["/watch/0/q", "/watch/0/operation"]],
    [`${live}/queries`, { stream: "x", unwatch: [1, "2"] }, ["/unwatch/1"]],
    ["/_servery/batch", {}, ["/calls"]],
    ["/_servery/batch", { calls: many(51) }, ["/calls"]],
    ["/_servery/batch", { calls: [1] }, ["/calls/0", "/calls/0/operation"]],
    ["/_servery/batch", { calls: [{ operation: null }] }, ["/calls/0/operation"]],
  ];

  test.each(cases)("%s %j", async (path, body, pointers) => {
    const { service } = await openStall();
    const response = await post(service, path, body);
    const problem = (await response.json()) as { code: string; errors: { pointer: string }[] };
    expect([response.status, problem.code]).toEqual([422, "invalid_input"]);
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  test.each(paths)("is refused as any other body: %s", async (path) => {
    const { service } = await openStall({ limits: { bodyBytes: 1000 } });
    const type = { "content-type": "text/plain" };
    const refused = [
      post(service, path, "{"),
      post(service, path, '{"version":1,"version":1}'),
      post(service, path, '{"__proto__":{}}'),
      post(service, path, "[".repeat(40) + "]".repeat(40)),
      post(service, path, "{}", type),
      post(service, path, "{}", { "content-encoding": "gzip" }),
      post(service, path, `{"a":"${"x".repeat(1000)}"}`),
      post(service, path, ""),
    ];
    const statuses = (await Promise.all(refused)).map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400, 400, 415, 415, 413, 422]);
  });

  test("does not keep a later client from saying more", async () => {
    const { service } = await openStall();
    const body = { version: 1, later: true, queries: [{ ...item, also: 1 }] };
    const response = await post(service, live, body);
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });

  test("names a query that is watched already, and changes nothing", async () => {
    const { service } = await openStall();
    const stream = await openStream(service, [item]);
    await stream.next();
    const response = await change(service, stream.id, {
      watch: [{ ...item, q: 2 }, item],
      unwatch: [1],
    });
    expect(await response.json()).toMatchObject({
      code: "invalid_input",
      errors: [{ pointer: "/watch/1/q" }],
    });
    await change(service, stream.id, { watch: [{ ...item, q: 3 }] });
    expect(await stream.next()).toMatchObject({ q: 3 });
  });
});

describe("live queries and batches", () => {
  test("count towards the rate of their caller", async () => {
    const { service } = await openStall({ rate: "4/hour" });
    const codes: string[] = [];
    for (const path of [...paths, ...paths])
      codes.push(await codeOf(await post(service, path, bodies[path], ada)));
    expect(codes.slice(0, 4)).not.toContain("too_many_requests");
    expect(codes.slice(4)).toEqual(Array.from({ length: 4 }, () => "too_many_requests"));
  });

  test.each(paths)("are refused by a service that closes: %s", async (path) => {
    const { service } = await openStall();
    await service.close();
    expect(await codeOf(await post(service, path, bodies[path]))).toBe("shutting_down");
  });
});

describe("a session that ends while a stream is open", () => {
  test("ends the stream, before anything more is told", async () => {
    const { service, users, clock, rename } = await openStall();
    const stream = await openStream(
      service,
      [
        { q: 1, operation: "book" },
        { ...item, q: 2 },
      ],
      ada,
    );
    expect(await stream.take(2)).toContainEqual(expect.objectContaining({ full: { stock: 3 } }));
    delete users["ada"];
    for (let second = 0; second < 19; second++) clock.advance(1000);
    await rename("a", "unseen");
    expect(await stream.next()).toMatchObject({ bye: { reason: "signed_out" } });
    expect(await stream.next()).toBeUndefined();
  });

  test("or loses a role, ends what takes the role, and nothing else", async () => {
    const { service, users, clock, rename } = await openStall();
    const stream = await openStream(
      service,
      [
        { q: 1, operation: "book" },
        { ...item, q: 2 },
      ],
      ada,
    );
    await stream.take(2);
    users["ada"] = {};
    for (let second = 0; second < 19; second++) clock.advance(1000);
    const frames = (await stream.take(2)) as QueryFrame[];
    expect(frames).toMatchObject([
      {
        q: 1,
        ended: true,
        problem: { code: "forbidden", data: { missing: [{ name: admin.name }] } },
      },
      { beat: {} },
    ]);
    await rename("a", "seen");
    expect(await stream.next()).toMatchObject({ q: 2, full: { name: "seen" } });
  });

  test("ends a poll with a 401", async () => {
    const { service, users, clock } = await openStall();
    const known = { q: 1, operation: "mine" };
    const [{ hash }] = (await poll(service, [known], 0, ada)) as [QueryFrame];
    const waiting = poll(service, [{ ...known, hash: hash! }], 20_000, ada);
    const refused = expect(waiting).rejects.toThrow("unauthenticated");
    await expect.poll(() => service.status().active).toBe(1);
    delete users["ada"];
    clock.advance(20_000);
    await refused;
  });
});
