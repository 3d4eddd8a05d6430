import { contract, mutation, nothing, query, role, sensitive } from "servery";
import { serve } from "servery/node";
import {
  everyone,
  id,
  integer,
  type ServiceSettings,
  silentLog,
  table,
  text,
} from "servery/server";
import { onTestFinished } from "vitest";
import * as z from "zod";

import { createFakeIdentity, type FakeUser } from "../access/fake-identity.ts";
import { bindService } from "../service/bind.fixture.ts";

export const admin = role("admin");
const Item = z.object({ id: z.string(), name: z.string(), stock: z.int() });
const byId = z.object({ id: z.string() });

/** A stall at a market: what it has is seen by all, its book by the administrator alone. */
const stall = contract({
  name: "stall",
  operations: {
    get: query({ path: "/items/:id", access: "public", input: byId, output: Item }),
    list: query({ path: "/items", access: "public", output: z.object({ items: z.array(Item) }) }),
    wide: query({
      path: "/wide/:id",
      access: "public",
      input: byId,
      output: z.object({ name: z.string(), filler: z.string() }),
    }),
    mine: query({ path: "/mine", output: z.object({ who: z.string() }) }),
    book: query({ path: "/book", access: admin, output: z.object({ stock: z.int() }) }),
    rare: query({
      path: "/rare",
      access: "public",
      limit: "2/minute",
      output: z.object({ stock: z.int() }),
    }),
    nothing: query({ path: "/nothing", access: "public", output: nothing }),
    secret: sensitive(
      query({
        path: "/secret",
        method: "POST",
        access: "public",
        output: z.object({ word: z.string() }),
      }),
    ),
    rename: mutation({
      path: "/items/:id/name",
      access: "public",
      input: z.object({ id: z.string(), name: z.string() }),
      output: nothing,
    }),
  },
});

const tables = {
  items: table("items", { id: id(), name: text(), stock: integer() }, { policy: everyone }),
};

/** Bytes of what `wide` answers, beside the name. */
export const wideBytes = 200_000;

/** Opens a stall with the items a, b and c, on a clock that stands still. */
export async function openStall(
  settings: ServiceSettings = {},
  users: Record<string, FakeUser> = { ada: { roles: new Set(["admin"]) }, bob: {} },
) {
  const bound = bindService(
    stall,
    {
      tables,
      mode: "dev",
      rate: false,
      ...settings,
      handlers: {
        get: ({ input, db }) =>
          db.selectFrom("items").selectAll().where("id", "=", input.id).executeTakeFirstOrThrow(),
        list: async ({ db }) => ({
          items: await db.selectFrom("items").selectAll().orderBy("id").execute(),
        }),
        wide: async ({ input, db }) => {
          const item = db.selectFrom("items").select("name").where("id", "=", input.id);
          return { ...(await item.executeTakeFirstOrThrow()), filler: "x".repeat(wideBytes) };
        },
        mine: ({ user }) => ({ who: user.id }),
        book: async ({ db }) => {
          const { stock } = await db
            .selectFrom("items")
            .select(({ fn }) => fn.sum<number>("stock").as("stock"))
            .executeTakeFirstOrThrow();
          return { stock };
        },
        rare: () => ({ stock: 1 }),
        nothing: () => undefined,
        secret: () => ({ word: "open sesame" }),
        rename: async ({ input: { id: which, name }, db }) => {
          await db.updateTable("items").set({ name }).where("id", "=", which).execute();
        },
      },
    },
    {},
    createFakeIdentity(users),
  );
  const { service } = bound;
  const seeds = ["a", "b", "c"].map((name) => ({ id: name, name, stock: 1 }));
  await service.write((db) => db.insertInto("items").values(seeds).execute());
  return {
    ...bound,
    users,
    /** Gives an item another name. */
    rename: (which: string, name: string) => service.call("rename", { id: which, name }),
  };
}

/** The same, served over HTTP. */
export async function serveStall(...given: Parameters<typeof openStall>) {
  const stallOf = await openStall(...given);
  const served = await serve(stallOf.service, { port: 0, signals: false, log: silentLog });
  onTestFinished(async () => {
    served.server.closeAllConnections();
    await served.close();
  });
  return { ...stallOf, ...served };
}
