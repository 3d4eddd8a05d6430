import { contract, mutation, nothing, query } from "servery";
import { describe, expect, it } from "vitest";

import { ask, bindService } from "../service/bind.fixture.ts";
import { createFakeIdentity } from "./fake-identity.ts";
import { makeDatabaseFile, readRows } from "./stored-rows.ts";

const builtIn = { kind: "identity", name: "signIn" } as const;
const shop = contract({
  name: "shop",
  operations: {
    orders: query({ path: "/orders", output: nothing }),
    place: mutation({ path: "/orders", output: nothing }),
    contact: mutation({ path: "/contact", access: "public", output: nothing }),
    signIn: { ...mutation({ path: "/sign-in", access: "public", output: nothing }), builtIn },
  },
});

function openShop(origins: readonly string[] = [], credentials = true, database = ":temporary:") {
  const done = () => undefined;
  let effects = 0;
  const command = () => void effects++;
  const identity = createFakeIdentity({ ada: {} }, { signIn: command });
  const handlers = { orders: done, place: command, contact: command, signIn: command };
  const bound = bindService(
    shop,
    { handlers, database, ...(origins.length === 0 ? {} : { cors: { origins, credentials } }) },
    {},
    identity,
  );
  return { ...bound, effects: () => effects };
}

const cookie = { cookie: "session=ada" };
const host = { host: "service.example" };
const own = { "sec-fetch-site": "same-origin" };
const ours = { "servery-csrf": "1" };
const front = "https://front.example";

interface Case {
  readonly because: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly method?: string;
  readonly origins?: readonly string[];
  readonly credentials?: boolean;
  readonly code?: string;
}
const refused = { code: "forged_request" };

describe("a request with a session in a cookie", () => {
  const cases: Case[] = [
    { because: "our own page with our own client", headers: { ...own, ...ours } },
    { because: "no word of where it comes from", headers: ours, ...refused },
    { because: "nothing at all", headers: {}, ...refused },
    { because: "our own page, but no header: a form", headers: own, ...refused },
    { because: "an empty header, which no form can send", headers: { ...own, "servery-csrf": "" } },
    { because: "another site", headers: { "sec-fetch-site": "cross-site", ...ours }, ...refused },
    {
      because: "a neighbour under the same domain, which may be taken over",
      headers: { "sec-fetch-site": "same-site", origin: "https://blog.service.example", ...ours },
      ...refused,
    },
    { because: "a typed address", headers: { "sec-fetch-site": "none", ...ours }, ...refused },
    {
      because: "two claims at once",
      headers: { "sec-fetch-site": "same-origin, cross-site", ...ours },
      ...refused,
    },
    {
      because: "an old browser on our own page",
      headers: { origin: "http://service.example", ...host, ...ours },
    },
    {
      because: "an old browser elsewhere",
      headers: { origin: "http://evil.example", ...host, ...ours },
      ...refused,
    },
    {
      because: "our name as a part of another",
      headers: { origin: "http://service.example.evil.example", ...host, ...ours },
      ...refused,
    },
    {
      because: "another port of our own machine",
      headers: { origin: "http://service.example:8080", ...host, ...ours },
      ...refused,
    },
    { because: "a sandboxed frame", headers: { origin: "null", ...host, ...ours }, ...refused },
    {
      because: "a null host beside a null origin",
      headers: { origin: "null", host: "null", ...ours },
      ...refused,
    },
    {
      because: "our origin, although the browser says another site",
      headers: {
        origin: "http://service.example",
        ...host,
        "sec-fetch-site": "cross-site",
        ...ours,
      },
      ...refused,
    },
    {
      because: "a front-end on the list",
      headers: { origin: front, "sec-fetch-site": "cross-site", ...ours },
      origins: [front],
    },
    {
      because: "a front-end on the list without our header",
      headers: { origin: front, "sec-fetch-site": "cross-site" },
      origins: [front],
      ...refused,
    },
    {
      because: "a front-end on the list that may not use cookies",
      headers: { origin: front, "sec-fetch-site": "cross-site", ...ours },
      origins: [front],
      credentials: false,
      ...refused,
    },
    {
      because: "every origin, which never may use cookies",
      headers: { origin: front, "sec-fetch-site": "cross-site", ...ours },
      origins: ["*"],
      credentials: false,
      ...refused,
    },
    {
      because: "a stranger beside the list",
      headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site", ...ours },
      origins: [front],
      ...refused,
    },
    {
      because: "another site, but it changes nothing",
      headers: { "sec-fetch-site": "cross-site" },
      method: "GET",
    },
    {
      because: "another site, but it changes nothing",
      headers: { "sec-fetch-site": "cross-site" },
      method: "HEAD",
    },
    {
      because: "a public operation, which acts for the user all the same",
      headers: { "sec-fetch-site": "cross-site" },
      path: "/contact",
      ...refused,
    },
  ];

  it.each(cases)("is judged by its cause: $because ($headers)", async (scenario) => {
    const { service, effects } = openShop(scenario.origins, scenario.credentials);
    const method = scenario.method ?? "POST";
    const answer = await ask(service, scenario.path ?? "/orders", {
      method,
      headers: { ...cookie, ...scenario.headers },
    });
    expect(answer.json?.["code"], JSON.stringify(answer)).toBe(scenario.code);
    expect(answer.status).toBe(scenario.code === undefined ? 204 : 403);
    expect(effects()).toBe(scenario.code === undefined && method === "POST" ? 1 : 0);
  });
});

