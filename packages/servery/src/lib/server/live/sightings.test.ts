import { expect, test } from "vitest";

import { createSightings } from "./sightings.ts";

const keys = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `products.get {"id":"${from + index}"}`);

test("a key is known from its second look on", () => {
  const sightings = createSightings(1000);
  for (const looks of [false, true, true]) expect(sightings.look("products.get")).toBe(looks);
});

test("keys that were never looked at are hardly ever known", () => {
  const sightings = createSightings(32_768);
  const known = keys(20_000).filter((key) => sightings.look(key));
  expect(known.length).toBeLessThan(5);
});

test("most of what was lately looked at is known, and of what is long ago, little", () => {
  const sightings = createSightings(32_768);
  for (const key of keys(10_000)) sightings.look(key);
  expect(keys(1000, 9000).filter((key) => sightings.look(key)).length).toBeGreaterThan(900);
  for (const key of keys(200_000, 1_000_000)) sightings.look(key);
  expect(keys(1000).filter((key) => sightings.look(key)).length).toBeLessThan(50);
});
