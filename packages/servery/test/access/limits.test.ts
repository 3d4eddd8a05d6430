import { request as httpRequest } from "node:http";

import { contract, mutation, nothing, query } from "servery";
import { serve } from "servery/node";
import { silentLog } from "servery/server";
import type { ServiceSettings } from "servery/server";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";

import { nodePlatform } from "../../src/lib/adapters/node/platform.ts";
import type { Exchange, Reply } from "../../src/lib/ports/exchange.ts";
import { bindService } from "../service/bind.fixture.ts";
import { createFakeIdentity } from "./fake-identity.ts";
import { makeDatabaseFile, readRows } from "./stored-rows.ts";

const shop = contract({
  name: "shop",
  operations: {
    free: query({ path: "/free", access: "public", output: nothing }),
    list: query({ path: "/orders", access: "public", limit: "3/minute", output: nothing }),
    place: mutation({
      path: "/orders",
      access: "public",
      limit: { rate: "60/minute", burst: 2 },
      input: z.object({ quantity: z.int() }),
      output: nothing,
    }),
    mine: query({ path: "/mine", limit: "2/minute", output: nothing }),
    shared: query({
      path: "/shared",
      access: "public",
      limit: { rate: "2/minute", per: "operation" },
      output: nothing,
    }),
  },
});

function openShop(settings: ServiceSettings = {}, platform = {}) {
  let calls = 0;
  const handler = () => void calls++;
  const handlers = { free: handler, list: handler, place: handler, mine: handler, shared: handler };
  const identity = createFakeIdentity({ ada: {}, grace: {}, "ada's phone": { userId: "ada" } });
  const bound = bindService(shop, { handlers, ...settings }, platform, identity);
  return { ...bound, calls: () => calls, send: sender(bound.service) };
}

interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The peer. */
  readonly from?: string | undefined;
  readonly body?: unknown;
}

/** Sends from an address, as a transport that knows it. */
function sender(service: { handle(exchange: Exchange): Reply | Promise<Reply> }) {
  return async (target: string, { method = "GET", headers = {}, from, body }: Ask = {}) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const all: Record<string, string> = {
      ...(text && { "content-type": "application/json" }),
      ...headers,
    };
    let wasRead = false;
    const reply = await service.handle({
      method,
      target,
      remoteAddress: from,
      header: (name) => all[name],
      readBody: () => {
        wasRead = true;
        return Promise.resolve(new TextEncoder().encode(text));
      },
      signal: new AbortController().signal,
    });
    const code = reply.status < 400 ? "ok" : String(JSON.parse(String(reply.body)).code);
    return { status: reply.status, headers: reply.headers, code, wasRead };
  };
}

const a = "192.0.2.1";

describe("a limited operation", () => {
  it("says in every answer what is left, and when to come again", async () => {
    const { send, clock } = openShop();
    const answers = [];
    for (let at = 0; at < 4; at++) answers.push(await send("/orders", { from: a }));
    expect(answers.map(({ headers }) => headers["ratelimit"])).toEqual([
      '"default";r=2;t=20',
      '"default";r=1;t=40',
      '"default";r=0;t=60',
      '"default";r=0;t=60',
    ]);
    for (const { headers } of answers)
      expect(headers["ratelimit-policy"]).toBe('"default";q=3;w=60');
    expect(answers.map(({ headers }) => headers["retry-after"])).toEqual([
      undefined,
      undefined,
      undefined,
      "20",
    ]);
    expect(answers.map(({ code }) => code)).toEqual(["ok", "ok", "ok", "too_many_requests"]);
    clock.advance(19_999);
    expect((await send("/orders", { from: a })).code).toBe("too_many_requests");
    clock.advance(1);
    expect((await send("/orders", { from: a })).code).toBe("ok");
  });

  it("lets a burst through, then one in each interval", async () => {
    const { send, clock } = openShop();
    const place = () => send("/orders", { method: "POST", from: a, body: { quantity: 1 } });
    const codes = [];
    for (let at = 0; at < 3; at++) codes.push((await place()).code);
    clock.advance(1000);
    for (let at = 0; at < 2; at++) codes.push((await place()).code);
    expect(codes).toEqual(["ok", "ok", "too_many_requests", "ok", "too_many_requests"]);
  });

  it("refuses before it reads a body, and counts what it refuses for another reason", async () => {
    const { send } = openShop();
    const place = (body: unknown) => send("/orders", { method: "POST", from: a, body });
    expect((await place({ quantity: "x" })).code).toBe("invalid_input");
    expect((await place({})).code).toBe("invalid_input");
    expect(await place({ quantity: 1 })).toMatchObject({
      code: "too_many_requests",
      wasRead: false,
    });
  });

  it("counts callers who may not call at all, so that nobody can try for ever", async () => {
    const { send } = openShop();
    const codes = [];
    for (let at = 0; at < 3; at++) codes.push((await send("/mine", { from: a })).code);
    expect(codes).toEqual(["unauthenticated", "unauthenticated", "too_many_requests"]);
  });

  it("knows a signed-in caller by the user, wherever they are, and an anonymous one by the address", async () => {
    const { send } = openShop();
    const mine = (name: string, from: string) =>
      send("/mine", { from, headers: { authorization: `Bearer ${name}` } });
    expect((await mine("ada", a)).code).toBe("ok");
    expect((await mine("ada's phone", "192.0.2.2")).code).toBe("ok");
    expect((await mine("ada", "192.0.2.3")).code).toBe("too_many_requests");
    expect((await mine("grace", a)).code).toBe("ok");
  });

  it("may be one for all callers", async () => {
    const { send } = openShop();
    expect((await send("/shared", { from: a })).code).toBe("ok");
    expect((await send("/shared", { from: "192.0.2.2" })).code).toBe("ok");
    expect((await send("/shared", { from: "192.0.2.3" })).code).toBe("too_many_requests");
  });

  it("has one bucket for all whose address nobody can tell", async () => {
    const { send, service } = openShop();
    for (let at = 0; at < 2; at++) expect((await send("/orders")).code).toBe("ok");
    await service.call("list", undefined);
    await expect(service.call("list", undefined)).rejects.toMatchObject({
      code: "too_many_requests",
    });
    expect((await send("/orders", { from: a })).code).toBe("ok");
  });
});

