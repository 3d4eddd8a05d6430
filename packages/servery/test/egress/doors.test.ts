import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

import { ask } from "../service/bind.fixture.ts";
import { openKitchen } from "./kitchen.ts";
import { expectNoSecret, lookalikes, value, writings } from "./writings.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;

const get = (path: string, words: string) => [`${path}?${new URLSearchParams({ words })}`] as const;
const post = (path: string, words: string) => [path, { json: { words } }] as const;

type Sent = readonly [path: string, init?: Parameters<typeof ask>[2]];

/** Every door, and where in it the secret is. */
const doors: Readonly<Record<string, (words: string) => Sent>> = {
  "a declared field": (words) => get("/say", words),
  "the name of a member": (words) => get("/map", words),
  "the data of a problem": (words) => get("/refuse", words),
  "the detail of a problem": (words) => get("/explain", words),
  "an error": (words) => get("/fail", words),
  "a mutation's output": (words) => post("/cook", words),
  "a mutation's problem": (words) => post("/burn", words),
  "the output of what is sensitive": (words) => post("/whisper", words),
  "an action's output": (words) => post("/order", words),
  "a cookie": (words) => post("/stamp", words),
};

/** What the service told of leaks, as an operator sees it. */
function leaksOf({ log }: Kitchen) {
  return log.lines.filter(({ fields }) => "secretName" in fields);
}

describe.each(Object.entries(doors))("by %s", (door, send) => {
  test("no secret leaves, however it is written", async () => {
    const kitchen = await openKitchen();
    for (const [writing, words] of Object.entries(writings)) {
      const { status, headers, json } = await ask(kitchen.service, ...send(words));
      expect([writing, status]).toEqual([writing, 500]);
      expect(json).toMatchObject({ code: "internal_error", status: 500 });
      expect(json).not.toHaveProperty("detail");
      expect(json).not.toHaveProperty("data");
      expect(headers).not.toHaveProperty("set-cookie");
      expectNoSecret(headers, json);
    }
    expectNoSecret(kitchen.log.lines);
  });

  test("what only looks like one leaves", async () => {
    const kitchen = await openKitchen();
    const expected = door === "an error" ? 500 : door.includes("problem") ? 409 : 200;
    for (const [lookalike, words] of Object.entries(lookalikes)) {
      const { status } = await ask(kitchen.service, ...send(words));
      expect([lookalike, status]).toEqual([lookalike, expected]);
    }
    expect(leaksOf(kitchen)).toEqual([]);
  });
});

test("who operates it is told by name, encoding and operation", async () => {
  const kitchen = await openKitchen();
  await ask(kitchen.service, ...get("/say", writings["base64"]!));
  const [line] = leaksOf(kitchen);
  expect(line).toMatchObject({
    level: "error",
    fields: { operation: "say", secretName: "KITCHEN_KEY", encoding: "base64", exit: "an answer" },
  });
  const event = kitchen.log.lines.find(({ fields }) => "securityEvent" in fields);
  expect(event).toMatchObject({
    message: "The secret KITCHEN_KEY, written as base64, was about to leave in an answer of say",
    fields: { securityEvent: { kind: "secret_leak", severity: "critical" } },
  });
});

test("a body is looked through before it is compressed", async () => {
  const kitchen = await openKitchen();
  const headers = { "accept-encoding": "gzip" };
  const long = (words: string) => get("/say", "x".repeat(3000) + words)[0];
  const bad = await ask(kitchen.service, long(value), { headers });
  expect(bad.status).toBe(500);
  expectNoSecret(bad);
  const request = new Request(`http://kitchen.example${long("!")}`, { headers });
  const good = await kitchen.service.fetch(request);
  expect(good.headers.get("content-encoding")).toBe("gzip");
  expect(gunzipSync(await good.bytes()).toString()).toContain("x!");
});

test("what a caller brings does not come back, nor into the log", async () => {
  const plain = "KITCHEN.key-of-letters.4711";
  const kitchen = await openKitchen({ environment: { KITCHEN_KEY: plain } });
  const requests: [path: string, init?: object][] = [
    ["/say?words=x", { headers: { "x-request-id": plain } }],
    [`/nowhere/${plain}`],
    [`/say?${plain}=1&words=x`],
    ["/cook", { json: { [plain]: 1 } }],
    ["/_servery/batch", { json: { calls: [{ operation: plain }] } }],
    [
      "/_servery/live/poll",
      { json: { version: 1, waitMs: 0, queries: [{ q: 1, operation: plain }] } },
    ],
  ];
  for (const [path, init] of requests) {
    const answer = await ask(kitchen.service, path, init);
    expect(JSON.stringify(answer), path).not.toContain(plain);
  }
  expect(JSON.stringify(kitchen.log.lines)).not.toContain(plain);
});

test("a service whose every answer would have a secret in a header does not open", async () => {
  const security = { resourcePolicy: writings["URI"] as never };
  const environment = { KITCHEN_KEY: value };
  const other = { environment: { KITCHEN_KEY: "another-value-of-the-kitchen" }, security };
  const { service, log } = await openKitchen(other);
  await service.close();
  const refused = service.with({ environment });
  await expect(refused.ready()).rejects.toMatchObject({ code: "secret_in_headers" });
  // Not even in the answer that says so.
  const { status, headers, json } = await ask(refused, "/say?words=x");
  expect([status, json?.["code"]]).toEqual([500, "internal_error"]);
  expect(headers).toMatchObject({
    "cache-control": "no-store",
    "x-request-id": expect.any(String),
  });
  expectNoSecret(headers, json, log.lines);
});

test("the service's own documents are looked through too", async () => {
  const kitchen = await openKitchen({ environment: { KITCHEN_KEY: '"openapi":"3.1.1"' } });
  const { status, json } = await ask(kitchen.service, "/openapi.json");
  const clear = await (
    await openKitchen()
  ).service.fetch(new Request("http://a.example/openapi.json"));
  expect(await clear.text()).toContain('"openapi":"3.1');
  expect([status, json?.["code"]]).toEqual([500, "internal_error"]);
});

describe("in this process", () => {
  test.each(["say", "refuse", "explain", "fail", "map", "cook", "burn", "order"])(
    "%s answers no secret either",
    async (operation) => {
      const kitchen = await openKitchen();
      const called = kitchen.service.call(operation, { words: value });
      const error = await called.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: "internal_error" });
      expectNoSecret(error, kitchen.log.lines);
    },
  );

  test("what has none is answered", async () => {
    const { service } = await openKitchen();
    expect(await service.call("say", { words: "soup" })).toEqual({ words: "soup" });
    expect(await service.call("cook", { words: "stew" })).toEqual({ words: "stew" });
    expect(await service.call("order", { words: "stew" })).toEqual({ words: "stew" });
  });
});

test("it can be turned off, and is idle without secrets", async () => {
  for (const settings of [
    { scanEgress: false },
    { environment: { KITCHEN_KEY: "another-secret-value" } },
  ]) {
    const { service } = await openKitchen(settings);
    expect(await service.call("say", { words: value })).toEqual({ words: value });
  }
});
