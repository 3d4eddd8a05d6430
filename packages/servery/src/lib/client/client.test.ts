import { afterEach, describe, expect, test, vi } from "vitest";

import { shop } from "./accounts-contract.fixture.ts";
import { createClient } from "./client.ts";
import {
  clock,
  album,
  type Answer,
  connect,
  endServers,
  json,
  never,
  page,
  serve,
  store,
} from "./fake-service.fixture.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  endServers();
});

describe("a call", () => {
  test("is an ordinary request", async () => {
    const { url, seen } = await serve(json(200, album), json(201, { id: "o1" }));
    const client = connect(`${url}/`);
    expect(await client.albums.get({ id: "a 7" })).toEqual(album);
    expect(await client.orders.place({ albumId: "7" })).toEqual({ id: "o1" });
    expect(seen.map(({ line, body }) => [line, body])).toEqual([
      ["GET /api/albums/a%207", ""],
      ["POST /api/orders", '{"albumId":"7"}'],
    ]);
    expect(seen[0]?.headers.accept).toBe("application/json, application/problem+json");
    expect(seen[0]?.headers["content-type"]).toBeUndefined();
    expect(seen[1]?.headers["content-type"]).toBe("application/json");
  });

  test("works through a route artefact, which has nothing but routes", async () => {
    const { url } = await serve(json(200, album));
    const get = { kind: "query", method: "GET", path: "/albums/:id" };
    const artefact = {
      name: "store",
      basePath: "/api",
      operations: { albums: { get } },
    } as unknown as typeof store;
    expect(await createClient(artefact, { url }).albums.get({ id: "7" })).toEqual(album);
  });

  test("throws the service's problem, and returns it when safe", async () => {
    const stock = {
      title: "Not enough stock",
      code: "out_of_stock",
      status: 409,
      data: { available: 2 },
    };
    const { url, seen } = await serve(json(409, stock));
    const client = connect(url);
    await expect(client.orders.place({ albumId: "7" })).rejects.toMatchObject({
      code: "out_of_stock",
      message: "Not enough stock",
      problem: { status: 409, data: { available: 2 } },
    });
    const { data, problem: met } = await client.orders.place.safe({ albumId: "7" });
    expect(data).toBeUndefined();
    expect(met).toMatchObject({ code: "out_of_stock", data: { available: 2 } });
    expect(seen).toHaveLength(2);
  });

  test("sends the client's headers, made anew for each attempt, and then the call's", async () => {
    const { url, seen } = await serve(page(503), json(200, album));
    let count = 0;
    const client = connect(url, {
      headers: async () => ({ authorization: `Bearer ${++count}`, "x-a": "1" }),
    });
    await client.albums.get({ id: "7" }, { headers: { "x-a": "2" } });
    expect(seen.map(({ headers }) => [headers.authorization, headers["x-a"]])).toEqual([
      ["Bearer 1", "2"],
      ["Bearer 2", "2"],
    ]);
  });

  test("refuses before the network what no path can carry", async () => {
    const { url, seen } = await serve(json(200, album));
    const { problem: met } = await connect(url).albums.get.safe({ id: ".." });
    expect(met).toMatchObject({ code: "invalid_input", errors: [{ pointer: "/id" }] });
    expect(seen).toEqual([]);
  });

  test("is safe to await by mistake: a client is no promise", async () => {
    const client = connect("http://127.0.0.1:1");
    expect(await Promise.resolve(client.albums)).toBe(client.albums);
  });
});

describe("what shows that a page of the service's own calls", () => {
  const post = (client: ReturnType<typeof connect>) => client.orders.place({ albumId: "7" });
  const origin = "https://shop.example";

  test.each([
    ["a program", undefined, { url: "https://api.example" }, "1"],
    ["a page of the origin", origin, {}, "1"],
    ["a page of the origin by its url", origin, { url: `${origin}/v2` }, "1"],
    ["a page elsewhere", origin, { url: "https://api.example" }, null],
    ["it with cookies", origin, { url: "https://api.example", credentials: "include" }, "1"],
  ] as const)("%s sends the header as it should", async (_, from, options, expected) => {
    if (from !== undefined) vi.stubGlobal("location", new URL(from));
    const sent: (string | null)[] = [];
    const fetch = async (__: string, { headers }: RequestInit) => {
      sent.push(new Headers(headers).get("servery-csrf"));
      return Response.json({ ...album });
    };
    const client = createClient(store, { ...options, fetch });
    await post(client);
    await client.albums.get({ id: "7" });
    expect(sent).toEqual([expected, null]);
  });

  test("identity's operations send it from anywhere, for the service wants it there", async () => {
    vi.stubGlobal("location", new URL(origin));
    const sent: (string | null)[] = [];
    const fetch = async (_: string, { headers }: RequestInit) => {
      sent.push(new Headers(headers).get("servery-csrf"));
      return new Response(null, { status: 204 });
    };
    await createClient(shop, { url: "https://api.example", fetch }).auth.signOut();
    expect(sent).toEqual(["1"]);
  });
});

