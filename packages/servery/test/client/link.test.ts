import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createClient, type HttpClientOptions, type LinkClientOptions } from "../../src/client.ts";
import { serve } from "../../src/node.ts";
import { type Service, silentLog } from "../../src/server.ts";
import { createShop, shop } from "./shop.ts";

type Connect = (
  service: Service,
) => Promise<{ options: HttpClientOptions | LinkClientOptions; close(): Promise<void> }>;

const links: Record<string, Connect> = {
  "over HTTP": async (service) => {
    const served = await serve(service, { port: 0, log: silentLog, signals: false });
    return { options: { url: served.url }, close: async () => void (await served.close()) };
  },
  "in process": async (service) => {
    await service.ready();
    return { options: { link: service }, close: () => service.close() };
  },
};

describe.each(Object.entries(links))("a client %s", (_, connect) => {
  let options: HttpClientOptions | LinkClientOptions;
  let close: () => Promise<void>;
  const client = () =>
    createClient(shop, { ...options, retry: false, headers: { "X-Said": "hello" } });

  beforeEach(async () => {
    ({ options, close } = await connect(createShop()));
    await client().records.add({ id: "1", title: "Blue", stock: 3 });
  });
  afterEach(() => close());

  test("gets what is declared, and nothing else", async () => {
    expect(await client().records.get({ id: "1" })).toEqual({ id: "1", title: "Blue", stock: 3 });
  });

  test("sends lists, objects, dates and headers as they are", async () => {
    const after = new Date(0) as unknown as string;
    const input = { genres: ["a", "b,c&d"], price: { max: 2.5 }, after };
    const { asked, said } = await client().records.list(input);
    expect(JSON.parse(asked)).toEqual({ ...input, after: "1970-01-01T00:00:00.000Z" });
    expect(said).toBe("hello");
    expect(input.after).toBe(after);
  });

  test("may leave out an input of which nothing is required", async () => {
    expect((await client().records.list()).asked).toBe("{}");
    expect((await client().search()).asked).toBe("{}");
  });

  test("gets nothing of what answers nothing", async () => {
    expect(await client().records.remove({ id: "1" })).toBeUndefined();
    const { problem } = await client().records.get.safe({ id: "1" });
    expect(problem).toMatchObject({ code: "not_found", status: 404, title: "No such record" });
  });

  test("gets a declared problem with what it carries", async () => {
    const { problem } = await client().buy.safe({ id: "1", quantity: 4 });
    expect(problem).toMatchObject({
      code: "out_of_stock",
      status: 409,
      data: { available: 3 },
      type: "urn:problem-type:shop:out_of_stock",
      instance: expect.stringMatching(/^urn:request:/),
    });
  });

  test("gets all that is wrong with an input", async () => {
    const { problem } = await client().buy.safe({ id: "1", quantity: "two" as unknown as number });
    expect(problem).toMatchObject({ code: "invalid_input", status: 422 });
    expect(problem?.errors?.map(({ pointer }) => pointer)).toEqual(["/quantity"]);
  });

  test("gets nothing of a bug", async () => {
    const { problem } = await client().crash.safe();
    expect(problem).toMatchObject({ code: "internal_error", status: 500 });
    expect(JSON.stringify(problem)).not.toContain("SECRET");
  });

  test("makes a mutation once under one key, and another under another", async () => {
    const idempotencyKey = "5a1d8e02-7c44-4bb1-9f0e-3d2c6b7a8190";
    const buy = (quantity: number) => client().buy.safe({ id: "1", quantity }, { idempotencyKey });
    expect((await buy(1)).data).toEqual({ left: 2 });
    expect((await buy(1)).data).toEqual({ left: 2 });
    expect((await buy(2)).problem?.code).toBe("idempotency_mismatch");
    expect(await client().buy({ id: "1", quantity: 1 })).toEqual({ left: 1 });
  });

  test("can be aborted while the service works, and ends by its deadline", async () => {
    const controller = new AbortController();
    const waiting = client().wait.safe(undefined, { signal: controller.signal });
    setImmediate(() => controller.abort());
    expect((await waiting).problem?.code).toBe("aborted");
    expect((await client().wait.safe(undefined, { timeoutMs: 1 })).problem?.code).toBe("timeout");
  });
});
