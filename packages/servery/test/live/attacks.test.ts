import { request } from "node:http";
import { contract, query } from "servery";
import { serve } from "servery/node";
import { silentLog } from "servery/server";
import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";

import { bindService } from "../service/bind.fixture.ts";
import { doors } from "./attacks/doors.ts";
import { compareSnapshots } from "../../src/lib/protocol/snapshot-token.ts";
import { temporaryFile } from "../identity/fixture.ts";
import { signInByCookie, signInByToken, writeNote } from "./attacks/target-callers.ts";
import { openTarget } from "./attacks/target-service.ts";
import { batch, change, openStream, poll, post } from "./stream-reader.ts";

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends a target as it is written: `fetch` would tidy it up. */
function send(
  url: string,
  target: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: target, method, headers }, async (answer) => {
      let text = "";
      for await (const part of answer.setEncoding("utf8")) text += part;
      resolve({ status: answer.statusCode!, headers: answer.headers, text });
    });
    asked.on("error", reject).end();
  });
}

describe("an address that is odd", () => {
  const queries = [
    "",
    "?",
    "? ?text ?text= ?TEXT=a ?text=a ?text=%61 ?text=a& ?&&text=a ?text=a&text=a ?text=a&text=b",
    "?text[]=a ?text.x=a ?text=a&other=b ?text=a;text=b ?text=%26text%3Db ?text=%3f ?text=%2e%2e ?text=..",
    "?text=__proto__ ?__proto__=a&text=a ?constructor=a&text=a ?toString=a&text=a",
    "?text=%00 ?text=%FF ?text=% ?text=%ED%A0%80 ?text=%0d%0aset-cookie:%20a=b ?text=+ ?text=%2B ?text=%20",
    "?text=%C3%A9 ?text=e%CC%81 ?text=%EF%AC%81 ?text=fi",
    `?text=${"a".repeat(990)} ?text=${"a".repeat(2000)} ?text=${"%61".repeat(400)}`,
  ].flatMap((line) => line.split(" "));
  const paths = [
    "/a",
    "/%61",
    "/..",
    "/%2e%2e",
    "/.",
    "/%2F",
    "/a%2Fb",
    "//a",
    "/a/",
    "/%00",
    "/%E9",
  ];
  const both = [
    ...queries.map((text) => [`/echo${text}`, `/echo-unkept${text}`] as const),
    ...paths.map((path) => [`/echo${path}`, `/echo-unkept${path}`] as const),
    ["/echo/a?text=b", "/echo-unkept/a?text=b"],
    ["/echo/a?x=b", "/echo-unkept/a?x=b"],
    ["http://elsewhere.example/echo?text=a", "http://elsewhere.example/echo-unkept?text=a"],
  ] as const;
  const toWords = ({ status, text }: RawAnswer): string => {
    const { code, text: echoed } = JSON.parse(text) as { code?: string; text?: string };
    return JSON.stringify([status, code, echoed]);
  };

  test("is answered as by a service that keeps nothing, whatever was asked before", async () => {
    const { url, service } = await openTarget();
    const expected: string[] = [];
    for (const [, unkept] of both) expected.push(toWords(await send(url, unkept)));
    for (const order of [both, both.toReversed(), both]) {
      const told = new Map<string, string>();
      for (const [kept] of order) told.set(kept, toWords(await send(url, kept)));
      expect(both.map(([kept]) => told.get(kept))).toEqual(expected);
    }
    expect(service.status().live!.hits).toBeGreaterThan(20);
  });

  test("by HEAD has the headers that it has by GET, and nothing else", async () => {
    const { url } = await openTarget();
    for (let time = 0; time < 4; time++) {
      const got = await send(url, "/echo?text=a");
      const head = await send(url, "/echo?text=a", { method: "HEAD" });
      for (const name of ["date", "x-request-id", "server-timing"])
        for (const { headers } of [got, head]) delete (headers as Record<string, unknown>)[name];
      expect(head).toEqual({ ...got, text: "" });
    }
  });

  test.each(["br", "gzip", "br;q=0, gzip", "*", "identity;q=0, br", "zstd, br;q=0.1", "x", ";;;,"])(
    "is the same text in each encoding: %s",
    async (accepted) => {
      const { url } = await openTarget();
      const target = `${url}/wide?text=a&letters=5000`;
      const texts = new Set<string>();
      for (const encoding of ["identity", accepted, "gzip", accepted])
        texts.add(await (await fetch(target, { headers: { "accept-encoding": encoding } })).text());
      expect(texts.size).toBe(1);
    },
  );
});