describe("an end before the answer", () => {
  test("a caller's abort is a problem that is an AbortError too", async () => {
    const { url } = await serve(never);
    const controller = new AbortController();
    const calling = connect(url).albums.get({ id: "7" }, { signal: controller.signal });
    controller.abort();
    await expect(calling).rejects.toMatchObject({
      name: "AbortError",
      code: "aborted",
      cause: controller.signal.reason,
    });
  });

  test("an abort beforehand sends nothing", async () => {
    const { url, seen } = await serve(json(200, album));
    const { problem: met } = await connect(url).albums.get.safe(
      { id: "7" },
      { signal: AbortSignal.abort() },
    );
    expect(met?.code).toBe("aborted");
    expect(seen).toEqual([]);
  });

  test("an abort while it waits for its next attempt sends no more", async () => {
    const { url, seen } = await serve(page(503));
    const controller = new AbortController();
    const held = { now: () => 0, schedule: () => (controller.abort(), () => {}) };
    const calling = connect(url, {
      clock: { ...held, schedule: (ms) => (ms < 30_000 ? held.schedule() : () => {}) },
    });
    const { problem: met } = await calling.albums.get.safe(
      { id: "7" },
      { signal: controller.signal },
    );
    expect(met?.code).toBe("aborted");
    expect(seen).toHaveLength(1);
  });

  test("the deadline covers the answer's body", async () => {
    const time = clock();
    const half: Answer = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"id":', () => setImmediate(time.expire));
    };
    const { url } = await serve(half);
    await expect(connect(url, { clock: time }).albums.get({ id: "7" })).rejects.toMatchObject({
      name: "TimeoutError",
      code: "timeout",
      message: "No answer arrived within 30000 ms.",
    });
  });

  test("a caller's own time limit is a timeout too", async () => {
    const { url } = await serve(never);
    const { problem: met } = await connect(url).albums.get.safe(
      { id: "7" },
      { signal: AbortSignal.timeout(1) },
    );
    expect(met?.code).toBe("timeout");
  });

  test("leaves no listener on a signal that outlives the call", async () => {
    const { url } = await serve(json(200, album));
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await connect(url).albums.get({ id: "7" }, { signal });
    expect(added.mock.calls.length).toBe(1);
    expect(removed.mock.calls).toEqual(
      added.mock.calls.map(([type, listener]) => [type, listener]),
    );
  });

  test("a lost service and a device without network are told apart", async () => {
    const { url } = await serve(never);
    endServers();
    const client = connect(url, { retry: false });
    const lost = await client.albums.get.safe({ id: "7" });
    expect(lost.problem).toMatchObject({ code: "network_error", status: 0 });
    expect(lost.problem?.detail).toContain("ECONNREFUSED");
    vi.stubGlobal("navigator", { onLine: false });
    expect((await client.albums.get.safe({ id: "7" })).problem?.code).toBe("offline");
  });
});

describe("where the service is", () => {
  test.each([undefined, "", "/api", "api.example.com", "ftp://x"])(
    "%s is refused without a page",
    (url) => {
      expect(() => createClient(store, url === undefined ? {} : { url })).toThrow(
        expect.objectContaining({ code: "invalid_url" }),
      );
    },
  );

  test("is the page's own origin by default", async () => {
    vi.stubGlobal("location", { origin: "https://shop.example" });
    const urls: string[] = [];
    const fetch = async (url: string) => (urls.push(url), Response.json(album));
    await createClient(store, { fetch }).albums.get({ id: "7" });
    await createClient(store, { fetch, url: "/v2" }).albums.get({ id: "7" });
    expect(urls).toEqual(["/api/albums/7", "/v2/api/albums/7"]);
  });

  test("a redirect is followed by a query only", async () => {
    const moved: Answer = (response, request) =>
      request.url?.startsWith("/moved")
        ? json(200, album)(response, request)
        : response.writeHead(302, { location: "/moved" }).end();
    const { url, seen } = await serve(moved);
    expect(await connect(url).albums.get({ id: "7" })).toEqual(album);
    const { problem: met } = await connect(url).orders.place.safe({ albumId: "7" });
    expect(met).toMatchObject({ code: "malformed_answer", status: 302 });
    expect(seen.at(-1)?.line).toBe("POST /api/orders");
  });
});