describe("what callers change to get around a limit (GHSA-p6v2-xcpg-h6xw, CVE-2025-71399)", () => {
  const exhaust = async (send: ReturnType<typeof sender>, asks: readonly [string, Ask][]) => {
    const codes = [];
    for (const [target, ask] of asks) codes.push((await send(target, ask)).code);
    return codes;
  };
  const list = (asks: readonly Ask[]) => asks.map((ask): [string, Ask] => ["/orders", ask]);
  const limited = ["ok", "ok", "ok", "too_many_requests"];

  it("IPv6 addresses of one network are one caller", async () => {
    const { send } = openShop();
    const network = [
      "2001:db8:0:1::1",
      "2001:db8:0:1::2",
      "2001:DB8:0:1:ffff::3",
      "2001:db8:0:1:a:b:c:d",
    ];
    expect(await exhaust(send, list(network.map((from) => ({ from }))))).toEqual(limited);
    expect((await send("/orders", { from: "2001:db8:0:2::1" })).code).toBe("ok");
  });

  it("IPv4 in the clothes of IPv6 is the same address", async () => {
    const { send } = openShop();
    const forms = [a, `::ffff:${a}`, "::FFFF:c000:201", a];
    expect(await exhaust(send, list(forms.map((from) => ({ from }))))).toEqual(limited);
  });

  it.each([0, 1])(
    "X-Forwarded-For is not believed beyond %d trusted proxies",
    async (trustedProxies) => {
      const { send } = openShop({ trustedProxies });
      const asks = Array.from({ length: 4 }, (_, at) => ({
        from: a,
        headers: {
          "x-forwarded-for": `198.51.100.${at}${trustedProxies === 1 ? ", 203.0.113.7" : ""}`,
        },
      }));
      expect(await exhaust(send, list(asks))).toEqual(limited);
    },
  );

  it("callers behind a trusted proxy are told apart", async () => {
    const { send } = openShop({ trustedProxies: 1 });
    const asks = Array.from({ length: 4 }, (_, at) => ({
      from: a,
      headers: { "x-forwarded-for": `198.51.100.${at}` },
    }));
    expect(await exhaust(send, list(asks))).toEqual(["ok", "ok", "ok", "ok"]);
  });

  it("other ways to write a path lead to the same operation, or to none", async () => {
    const { send, calls } = openShop();
    const paths = [
      "/%6frders",
      "/orders?x=1",
      "/orders?",
      "/orders#top",
      "http://any.example/orders",
    ];
    const codes = await exhaust(
      send,
      paths.map((path) => [path, { from: a }]),
    );
    expect(codes).toEqual(["ok", "invalid_input", "ok", "too_many_requests", "too_many_requests"]);
    const before = calls();
    for (const path of [
      "//orders",
      "/orders/",
      "/orders;x",
      "/./orders",
      "/x/../orders",
      "/orders%2f",
      "/ORDERS",
      "/orders%00",
    ])
      expect([path, (await send(path, { from: a })).code]).toEqual([path, "route_not_found"]);
    expect(calls()).toBe(before);
  });

  it("HEAD is counted as the GET that it is; OPTIONS is none", async () => {
    const { send } = openShop({ cors: { origins: ["https://front.example"] } });
    const preflight = {
      method: "OPTIONS",
      from: a,
      headers: { origin: "https://front.example", "access-control-request-method": "GET" },
    };
    for (let at = 0; at < 20; at++) expect((await send("/orders", preflight)).status).toBe(204);
    const asks = ["HEAD", "GET", "HEAD", "GET"].map((method) => ({ method, from: a }));
    expect(await exhaust(send, list(asks))).toEqual(limited);
  });
});

