import { afterEach, expect, test } from "vitest";

import { album, connect, endServers, json, serve } from "./fake-service.fixture.ts";

afterEach(endServers);

const at = (count: number, headers: Record<string, string> = {}) =>
  json(200, album, { "servery-snapshot": `c.db.${count}`, ...headers });

test("a state travels both ways in its header", async () => {
  const { url, seen } = await serve(at(3), at(3));
  const client = connect(url);
  await client.albums.get({ id: "7" });
  await client.orders.place({ albumId: "7" });
  expect(seen.map(({ headers }) => headers["servery-snapshot"])).toEqual([undefined, "c.db.3"]);
});

test("an answer that may be reused is known by what it says to caches", async () => {
  const hint = { "cache-control": "private, max-age=60" };
  const { url, seen } = await serve(
    at(3),
    at(2, hint),
    at(2, { "cache-control": "private, no-cache" }),
    at(3),
  );
  const client = connect(url);
  await client.albums.get({ id: "7" });
  await client.albums.get({ id: "8" });
  await client.albums.get({ id: "9" });
  // What `cache: "no-cache"` is to a client without a cache.
  expect(seen.map(({ headers }) => headers["cache-control"])).toEqual([
    undefined,
    undefined,
    undefined,
    "max-age=0",
  ]);
});
