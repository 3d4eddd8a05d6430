import { boolean, everyone, id, integer, json, ref, table, text, timestamp } from "servery/server";

import { Totals } from "./contract/cart.ts";
import { formats } from "./service/formats.ts";

const policy = everyone;
/** With how many records there are of it, as the contract's resource has it. */
const heading = {
  id: id({ type: "integer" }),
  name: text({ unique: true }),
  records: integer({ check: "@ > 0" }),
};

const genres = table("genres", heading, { policy });
const artists = table("artists", heading, { policy });

/** Albums, as things on a shelf. Money is in base cents: whole euro cents without tax. */
const records = table(
  "records",
  {
    id: id({ type: "integer" }),
    title: text(),
    artistId: ref(() => artists),
    genreId: ref(() => genres),
    format: text({ values: formats }),
    baseCents: integer({ check: "@ > 0" }),
    stock: integer({ check: "@ >= 0" }),
    /** Title and artist in lower case without accents, for searching; see `service/search.ts`. */
    searchText: text(),
    /** Title and artist as they are sorted: folded, without a leading article. */
    titleKey: text(),
    artistKey: text(),
    /** What the shop's people say of it; records with a note come first. */
    note: text({ nullable: true }),
    featured: integer({ default: 0 }),
  },
  {
    policy,
    indexes: [
      ["artistId"],
      ["genreId"],
      ["titleKey", "id"],
      ["artistKey", "id"],
      ["featured", "id"],
    ],
  },
);

/** Songs, as downloads: these never run out. */
const tracks = table(
  "tracks",
  {
    id: id({ type: "integer" }),
    recordId: ref(() => records),
    position: integer(),
    name: text(),
    composer: text({ nullable: true }),
    milliseconds: integer(),
    baseCents: integer({ check: "@ > 0" }),
  },
  { policy, uniques: [["recordId", "position"]] },
);

/** Where the shop delivers to, and the price rules of `service/pricing/`. */
const regions = table(
  "regions",
  {
    code: text(),
    name: text({ unique: true }),
    currency: text({ check: "length(@) = 3" }),
    rateBasisPoints: integer({ check: "@ > 0" }),
    taxName: text(),
    taxBasisPoints: integer({ check: "@ BETWEEN 0 AND 10000" }),
    taxIncluded: boolean(),
    roundToCents: integer({ check: "@ > 0" }),
    shippingCents: integer({ check: "@ >= 0" }),
    freeShippingFromCents: integer({ check: "@ >= 0" }),
    delivery: text(),
  },
  { policy, primaryKey: ["code"] },
);

const discounts = table(
  "discounts",
  {
    code: text(),
    name: text(),
    reason: text(),
    kind: text({ values: ["genre", "record", "cart"] }),
    genreId: ref(() => genres, { nullable: true }),
    recordId: ref(() => records, { nullable: true }),
    fromCopies: integer({ nullable: true }),
    basisPoints: integer({ check: "@ BETWEEN 1 AND 9000" }),
  },
  {
    policy,
    primaryKey: ["code"],
    indexes: [["genreId"], ["recordId"]],
    checks: [
      "(kind = 'genre') = (genreId IS NOT NULL)",
      "(kind = 'record') = (recordId IS NOT NULL)",
      "(kind = 'cart') = (fromCopies IS NOT NULL)",
    ],
  },
);

/** Orders say what was agreed, in words and numbers of their own: prices and titles may change later. */
const orders = table(
  "orders",
  {
    id: id(),
    number: text({ unique: true }),
    /** SHA-256 of the key that opens the order. The key itself is kept nowhere. */
    keyHash: text({ unique: true }),
    placedAt: timestamp(),
    region: text(),
    regionName: text(),
    delivery: text(),
    customerName: text(),
    customerEmail: text(),
    street: text({ nullable: true }),
    postalCode: text({ nullable: true }),
    city: text({ nullable: true }),
    totals: json(Totals),
  },
  { policy },
);

const orderLines = table(
  "orderLines",
  {
    id: id(),
    orderId: ref(() => orders, { onDelete: "cascade" }),
    position: integer(),
    kind: text({ values: ["record", "track"] }),
    recordId: integer(),
    recordTitle: text(),
    genre: text(),
    trackId: integer({ nullable: true }),
    title: text(),
    artist: text(),
    quantity: integer({ check: "@ > 0" }),
    unitListCents: integer(),
    unitCents: integer(),
    totalCents: integer(),
  },
  { policy, uniques: [["orderId", "position"]], indexes: [["recordId"]] },
);

export const tables = { genres, artists, records, tracks, regions, discounts, orders, orderLines };
export type StoreTables = typeof tables;