describe("a request without a cookie that holds", () => {
  const cases: Case[] = [
    {
      because: "nobody is acted for",
      headers: { "sec-fetch-site": "cross-site" },
      path: "/contact",
    },
    {
      because: "the cookie has ended",
      headers: { cookie: "session=gone", "sec-fetch-site": "cross-site" },
      path: "/contact",
    },
    {
      because: "no browser sends a bearer on its own",
      headers: { authorization: "Bearer ada", "sec-fetch-site": "cross-site" },
    },
  ];
  it.each(cases)("needs no such proof: $because", async ({ headers, path = "/orders" }) => {
    const { service, effects } = openShop();
    expect((await ask(service, path, { method: "POST", headers })).status).toBe(204);
    expect(effects()).toBe(1);
  });
});

describe("what begins a session", () => {
  const cases: Case[] = [
    { because: "our own page", headers: { ...own, ...ours } },
    { because: "a program", headers: ours },
    { because: "a program that does not know", headers: {}, ...refused },
    {
      because: "a form of another site: signed in to a stranger's account",
      headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
      ...refused,
    },
    {
      because: "a script of another site",
      headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example", ...ours },
      ...refused,
    },
    {
      because: "an old browser elsewhere",
      headers: { origin: "https://evil.example", ...ours },
      ...refused,
    },
    { because: "a sandboxed frame", headers: { origin: "null", ...ours }, ...refused },
    {
      because: "a front-end on the list, which takes tokens",
      headers: { origin: front, "sec-fetch-site": "cross-site", ...ours },
      origins: [front],
      credentials: false,
    },
  ];
  it.each(cases)("is judged by its cause: $because", async (scenario) => {
    const { service } = openShop(scenario.origins, scenario.credentials);
    const answer = await ask(service, "/sign-in", { method: "POST", headers: scenario.headers });
    expect(answer.json?.["code"]).toBe(scenario.code);
  });
});

it("holds for calls in the same process too, which pass on what a browser sent", async () => {
  const { service, effects } = openShop();
  const call = (headers: Record<string, string>) => service.call("place", undefined, { headers });
  await expect(call(cookie)).rejects.toMatchObject({ code: "forged_request" });
  const fromElsewhere = { ...cookie, "sec-fetch-site": "cross-site", ...ours };
  await expect(call(fromElsewhere)).rejects.toMatchObject({ code: "forged_request" });
  // The header is ours to add: no page can make a call in this process.
  await call({ ...cookie, ...own });
  await call({ authorization: "Bearer ada" });
  expect(effects()).toBe(2);
});

it("tells of forged requests as one security event, with a count", async () => {
  const file = makeDatabaseFile();
  const { service, log } = openShop([], true, file);
  const headers = { ...cookie, "sec-fetch-site": "cross-site" };
  for (let at = 0; at < 20; at++) await ask(service, "/orders", { method: "POST", headers });
  await service.close();
  expect(
    readRows(file, "SELECT kind, severity, user_id, count FROM servery_security_events"),
  ).toEqual([{ kind: "forged_request", severity: "warning", user_id: "ada", count: 20 }]);
  expect(log.lines.filter(({ fields }) => "securityEvent" in fields)).toHaveLength(1);
  // What never began is no entry of the trail.
  expect(readRows(file, "SELECT * FROM servery_audit")).toEqual([]);
});