describe("a page of another origin", () => {
  const shop = "https://shop.example";
  const other = "https://other.example";
  const evil = "https://evil.example";

  test("is allowed to read what is kept where it is listed, whoever asked before", async () => {
    const { url } = await openTarget({ cors: { origins: [shop, other] } });
    const allowed = async (origin: string | undefined) => {
      const headers = origin === undefined ? {} : { origin };
      return (await send(url, "/echo?text=a", { headers })).headers["access-control-allow-origin"];
    };
    for (let round = 0; round < 3; round++)
      for (const origin of [shop, evil, other, undefined])
        expect(await allowed(origin)).toBe(origin === evil ? undefined : origin);
    expect((await send(url, "/echo?text=a")).headers["vary"]).toMatch(/origin/);
  });

  const own = "sec-fetch-site";
  const cases: readonly (readonly [what: string, headers: object, isServed: boolean])[] = [
    ["our own page", { [own]: "same-origin", "servery-csrf": "1" }, true],
    ["our own page, without our header", { [own]: "same-origin" }, false],
    [
      "a page that is listed for cookies",
      { [own]: "cross-site", origin: shop, "servery-csrf": "1" },
      true,
    ],
    ["the same, without our header", { [own]: "cross-site", origin: shop }, false],
    ["a stranger's page", { [own]: "cross-site", origin: evil, "servery-csrf": "1" }, false],
    [
      "a stranger's page of our site",
      { [own]: "same-site", origin: evil, "servery-csrf": "1" },
      false,
    ],
    [
      "a page that hides its origin",
      { [own]: "cross-site", origin: "null", "servery-csrf": "1" },
      false,
    ],
    ["nowhere", { "servery-csrf": "1" }, false],
  ];
  test.each(cases)(
    "opens nothing with a user's cookie unless it may: %s",
    async (_, from, isServed) => {
      const opened = await openTarget({ cors: { origins: [shop], credentials: true } });
      const { cookie } = (await signInByCookie(opened, "ada")).headers;
      const headers = { ...(from as Record<string, string>), cookie: cookie! };
      const bodies: Readonly<Record<string, object>> = {
        "/_servery/live": { version: 1, queries: [] },
        "/_servery/live/queries": { stream: "none" },
        "/_servery/live/poll": { version: 1, queries: [], waitMs: 0 },
        "/_servery/batch": { calls: [] },
      };
      for (const [path, body] of Object.entries(bodies)) {
        const answer = await post(opened.url, path, body, headers);
        const { status } = answer;
        await answer.body?.cancel();
        const served = path.endsWith("queries") ? 404 : 200;
        expect([path, status]).toEqual([path, isServed ? served : 403]);
        if (!isServed) expect(answer.headers.get("access-control-allow-origin") ?? shop).toBe(shop);
      }
    },
  );
});

describe("a state that is made up", () => {
  test.each<[string, (token: string) => string, number]>([
    ["later than all", (token) => token.replace(/\d+$/, (count) => String(Number(count) + 1)), 503],
    ["as late as can be written", (token) => token.replace(/\d+$/, "9007199254740991"), 503],
    ["later than can be written", (token) => token.replace(/\d+$/, "9007199254740993"), 200],
    ["of another database", (token) => token.replace(/\.\w+\./, ".0123."), 200],
    ["of another form", () => "p.1:2:3", 200],
    ["negative", (token) => token.replace(/\d+$/, "-1"), 200],
    ["long", (token) => token.repeat(50), 200],
    ["nothing", () => "", 200],
  ])("%s is its maker's own business", async (_, forge, status) => {
    const { url } = await openTarget();
    const { headers } = await send(url, "/echo?text=a");
    const forged = { "servery-snapshot": forge(String(headers["servery-snapshot"])) };
    for (let time = 0; time < 3; time++) {
      expect((await send(url, "/echo?text=a", { headers: forged })).status).toBe(status);
      expect((await send(url, "/echo?text=a")).status).toBe(200);
    }
    for (const [name, door] of Object.entries(doors)) {
      if (name === "a call") continue;
      const told = await door(url, "asks.who", undefined, forged);
      expect(told, name).toEqual(status === 503 ? "snapshot_unavailable" : { words: "nobody" });
      expect(await door(url, "asks.who", undefined, {}), name).toEqual({ words: "nobody" });
    }
  });
});

