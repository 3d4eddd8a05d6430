import { createNumbers } from "../../load/requests.ts";
import { customers, manager, type StoreCall } from "./open-store.ts";

const regions = ["de", "us", "fr", "br"];
const sorts = ["featured", "title", "artist", "price", "price_desc"];
const words = ["love", "live", "rock", "best of", "ao vivo", "black"];

/** What may be asked, and how often of a hundred. */
const mix: readonly (readonly [share: number, make: (number: () => number) => StoreCall])[] = [
  // Pages of one record, some of which are looked at by many.
  [
    50,
    (number) =>
      page("records.get", { id: 1 + (number() % (number() % 3 === 0 ? 20 : 300)) }, number),
  ],
  [6, (number) => page("tracks.list", { recordId: 1 + (number() % 300) }, number)],
  // Lists as people leaf through them.
  [
    8,
    (number) =>
      page("records.list", { genre: 1 + (number() % 20), sort: pick(sorts, number) }, number),
  ],
  [6, (number) => page("records.list", { artist: 1 + (number() % 150) }, number)],
  [4, (number) => page("records.list", { search: pick(words, number) }, number)],
  [4, (number) => page("records.list", { inStock: true, sort: pick(sorts, number) }, number)],
  [3, () => ({ operation: "genres.list", input: {} })],
  [2, () => ({ operation: "artists.list", input: {} })],
  [2, () => ({ operation: "regions.list", input: {} })],
  // People with an account, and those who run the shop.
  [9, (number) => ({ operation: "myOrders.list", input: {}, by: pick(customers, number) })],
  [2, (number) => ({ operation: "membership.get", input: {}, by: pick(customers, number) })],
  [1, () => ({ operation: "admin.orders.list", input: {}, by: manager })],
  [1, () => ({ operation: "admin.orders.list", input: { state: "placed" }, by: manager })],
  [
    1,
    (number) => ({
      operation: "admin.products.list",
      input: { stockAtMost: number() % 10 },
      by: manager,
    }),
  ],
  [1, () => ({ operation: "admin.sales.get", input: { year: 2025 }, by: manager })],
];

/** What so many people have open in the store, as it might be. */
export function toWatchedMix(count: number): StoreCall[] {
  const number = createNumbers(815, 1_000_003);
  const bag = mix.flatMap(([share, make]) => Array.from({ length: share }, () => make));
  return Array.from({ length: count }, () => pick(bag, number)(number));
}

function page(operation: string, input: object, number: () => number): StoreCall {
  return { operation, input: { ...input, region: pick(regions, number) } };
}

export function pick<Value>(values: readonly Value[], number: () => number): Value {
  return values[number() % values.length]!;
}
