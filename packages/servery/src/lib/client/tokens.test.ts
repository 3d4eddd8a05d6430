import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createClient } from "./client.ts";
import type { HttpClientOptions } from "./client-options.ts";
import { shop } from "./accounts-contract.fixture.ts";
import { ada, bob, createFakeAccounts, serveAccounts } from "./fake-accounts.fixture.ts";
import { sessionOf } from "./session.ts";
import { createSkippingClock, type SkippingClock } from "./skipping-clock.fixture.ts";
import { createMemoryStorage, type TokenStorage } from "./token-storage.ts";
import { tokens } from "./tokens.ts";

let clock: SkippingClock;
let accounts: ReturnType<typeof createFakeAccounts>;
let service: Awaited<ReturnType<typeof serveAccounts>>;

beforeEach(async () => {
  clock = createSkippingClock(5000);
  accounts = createFakeAccounts(() => clock.now());
  service = await serveAccounts(accounts);
});
afterEach(() => service.close());

const credentials = { email: ada.email, password: "x" };
const refreshes = () => accounts.count("POST /auth/refresh");

function connect(storage?: TokenStorage, options: Partial<HttpClientOptions> = {}) {
  const session = tokens({ storage });
  return createClient(shop, { url: service.url, clock, random: () => 0.5, session, ...options });
}

