import { randomBytes } from "node:crypto";

import { defineMatrix, type MatrixActor, type Sample } from "servery/testing";

import service from "./service.ts";
import { fillShelves } from "./service/seed/fill.ts";

/** An order of an actor. */
interface Rows {
  readonly number: string;
  readonly key: string;
}

/** A download: it is never out of stock. */
const order = (key: string) => ({
  region: "de",
  lines: [{ kind: "track", id: 1532 }],
  expectedTotalCents: 120,
  customer: { name: "Somebody", email: "somebody@example.com" },
  key,
});
const drawKey = () => randomBytes(32).toString("base64url");

async function place(actor: Pick<MatrixActor, "call">): Promise<Rows> {
  const key = drawKey();
  const { number } = (await actor.call("orders.place", order(key))) as { number: string };
  return { number, key };
}

/** What is for everybody, and shows nobody. */
const shelf = (input: object): Sample<Rows> => ({ own: () => input, foreign: "none" });
/** What administrators look through. */
const desk = (): Sample<Rows> => ({ own: () => undefined, foreign: "none", shows: "all" });
/** What administrators do with an order, whosever it is. */
const handled: Sample<Rows> = {
  own: async (actor) => ({ number: (await place(actor)).number }),
  foreign: async (_actor, other) => ({ number: (await place(other)).number }),
  foreignExpect: "ok",
};
const inGermany = { region: "de" };

/** Who may do what in the shop, and with whose orders: `servery matrix` tries all of it. */
export default defineMatrix<Rows>({
  service,
  setUp: async (shop) => void (await shop.write(fillShelves)),
  prepare: place,
  marks: ({ rows }) => [rows.number, rows.key],
  samples: {
    "regions.list": "no rows",
    "regions.get": shelf({ code: "de" }),
    "genres.list": "no rows",
    "genres.get": shelf({ id: 1 }),
    "artists.list": "no rows",
    "artists.get": shelf({ id: 1 }),
    "records.list": shelf(inGermany),
    "records.get": shelf({ id: 124, ...inGermany }),
    "tracks.list": shelf({ recordId: 124, ...inGermany }),
    "cart.quote": shelf({ ...inGermany, lines: order("").lines }),
    "orders.place": { own: () => order(drawKey()), foreign: "none" },
    // Whoever has the key has the order: that is what the key is for.
    "orders.get": {
      own: ({ rows }) => ({ key: rows.key }),
      foreign: (_actor, other) => ({ key: other.rows.key }),
      foreignExpect: "ok",
    },
    "myOrders.list": { own: () => undefined, foreign: "none" },
    "myOrders.get": {
      own: ({ rows }) => ({ number: rows.number }),
      foreign: (_actor, other) => ({ number: other.rows.number }),
    },
    // The key opens an order, but what is in one account does not move to another.
    "myOrders.claim": {
      own: ({ rows }) => ({ key: rows.key }),
      foreign: (_actor, other) => ({ key: other.rows.key }),
    },
    "membership.get": "no rows",
    "membership.join": "no rows",
    "membership.leave": "no rows",
    "admin.products.list": desk(),
    "admin.products.update": { ...shelf({ id: 124, version: 0 }), expect: ["ok", "stale"] },
    "admin.orders.list": desk(),
    "admin.orders.view": handled,
    "admin.orders.ship": handled,
    "admin.orders.cancel": handled,
    "admin.sales.get": desk(),
    "admin.members.list": desk(),
  },
});