describe("a stream that is told what else to watch", () => {
  test("looks for the state that its client has seen, and refuses one that is not there", async () => {
    const database = temporaryFile();
    const opened = await openTarget({ database });
    const { url, service } = opened;
    const stream = await openStream(url);
    const other = service.with({ database });
    await writeNote({ ...opened, service: other }, "ada", "elsewhere");
    const { token } = await other.explain("notes.open");
    await other.close();
    const tell = (q: number, seen: string) =>
      change(
        url,
        stream.id,
        { watch: [{ q, operation: "asks.who" }] },
        { "servery-snapshot": seen },
      );
    expect((await tell(1, token!)).status).toBe(204);
    const { token: told } = (await stream.next()) as { token: string };
    expect(compareSnapshots(told, token!)).not.toBe("older");
    expect((await tell(2, token!.replace(/\d+$/, "9007199254740991"))).status).toBe(503);
    stream.leave();
  });
});

describe("a limit of an operation", () => {
  test("counts every way in together", async () => {
    const { url } = await openTarget();
    const rare = { operation: "echo.rare", input: { text: "a" } };
    const watched = { q: 1, ...rare };
    expect((await send(url, "/echo-rare?text=a")).status).toBe(200);
    expect((await batch(url, [rare])).answers).toMatchObject([{ output: {} }]);
    expect(await poll(url, [watched], 0)).toMatchObject([{ full: {} }]);
    const refused = { problem: { code: "too_many_requests" } };
    const stream = await openStream(url, [watched]);
    expect(await stream.next()).toMatchObject(refused);
    stream.leave();
    expect(await poll(url, [watched], 0)).toMatchObject([refused]);
    expect((await batch(url, [rare, rare])).answers).toMatchObject([refused, refused]);
    expect((await send(url, "/echo-rare?text=a")).status).toBe(429);
  });
});

describe("a caller who wants all the memory", () => {
  const huge = (q: number, letters: number) => ({
    q,
    operation: "echo.posted",
    input: { text: `${q}`.padEnd(letters, "x") },
  });
  const wide = (q: number, letters: number) => ({
    q,
    operation: "echo.wide",
    input: { text: `${q}`, letters },
  });
  const codeOf = (frame: object | undefined) =>
    (frame as { problem?: { code: string } } | undefined)?.problem?.code ?? "told";

  test.each([
    ["inputs", huge],
    ["results", wide],
  ])("has its share for %s, gets it back, and takes nobody else's", async (_, make) => {
    const opened = await openTarget({ limits: { liveBytesPerCaller: 60_000 } });
    const { url, service } = opened;
    const stream = await openStream(url);
    const tell = async (watch: readonly object[], unwatch: readonly number[] = []) => {
      await (
        await post(url, "/_servery/live/queries", { stream: stream.id, watch, unwatch })
      ).body?.cancel();
      return Promise.all(watch.map(async () => codeOf(await stream.next())));
    };
    const codes: string[] = [];
    for (let q = 1; q <= 8; q++) codes.push(...(await tell([make(q, 20_000)])));
    expect(codes.slice(0, 1)).toEqual(["told"]);
    expect(codes.at(-1)).toBe("too_many_requests");
    const { headers } = await signInByToken(opened, "ada");
    const others = await openStream(url, [make(1, 20_000)], headers);
    expect(codeOf(await others.next())).toBe("told");
    expect(await tell([make(9, 10)], [1, 2, 3])).toEqual(["told"]);
    for (const each of [stream, others]) each.leave();
    await expect.poll(() => service.status().live!.watchedBytes).toBe(0);
  });

  test("finds the service's own end, too, and others can still call", async () => {
    const { url } = await openTarget({ limits: { liveBytes: 20_000 } });
    const stream = await openStream(url, [wide(1, 20_000)]);
    expect(codeOf(await stream.next())).toBe("told");
    const next = await openStream(url, [wide(2, 20_000)]);
    expect(codeOf(await next.next())).toBe("overloaded");
    expect((await send(url, "/wide?text=b&letters=20000")).status).toBe(200);
    for (const each of [stream, next]) each.leave();
  });

  test("does not fill what is kept beyond its bounds, by inputs or by headers", async () => {
    const cacheBytes = 200_000;
    const { url, service } = await openTarget({ live: { auditEvery: 0, cacheBytes } });
    for (let each = 0; each < 200; each++)
      for (let time = 0; time < 2; time++) {
        await send(url, `/wide?text=${each}&letters=2000`);
        const headers = { "accept-language": `x-${each}`.padEnd(each, "x") };
        await send(url, "/language", { headers });
      }
    expect(service.status().live!.bytes).toBeLessThanOrEqual(cacheBytes);
    expect(service.status().live!.kept).toBeGreaterThan(10);
  });
});