describe("a session by tokens", () => {
  test("asks for tokens by itself, and sends the access token with each call", async () => {
    const client = connect();
    await expect(client.mine()).rejects.toMatchObject({ code: "unauthenticated" });
    expect((await client.auth.signIn(credentials)).status).toBe("signed_in");
    expect(await client.mine()).toEqual({ user: ada.id });
    expect(accounts.headers.map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
      "Bearer access-1",
    ]);
    expect(refreshes()).toBe(0);
  });

  test("is not for a contract without tokens", () => {
    const { auth, ...rest } = shop.operations;
    const { refresh: _, ...withoutTokens } = auth;
    const contract = { ...shop, operations: { auth: withoutTokens, ...rest } };
    expect(() => createClient(contract, { url: "http://a", session: tokens() })).toThrow(
      expect.objectContaining({ code: "no_tokens" }),
    );
  });

  test("is refreshed ahead of the access token's end", async () => {
    const client = connect();
    await client.auth.signIn(credentials);
    clock.pass(accounts.accessMs - 29_000);
    await client.mine();
    expect(accounts.seen.slice(1)).toEqual(["POST /auth/refresh", "GET /mine"]);
  });

  test("refreshes once for fifty calls whose token ended, and sends each again", async () => {
    const client = connect();
    await client.auth.signIn(credentials);
    accounts.expire();
    const all = await Promise.all(Array.from({ length: 50 }, () => client.mine()));
    expect(all).toEqual(all.map(() => ({ user: ada.id })));
    expect(refreshes()).toBe(1);
    expect(accounts.count("GET /mine")).toBe(100);
  });

  test("sends an action again too: the service had not begun", async () => {
    const client = connect();
    await client.auth.signIn(credentials);
    accounts.expire();
    expect(await client.pay()).toEqual({ user: ada.id });
    expect(accounts.count("POST /pay")).toBe(2);
  });

  test("keeps one idempotency key over the refresh", async () => {
    const client = connect();
    await client.auth.signIn(credentials);
    accounts.expire();
    await client.buy();
    const keys = accounts.headers
      .filter((_, index) => accounts.seen[index] === "POST /buy")
      .map((headers) => headers["idempotency-key"]);
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  test("asks again with the same token when the answer was lost, and with no idempotency key", async () => {
    const client = connect();
    await client.auth.signIn(credentials);
    accounts.expire();
    accounts.spoiled.push("lost", "overloaded");
    expect(await client.mine()).toEqual({ user: ada.id });
    expect(refreshes()).toBe(3);
    const at = accounts.seen.indexOf("POST /auth/refresh");
    expect(accounts.headers[at]?.["idempotency-key"]).toBeUndefined();
  });

  test("does not end for want of network, and goes on when there is some", async () => {
    const client = connect(undefined, { retry: false });
    const session = sessionOf(client);
    await client.auth.signIn(credentials);
    accounts.expire();
    accounts.spoiled.push("refused", "refused", "refused");
    expect((await client.mine.safe()).problem?.code).toBe("network_error");
    expect(session.state).toBe("signed_in");
    expect(await client.mine()).toEqual({ user: ada.id });
  });

  test("goes on with the old token while a refresh ahead of time fails, and does not insist", async () => {
    const client = connect();
    await client.auth.signIn(credentials);
    clock.pass(accounts.accessMs - 29_000);
    accounts.spoiled.push("refused", "refused", "refused");
    expect(await client.mine()).toEqual({ user: ada.id });
    expect(await client.mine()).toEqual({ user: ada.id });
    expect(refreshes()).toBe(3);
  });

  test("ends when the service says so: the app is told, and nothing is sent any more", async () => {
    const client = connect();
    const told: unknown[] = [];
    sessionOf(client).onChange(({ state, reason }) => told.push([state, reason]));
    await client.auth.signIn(credentials);
    accounts.revoke();
    expect((await client.mine.safe()).problem?.code).toBe("unauthenticated");
    expect(await client.open()).toEqual({ user: null });
    expect(told).toEqual([
      ["signed_in", undefined],
      ["signed_out", "ended"],
    ]);
    expect(accounts.headers.at(-1)?.authorization).toBeUndefined();
  });

  test("does not stand in the way of a new sign-in when it has ended", async () => {
    const client = connect();
    await client.auth.signIn(credentials);
    accounts.revoke();
    clock.pass(accounts.accessMs);
    await client.auth.signIn({ ...credentials, email: bob.email });
    expect(refreshes()).toBe(0);
    expect(await client.mine()).toEqual({ user: bob.id });
  });

  test.each([
    ["an hour ahead", -3_600_000],
    ["an hour behind", 3_600_000],
  ])("a device whose clock is %s refreshes every ten minutes too", async (_, skew) => {
    const elsewhere = createFakeAccounts(() => clock.now() + skew);
    const other = await serveAccounts(elsewhere);
    const client = connect(undefined, { url: other.url });
    await client.auth.signIn(credentials);
    await client.open();
    clock.pass(569_000);
    await client.open();
    expect(elsewhere.count("POST /auth/refresh")).toBe(0);
    clock.pass(2000);
    expect(await client.open()).toEqual({ user: ada.id });
    expect(elsewhere.count("POST /auth/refresh")).toBe(1);
    other.close();
  });

  test("keeps the device's name over a sign-out, and sends it with the next sign-in", async () => {
    const storage = createMemoryStorage();
    const bodies: string[] = [];
    const fetch = (url: string, init: RequestInit) => {
      if (url.endsWith("/sign-in")) bodies.push(String(init.body));
      return globalThis.fetch(url, init);
    };
    const client = connect(storage, { fetch });
    await client.auth.signIn(credentials);
    await client.auth.signOut();
    await client.auth.signIn(credentials);
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
      { session: "tokens", ...credentials },
      { session: "tokens", device: "device-1", ...credentials },
    ]);
  });

  test("a user's own headers that call the client wait for no refresh of theirs", async () => {
    let depth = 0;
    const client = connect(undefined, {
      headers: async () => {
        if (depth++ === 0) await client.mine();
        return { "x-depth": "1" };
      },
    });
    depth = 1;
    await client.auth.signIn(credentials);
    accounts.expire();
    depth = 0;
    expect(await client.mine()).toEqual({ user: ada.id });
    expect(refreshes()).toBe(1);
  });

  test.each(["not json", '"text"', "{}", '{"accessToken":1,"refreshToken":2}', "null"])(
    "takes %s in the storage for no session",
    async (text) => {
      const storage = createMemoryStorage();
      storage.setItem(`servery:shop@${service.url}`, text);
      const client = connect(storage);
      expect(await client.open()).toEqual({ user: null });
      expect((await sessionOf(client).load()).state).toBe("signed_out");
    },
  );
});