describe("the rate of a whole service", () => {
  it("is 3,000 in a minute by default, for each caller", async () => {
    const { send } = openShop();
    for (let at = 0; at < 3000; at++) await send("/free", { from: a });
    const refused = await send("/free", { from: a });
    expect(refused).toMatchObject({
      code: "too_many_requests",
      headers: { "ratelimit-policy": '"overall";q=3000;w=60', "retry-after": "1" },
    });
    expect((await send("/free", { from: "192.0.2.2" })).code).toBe("ok");
    expect((await send("/healthz", { from: a })).code).toBe("ok");
  });

  it("is a setting, and can be left out", async () => {
    const strict = openShop({ rate: { rate: "1/hour", burst: 1 } });
    expect((await strict.send("/free", { from: a })).headers).not.toHaveProperty("ratelimit");
    expect((await strict.send("/free", { from: a })).headers["retry-after"]).toBe("3600");
    const open = openShop({ rate: false });
    for (let at = 0; at < 3100; at++)
      expect((await open.send("/free", { from: a })).status).toBe(204);
  });

  it("lets those be whose address nobody can tell", async () => {
    const { send } = openShop({ rate: "1/hour" });
    for (let at = 0; at < 3; at++) expect((await send("/free")).code).toBe("ok");
  });
});

describe("requests that lead nowhere", () => {
  const wrong: readonly [string, Ask][] = [
    ["/admin.php", { from: a }],
    ["/orders", { method: "DELETE", from: a }],
  ];

  it.each(wrong)("are counted by the rate of their address: %s", async (target, ask) => {
    const { send } = openShop({ rate: { rate: "1/hour", burst: 2 } });
    const bearer = { ...ask, headers: { authorization: "Bearer ada" } };
    expect((await send(target, ask)).status).toBeOneOf([404, 405]);
    expect((await send(target, bearer)).status).toBeOneOf([404, 405]);
    expect(await send(target, bearer)).toMatchObject({
      code: "too_many_requests",
      headers: { "retry-after": "3600" },
    });
    expect((await send("/free", { from: a })).code).toBe("too_many_requests");
    expect((await send("/mine", { from: a, headers: bearer.headers })).code).toBe("ok");
    expect((await send(target, { ...ask, from: "192.0.2.2" })).status).toBeOneOf([404, 405]);
  });

  it("are no preflights, which browsers send by themselves", async () => {
    const { send } = openShop({ rate: "1/hour" });
    for (let at = 0; at < 3; at++)
      expect((await send("/orders", { method: "OPTIONS", from: a })).status).toBe(204);
  });

  it("make one security event of an address that goes on, whatever the rate", async () => {
    const file = makeDatabaseFile();
    const { send, service } = openShop({ database: file, rate: false });
    for (let at = 0; at < 49; at++) await send(`/wp-${at}`, { from: "192.0.2.2" });
    for (let at = 0; at < 49 + 100; at++) await send(`/wp-${at}`, { from: a });
    await service.close();
    expect(readRows(file, "SELECT kind, address, count FROM servery_security_events")).toEqual([
      { kind: "route_probing", address: a, count: 100 },
    ]);
  });
});

it("makes one security event of a storm of refusals", async () => {
  const file = makeDatabaseFile();
  const { send, service } = openShop({ database: file });
  for (let at = 0; at < 3 + 49 + 100; at++) await send("/orders", { from: a });
  await service.close();
  expect(readRows(file, "SELECT kind, address, count FROM servery_security_events")).toEqual([
    { kind: "limit_storm", address: a, count: 100 },
  ]);
});

it("never lets more through than the burst and the rate, with 200 at once over HTTP", async () => {
  // The real clock: what is let through in a time is bounded by that time.
  const { monotonic, now, schedule } = nodePlatform;
  const burst = 20;
  const busy = contract({
    name: "busy",
    operations: {
      hit: query({
        path: "/hit",
        access: "public",
        limit: { rate: "600/minute", burst },
        output: nothing,
      }),
    },
  });
  let handled = 0;
  const { service } = bindService(
    busy,
    { handlers: { hit: () => void handled++ }, rate: false, log: silentLog },
    { monotonic, now, schedule },
  );
  const { url, close } = await serve(service, { port: 0, signals: false, log: silentLog });
  onTestFinished(async () => void (await close()));
  const started = performance.now();
  const statuses: number[] = [];
  await Promise.all(
    Array.from({ length: 200 }, async () => {
      for (let at = 0; at < 10; at++) statuses.push(await hit(`${url}/hit`));
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const allowed = statuses.filter((status) => status === 204).length;
  expect(statuses).toHaveLength(2000);
  expect(allowed).toBe(handled);
  expect(allowed).toBeGreaterThanOrEqual(burst);
  expect(allowed).toBeLessThanOrEqual(burst + Math.floor(seconds * 10) + 1);
  expect(statuses.filter((status) => status === 429)).toHaveLength(2000 - allowed);
});

function hit(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(url, (response) => {
      response.resume().on("end", () => resolve(response.statusCode!));
    })
      .on("error", reject)
      .end();
  });
}