describe("an explanation", () => {
  const target = "/_servery/explain?operation=notes.open&user=ada@target.example";
  const cases: readonly (readonly [
    who: string,
    headers: Record<string, string>,
    status: number,
  ])[] = [
    ["a program on this machine", {}, 200],
    ["a page of its own", { "sec-fetch-site": "same-origin" }, 200],
    ["the address bar", { "sec-fetch-site": "none" }, 200],
    [
      "a stranger's page on this machine",
      { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
      404,
    ],
    ["another port's page", { "sec-fetch-site": "same-site", origin: "http://localhost:1" }, 404],
    ["a name that leads here", { host: "evil.example" }, 404],
    ["a name that begins as ours", { host: "localhost.evil.example" }, 404],
    ["somebody behind a proxy", { "x-forwarded-for": "10.0.0.1" }, 404],
    ["somebody behind a newer proxy", { forwarded: "for=10.0.0.1" }, 404],
  ];
  test.each(cases)("is for programs on this machine: %s", async (_, headers, status) => {
    const { url } = await openTarget({ cors: { origins: ["*"] } });
    const answer = await send(url, target, { headers });
    expect(answer.status).toBe(status);
    if (status === 200) {
      expect(answer.headers).toMatchObject({
        "content-type": "application/json",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    }
  });

  test("is not there in production", async () => {
    const ping = query({ path: "/ping", access: "public", output: z.object({ text: z.string() }) });
    const pinging = contract({ name: "pinging", operations: { ping } });
    const handlers = { ping: () => ({ text: "pong" }) };
    const { service } = bindService(pinging, { handlers, mode: "production" });
    const served = await serve(service, { port: 0, signals: false, log: silentLog });
    onTestFinished(async () => void (await served.close()));
    expect(await send(served.url, "/ping")).toMatchObject({ status: 200 });
    for (const method of ["GET", "HEAD"])
      expect((await send(served.url, "/_servery/explain?operation=ping", { method })).status).toBe(
        404,
      );
  });
});

describe("what an attacker writes", () => {
  const words = '<script>alert(1)</script>\r\n{"level":"error"}';

  test("comes back as JSON alone, and stands in no line of the log", async () => {
    const { url, log } = await openTarget();
    log.lines.length = 0;
    const { response, answers } = await batch(url, [
      { operation: words },
      { operation: "echo.kept", input: words },
    ]);
    const frames = await poll(url, [{ q: 1, operation: words, input: { [words]: words } }], 0);
    expect(JSON.stringify([answers, frames])).not.toContain("alert(1)</script>\r\n");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(JSON.stringify(log.lines)).not.toContain("alert(1)");
  });
});