describe("a refresh that another call overtakes", () => {
  /** A client whose refresh is held until `answer` is called. */
  function connectHeld() {
    let answer = () => {};
    let reached = () => {};
    const gate = new Promise<void>((resolve) => (answer = resolve));
    const asked = new Promise<void>((resolve) => (reached = resolve));
    const storage = createMemoryStorage();
    const client = connect(storage, {
      fetch: async (url, init) => {
        const response = await globalThis.fetch(url, init);
        if (!url.endsWith("/auth/refresh")) return response;
        reached();
        await gate;
        return response;
      },
    });
    return { client, storage, answer, asked };
  }

  test("is not undone a sign-out by (a zombie session)", async () => {
    const { client, storage, answer, asked } = connectHeld();
    await client.auth.signIn(credentials);
    accounts.expire();
    const calling = client.mine.safe();
    await asked;
    await connect(storage).auth.signOut();
    answer();
    expect((await calling).problem?.code).toBe("unauthenticated");
    expect(await storage.getItem(`servery:shop@${service.url}`)).toBeNull();
  });

  test("does not take the place of another user's sign-in, nor acts in their name", async () => {
    const { client, storage, answer, asked } = connectHeld();
    await client.auth.signIn(credentials);
    accounts.expire();
    const calling = client.pay.safe();
    await asked;
    const other = connect(storage);
    await other.auth.signIn({ ...credentials, email: bob.email });
    answer();
    expect((await calling).problem?.code).toBe("unauthenticated");
    expect(await other.mine()).toEqual({ user: bob.id });
  });

  test("a call that is repeated after another user's sign-in is not that user's", async () => {
    const storage = createMemoryStorage();
    let attempts = 0;
    const client = connect(storage, {
      fetch: async (url, init) => {
        if (!url.endsWith("/buy") || attempts++ > 0) return globalThis.fetch(url, init);
        await connect(storage).auth.signIn({ ...credentials, email: bob.email });
        throw new TypeError("lost");
      },
    });
    await client.auth.signIn(credentials);
    expect((await client.buy.safe()).problem?.code).toBe("unauthenticated");
    expect(accounts.headers.at(-1)?.authorization).toBeUndefined();
  });

  test("a caller that gives up does not give up for the others", async () => {
    const { client, answer, asked } = connectHeld();
    await client.auth.signIn(credentials);
    accounts.expire();
    const controller = new AbortController();
    const first = client.mine.safe(undefined, { signal: controller.signal });
    await asked;
    const second = client.mine();
    controller.abort();
    expect((await first).problem?.code).toBe("aborted");
    answer();
    expect(await second).toEqual({ user: ada.id });
    expect(refreshes()).toBe(1);
  });
});

describe("processes that share a storage, without locks", () => {
  test("refresh once between them", async () => {
    const storage = createMemoryStorage();
    const real = { now: Date.now, schedule: (ms: number, task: () => void) => delay(ms, task) };
    const clients = Array.from({ length: 5 }, () =>
      connect(storage, { clock: real, random: Math.random }),
    );
    await clients[0]!.auth.signIn(credentials);
    accounts.expire();
    const calls = clients.flatMap((client) => Array.from({ length: 10 }, () => client.mine()));
    expect(new Set((await Promise.all(calls)).map(({ user }) => user))).toEqual(new Set([ada.id]));
    expect(refreshes()).toBe(1);
  });

  test.each([
    ["a process that died with the lease", () => ({ holder: "dead", until: clock.now() + 9000 })],
    ["a lease of a clock that was wrong", () => ({ holder: "odd", until: clock.now() + 1e9 })],
    ["a lease that is none", () => "rubbish"],
  ])("%s holds up the others for ten seconds at most", async (_, lease) => {
    const storage = createMemoryStorage();
    const client = connect(storage);
    await client.auth.signIn(credentials);
    accounts.expire();
    storage.setItem(`servery:shop@${service.url}:lease`, JSON.stringify(lease()));
    const from = clock.now();
    expect(await client.mine()).toEqual({ user: ada.id });
    expect(clock.now() - from).toBeLessThanOrEqual(10_000);
    expect(await storage.getItem(`servery:shop@${service.url}:lease`)).toBeNull();
  });
});

describe("with Web Locks", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("a lock that is never given (a frozen tab) is waited for ten seconds, then gone on without", async () => {
    const storage = createMemoryStorage();
    vi.stubGlobal("location", new URL(service.url));
    const never = new Promise<never>(() => {});
    const asked: string[] = [];
    const request = (name: string, { signal }: { signal: AbortSignal }) => {
      asked.push(name);
      return Promise.race([never, new Promise((_, no) => signal.addEventListener("abort", no))]);
    };
    vi.stubGlobal("navigator", { locks: { request } });
    const waits: number[] = [];
    const patient = {
      now: clock.now,
      schedule: (milliseconds: number, task: () => void) => {
        waits.push(milliseconds);
        if (milliseconds === 10_000) queueMicrotask(task);
        return () => {};
      },
    };
    const client = connect(storage, { clock: patient });
    await client.auth.signIn(credentials);
    accounts.expire();
    expect(await client.mine()).toEqual({ user: ada.id });
    expect(asked).toEqual([`servery:shop@${service.url}`]);
    expect(waits).toContain(10_000);
  });
});

function delay(milliseconds: number, task: () => void): () => void {
  const timer = setTimeout(task, milliseconds);
  return () => clearTimeout(timer);
}
