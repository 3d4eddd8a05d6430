import { action, contract, mutation, nothing, plan, query, role, scope } from "servery";
import { serve } from "servery/node";
import { silentLog } from "servery/server";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";

import { ask, bindService } from "../service/bind.fixture.ts";
import { sendOverHttp } from "../conformance/transports.ts";
import { createFakeIdentity } from "./fake-identity.ts";

const [admin, read, members] = [role("admin"), scope("orders:read"), plan("members")];
const Who = z.object({ who: z.string() });
const all = { output: Who } as const;

const mine = query({ ...all, path: "/mine" });
const drop = mutation({ ...all, path: "/drop", access: admin });
const shop = contract({
  name: "shop",
  operations: {
    open: query({ ...all, path: "/open", access: "public" }),
    mine,
    orders: query({ ...all, path: "/orders", access: read }),
    club: query({ ...all, path: "/club", access: members }),
    drop,
    close: mutation({ ...all, path: "/close", access: [admin, "fresh"] }),
    item: query({ ...all, path: "/items/:id", input: z.object({ id: z.string() }) }),
    relay: action({
      path: "/relay",
      access: "public",
      input: z.object({ what: z.enum(["mine", "drop"]) }),
      output: nothing,
    }),
  },
});

const now = 1_700_000_000_000;
function openShop() {
  const who = ({ user }: { user: { id: string } | undefined }) => ({ who: user?.id ?? "nobody" });
  const handled: string[] = [];
  const handler = (context: { operation: string; user: { id: string } | undefined }) => {
    handled.push(context.operation);
    return who(context);
  };
  const identity = createFakeIdentity({
    ada: {},
    stale: { authenticatedAt: now - 601_000 },
    root: { roles: new Set(["admin"]) },
    "stale root": { roles: new Set(["admin"]), authenticatedAt: now - 601_000 },
    member: { plans: new Map([["members", null]]) },
    key: { credential: "api_key", scopes: new Set(["orders:read"]) },
    "poor key": { credential: "api_key", scopes: new Set<string>() },
  });
  const bound = bindService(
    shop,
    {
      handlers: {
        open: handler,
        mine: handler,
        orders: handler,
        club: handler,
        drop: handler,
        close: handler,
        item: handler,
        relay: async ({ input, call }) => void (await call(input.what === "mine" ? mine : drop)),
      },
    },
    {},
    identity,
  );
  return { ...bound, handled };
}

/** For each caller, what each operation answers. */
const matrix = {
  //            open   mine   orders club   drop   close  item
  "(nobody)": ["200", "401", "401", "401", "401", "401", "401"],
  ended: ["200", "401", "401", "401", "401", "401", "401"],
  ada: ["200", "200", "200", "403", "403", "403", "200"],
  stale: ["200", "200", "200", "403", "403", "403", "200"],
  root: ["200", "200", "200", "403", "200", "200", "200"],
  "stale root": ["200", "200", "200", "403", "200", "401", "200"],
  member: ["200", "200", "200", "200", "403", "403", "200"],
  key: ["200", "403", "200", "403", "403", "403", "403"],
  "poor key": ["200", "403", "403", "403", "403", "403", "403"],
} as const;
const targets = [
  "GET /open",
  "GET /mine",
  "GET /orders",
  "GET /club",
  "POST /drop",
  "POST /close",
  "GET /items/1",
];

describe.each(Object.entries(matrix))("%s", (name, answers) => {
  const headers: Record<string, string> =
    name === "(nobody)" ? {} : { authorization: `Bearer ${name}` };

  it.each(targets.map((target, at) => [target, answers[at]!]))(
    "at %s gets %s",
    async (target, status) => {
      const { service, handled } = openShop();
      const [method, path] = target.split(" ") as [string, string];
      const answer = await ask(service, path, { method, headers });
      expect(String(answer.status)).toBe(status);
      expect(handled).toHaveLength(status === "200" ? 1 : 0);
      if (status === "401") expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
    },
  );
});

