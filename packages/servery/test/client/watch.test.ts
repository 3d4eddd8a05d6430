import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

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
  const createShopClient = () => createClient(shop, { ...options, retry: false });
  let client: ReturnType<typeof createShopClient>;

  beforeEach(async () => {
    ({ options, close } = await connect(createShop()));
    client = createShopClient();
    await client.records.add({ id: "1", title: "Blue", stock: 3 });
  });
  afterEach(() => close());

  test("is told the result of a query, what changes it, and what it meets instead", async () => {
    const told: string[] = [];
    const hears = (...words: string[]) => vi.waitFor(() => expect(told).toEqual(words), 10_000);
    const stop = client.records.get.watch(
      { id: "1" },
      ({ title, stock }) => told.push(`${title} ${stock}`),
      { onStatus: (status) => told.push(status), onProblem: ({ code }) => told.push(code) },
    );
    await hears("Blue 3", "live");
    await createShopClient().buy({ id: "1", quantity: 2 });
    await hears("Blue 3", "live", "Blue 1");
    await client.records.remove({ id: "1" });
    await hears("Blue 3", "live", "Blue 1", "not_found");
    await client.records.add({ id: "1", title: "Blue", stock: 9 });
    await hears("Blue 3", "live", "Blue 1", "not_found", "Blue 9");
    stop();
    await client.buy({ id: "1", quantity: 1 });
    // By when another watch has been told, this one would have been.
    for await (const { stock } of client.records.get.watch({ id: "1" })) if (stock === 8) break;
    expect(told.at(-1)).toBe("Blue 9");
  });

  test("never sees less than it has written, in whatever order answers come", async () => {
    for (let stock = 2; stock >= 0; stock--) {
      const [before] = await Promise.all([
        client.records.get({ id: "1" }),
        client.buy({ id: "1", quantity: 1 }),
      ]);
      expect([stock, stock + 1]).toContain(before.stock);
      expect((await client.records.get({ id: "1" })).stock).toBe(stock);
    }
  });
});

test("queries of a tick are one request where that is switched on", async () => {
  const served = await serve(createShop(), { port: 0, log: silentLog, signals: false });
  const { url } = served;
  await createClient(shop, { url }).records.add({ id: "1", title: "Blue", stock: 3 });
  const requests: string[] = [];
  const batching = createClient(shop, {
    url,
    batch: true,
    fetch: (target, init) => {
      requests.push(`${init.method} ${new URL(target).pathname}`);
      return fetch(target, init);
    },
  });
  const [record, missing, list] = await Promise.all([
    batching.records.get({ id: "1" }),
    batching.records.get.safe({ id: "2" }),
    batching.records.list({ genres: ["a"] }),
  ]);
  expect(record).toEqual({ id: "1", title: "Blue", stock: 3 });
  expect(missing.problem).toMatchObject({ code: "not_found", status: 404 });
  expect(JSON.parse(list.asked)).toEqual({ genres: ["a"] });
  expect(requests).toEqual(["POST /_servery/batch"]);
  await served.close();
});
