import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { action, contract, mutation, nothing, plan, query, resource, role } from "servery";
import { createService, everyone, id, silentLog, table, text } from "servery/server";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";

import { createFakeIdentity } from "../access/fake-identity.ts";
import { ask, bindService } from "./bind.fixture.ts";

const ping = query({ path: "/ping", access: "public", output: z.object({ ok: z.boolean() }) });
const pong = () => ({ ok: true });

describe("a service does not start", () => {
  test("without a handler, with one too many, or with something else", () => {
    const shop = contract({
      name: "shop",
      operations: {
        ping,
        items: {
          get: query({ path: "/get", access: "public", output: nothing }),
          set: mutation({ path: "/set", access: "public", output: nothing }),
        },
        genres: resource("genres", z.object({ id: z.string() }), { access: "public" }),
      },
    });
    const handlers = { items: { get: "later" }, pings: pong } as never;
    expect(() => createService(shop, { handlers })).toThrowError(
      expect.objectContaining({
        code: "invalid_handlers",
        message:
          'The handlers do not fit the contract "shop": ping has no handler; items.get\'s handler is no function; items.set has no handler; genres.list has no handler (its default one needs a table with the name "genres"); genres.get has no handler (its default one needs a table with the name "genres"); the handler pings is of no operation.',
      }),
    );
  });

  test("while an operation is not public and nothing tells callers apart", () => {
    const admin = role("admin");
    const closed = contract({
      name: "closed",
      operations: {
        ping,
        mine: query({ path: "/mine", output: nothing }),
        users: {
          drop: mutation({ path: "/drop", access: [admin, plan("gold")], output: nothing }),
        },
      },
    });
    const handlers = { ping: pong, mine: () => undefined, users: { drop: () => undefined } };
    expect(() => createService(closed, { handlers })).toThrowError(
      expect.objectContaining({
        code: "identity_missing",
        message: expect.stringContaining("mine (user), users.drop (role admin and plan gold)"),
      }),
    );
  });

  test("and leaves no temporary database behind when that cannot be opened", async () => {
    const folder = mkdtempSync(join(tmpdir(), "start-"));
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    });
    vi.stubEnv("TMPDIR", folder);
    const service = createService(contract({ name: "shop", operations: { ping } }), {
      handlers: { ping: pong },
      tables: { items: table("items", { id: id() }, { policy: everyone }) },
      database: ":temporary:",
      mode: "production",
      log: silentLog,
    });
    await expect(service.ready()).rejects.toMatchObject({ code: "schema_drift" });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    [{ limits: { bodyBytes: 0 } }, "invalid_limits", "bodyBytes must be more than 0"],
    [{ limits: { bodySize: 1 } as object }, "invalid_limits", 'no limit "bodySize"'],
    [
      { cors: { origins: ["https://front.example/"] } },
      "invalid_cors",
      '"https://front.example/" is no origin',
    ],
    [{ cors: { origins: ["front.example"] } }, "invalid_cors", "is no origin"],
    [{ cors: { origins: ["null"] } }, "invalid_cors", "is no origin"],
    [
      { cors: { origins: ["*"], credentials: true } },
      "invalid_cors",
      "every site act as your users",
    ],
    [{ rate: "10/fortnight" as "10/day" }, "invalid_rate", "is no rate"],
    [{ trustedProxies: -1 }, "invalid_trusted_proxies", "0 to 10, not -1"],
  ])("with the settings %j", (settings, code, message) => {
    const one = contract({ name: "one", operations: { ping } });
    expect(() => createService(one, { handlers: { ping: pong }, ...settings })).toThrowError(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});

describe("a service", () => {
  test("without tables and with queries only opens no database", async () => {
    const openDatabase = () => {
      throw new Error("was opened");
    };
    const one = contract({ name: "one", operations: { ping } });
    const { service } = bindService(one, { handlers: { ping: pong } }, { openDatabase });
    expect(await ask(service, "/ping")).toMatchObject({ status: 200, json: { ok: true } });
    expect(service.status()).toMatchObject({ phase: "open", data: undefined });
  });

  test("without tables can have mutations and actions all the same", async () => {
    const add = mutation({ path: "/add", access: "public", output: z.object({ n: z.int() }) });
    const send = action({ path: "/send", access: "public", output: z.object({ n: z.int() }) });
    let n = 0;
    const handlers = { add: () => ({ n: ++n }), send: () => ({ n: ++n }) };
    const { service } = bindService(contract({ name: "two", operations: { add, send } }), {
      handlers,
    });
    const headers = { "idempotency-key": "3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20" };
    for (const [path, expected] of [
      ["/add", 1],
      ["/add", 1],
      ["/send", 2],
      ["/send", 2],
    ] as const)
      expect(await ask(service, path, { method: "POST", headers })).toMatchObject({
        json: { n: expected },
      });
  });

  test("opens at the first request, and answers 503 while it cannot be opened", async () => {
    let isBroken = true;
    const openDatabase = (location: string) => {
      if (isBroken) throw new Error(`${location} is broken`);
      return real(location);
    };
    const { nodePlatform } = await import("servery/node");
    const real = nodePlatform.openDatabase;
    const items = table("items", { id: id(), name: text() }, { policy: everyone });
    const one = contract({ name: "one", operations: { ping } });
    const settings = {
      tables: { items },
      handlers: { ping: pong },
      mode: "dev",
      database: ":temporary:",
    } as const;
    const { service, log } = bindService(one, settings, { openDatabase });
    expect(await ask(service, "/ping")).toMatchObject({
      status: 503,
      json: { code: "overloaded" },
    });
    expect(await ask(service, "/readyz")).toMatchObject({ status: 503 });
    expect(await ask(service, "/healthz")).toMatchObject({ status: 200 });
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: "error", message: 'The service "one" could not be opened' }),
    );
    isBroken = false;
    expect(await ask(service, "/readyz")).toMatchObject({ status: 200, json: { status: "ready" } });
  });

  test("leaves no database open beside the next try's, when its accounts could not be opened", async () => {
    const folder = mkdtempSync(join(tmpdir(), "servery-start-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const set = mutation({ path: "/set", access: "public", output: nothing });
    const one = contract({ name: "one", operations: { set } });
    const open = vi.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error("Not yet"));
    const identity = { ...createFakeIdentity({}), open };
    const settings = { handlers: { set: () => undefined }, database: join(folder, "one.db") };
    const { service } = bindService(one, settings, {}, identity);
    await expect(service.ready()).rejects.toThrow("Not yet");
    expect(service.status().data).toBeUndefined();
    await service.ready();
    await service.close();
    // SQLite deletes the log once the last connection is closed.
    expect(readdirSync(folder)).toEqual(["one.db"]);
  });

  test("makes changed copies that are not open", async () => {
    const one = contract({ name: "one", operations: { ping } });
    const service = createService(one, { handlers: { ping: pong }, log: silentLog });
    const strict = service.with({ limits: { urlLength: 10 }, mode: "production" });
    expect(service.limits.urlLength).toBe(8192);
    expect(strict).toMatchObject({ mode: "production", limits: { urlLength: 10 } });
    await service.ready();
    expect(strict.status().phase).toBe("new");
    await Promise.all([service.close(), strict.close()]);
  });

  test("carries HSTS when it is told to", async () => {
    const one = contract({ name: "one", operations: { ping } });
    const security = { hstsMaxAgeSeconds: 31_536_000, resourcePolicy: "cross-origin" } as const;
    const { service } = bindService(one, { handlers: { ping: pong }, security });
    const { headers } = await ask(service, "/ping");
    expect(headers).toMatchObject({
      "strict-transport-security": "max-age=31536000; includeSubDomains",
      "cross-origin-resource-policy": "cross-origin",
    });
    expect(headers["server-timing"]).toBeUndefined();
    const dev = service.with({ mode: "dev" });
    onTestFinished(() => dev.close());
    expect((await ask(dev, "/ping")).headers).not.toHaveProperty("strict-transport-security");
  });

  test("lets every origin read where it says so", async () => {
    const one = contract({ name: "one", operations: { ping } });
    const { service } = bindService(one, { handlers: { ping: pong }, cors: { origins: ["*"] } });
    const { headers } = await ask(service, "/ping", { headers: { origin: "https://any.example" } });
    expect(headers).toMatchObject({ "access-control-allow-origin": "*" });
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  });
});