describe("a refusal", () => {
  it("says the same of what is there and what is not", async () => {
    const { service } = openShop();
    const without = async (path: string) => {
      const { json, status } = await ask(service, path);
      return { status, code: json?.["code"], detail: json?.["detail"], data: json?.["data"] };
    };
    expect(await without("/items/1")).toEqual(await without("/items/no-such-item"));
  });

  it("comes before the input is looked at, so that nothing of it is told", async () => {
    const { service } = openShop();
    const answer = await ask(service, "/drop", {
      method: "POST",
      body: "{ broken",
      headers: { "content-type": "application/json" },
    });
    expect(answer.json?.["code"]).toBe("unauthenticated");
  });

  it("lists what is missing, for programs", async () => {
    const { service } = openShop();
    const headers = { authorization: "Bearer ada" };
    expect((await ask(service, "/drop", { method: "POST", headers })).json).toMatchObject({
      code: "forbidden",
      data: { missing: [{ kind: "role", name: "admin" }] },
    });
  });
});

describe("no other way in", () => {
  const paths = [
    "//drop",
    "/drop/",
    "/drop;x",
    "/./drop",
    "/x/../drop",
    "/drop%2f",
    "/%64rop",
    "/DROP",
    "/drop%00",
    "/drop?x#y",
    "/\\drop",
    "/.//drop",
    "/%2e/drop",
  ];

  it.each(paths)("%s is not the operation without its access (CVE-2025-71399)", async (path) => {
    const { service, handled } = openShop();
    const { url, close } = await serve(service, { port: 0, signals: false, log: silentLog });
    onTestFinished(async () => void (await close()));
    const { status } = await sendOverHttp(url, {
      method: "POST",
      path,
      headers: {},
      body: undefined,
    });
    expect([400, 401, 404]).toContain(status);
    expect(handled).toEqual([]);
  });

  it.each(["HEAD", "GET", "PUT", "OPTIONS", "post", "TRACE"])("%s runs nothing", async (method) => {
    const { service, handled } = openShop();
    const { url, close } = await serve(service, { port: 0, signals: false, log: silentLog });
    onTestFinished(async () => void (await close()));
    const { status } = await sendOverHttp(url, {
      method,
      path: "/drop",
      headers: {},
      body: undefined,
    });
    expect([204, 400, 401, 405]).toContain(status);
    expect(handled).toEqual([]);
  });

  it("a HEAD is held to the access of its GET", async () => {
    const { service, handled } = openShop();
    expect((await ask(service, "/mine", { method: "HEAD" })).status).toBe(401);
    const headers = { authorization: "Bearer ada" };
    expect((await ask(service, "/mine", { method: "HEAD", headers })).status).toBe(200);
    expect(handled).toEqual(["mine"]);
  });

  it("a header that overrides the method is none", async () => {
    const { service, handled } = openShop();
    await ask(service, "/open", {
      headers: {
        "x-http-method-override": "POST",
        "x-original-url": "/drop",
        "x-rewrite-url": "/drop",
      },
    });
    expect(handled).toEqual(["open"]);
  });

  it("a call in the same process has the rights of the headers that it is given", async () => {
    const { service } = openShop();
    await expect(service.call("drop", undefined)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const headers = { authorization: "Bearer root" };
    expect(await service.call("drop", undefined, { headers })).toEqual({ who: "root" });
  });

  it("an action may not call for somebody what they may not call", async () => {
    const { service, handled } = openShop();
    const relay = (what: string, name?: string) =>
      ask(service, "/relay", {
        json: { what },
        headers: {
          "content-type": "application/json",
          ...(name === undefined ? {} : { authorization: `Bearer ${name}` }),
        },
      });
    expect((await relay("mine")).status).toBe(401);
    expect((await relay("drop", "ada")).status).toBe(403);
    expect((await relay("drop", "root")).status).toBe(204);
    expect(handled).toEqual(["drop"]);
  });
});
