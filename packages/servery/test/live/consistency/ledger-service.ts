import { contract, identity, mutation, nothing, problem, query, role } from "servery";
import {
  createService,
  type Db,
  everyone,
  id,
  integer,
  owner,
  type ServiceSettings,
  silentLog,
  table,
  text,
} from "servery/server";
import * as z from "zod";

const byList = z.object({ list: z.string() });
const Items = z.object({ items: z.array(z.string()) });
const Books = z.object({ balances: z.array(z.int()), entries: z.int(), counted: z.int() });

/** Lists that grow, a counter of their entries, accounts whose sum stays, and each user's own marks. */
export const ledger = contract({
  name: "ledger",
  operations: {
    ...identity({ administrators: role("admin"), tokens: true }),
    lists: {
      read: query({ path: "/lists/:list", access: "public", input: byList, output: Items }),
      /** The same, never kept. */
      fresh: query({
        path: "/fresh/:list",
        access: "public",
        cache: false,
        input: byList,
        output: Items,
      }),
      append: mutation({
        path: "/lists/:list",
        access: "public",
        input: z.object({ list: z.string(), item: z.string() }),
        output: nothing,
      }),
    },
    books: {
      read: query({ path: "/books", access: "public", output: Books }),
      transfer: mutation({
        path: "/transfers",
        access: "public",
        input: z.object({ from: z.int(), to: z.int(), amount: z.int() }),
        output: nothing,
        problems: { not_enough: problem(409, "There is not as much") },
      }),
    },
    marks: {
      mine: query({
        path: "/marks",
        output: z.object({ who: z.string(), items: z.array(z.string()) }),
      }),
      add: mutation({
        path: "/marks",
        input: z.object({ item: z.string() }),
        output: nothing,
      }),
    },
  },
});

const everyonesOwn = { policy: everyone } as const;
const tables = {
  entries: table(
    "entries",
    { id: id({ type: "integer" }), list: text(), item: text() },
    {
      ...everyonesOwn,
      indexes: [["list"]],
    },
  ),
  counters: table("counters", { id: id(), counted: integer() }, everyonesOwn),
  accounts: table("accounts", { id: id({ type: "integer" }), balance: integer() }, everyonesOwn),
  marks: table(
    "marks",
    { id: id({ type: "integer" }), userId: text(), item: text() },
    { policy: owner("userId"), indexes: [["userId"]] },
  ),
};

async function readItems(db: Db<typeof tables>, list: string): Promise<string[]> {
  const entries = db.selectFrom("entries").select("item").where("list", "=", list).orderBy("id");
  return (await entries.execute()).map(({ item }) => item);
}

/** The list that is written past the service, by SQLite alone: it counts for nothing. */
export const outsideList = "outside";

/** How many accounts there are, and what is in all of them together. */
export const accountCount = 5;
export const balanceSum = 500;

/** A service whose mutations do what is wrong when it is done twice, or on what is out of date. */
export function createLedger(settings: ServiceSettings) {
  return createService(ledger, {
    tables,
    mode: "dev",
    rate: false,
    log: silentLog,
    ...settings,
    handlers: {
      lists: {
        read: async ({ input, db }) => ({ items: await readItems(db, input.list) }),
        fresh: async ({ input, db }) => ({ items: await readItems(db, input.list) }),
        append: async ({ input, db }) => {
          const { counted } = await db
            .selectFrom("counters")
            .select("counted")
            .where("id", "=", "all")
            .executeTakeFirstOrThrow();
          await db.insertInto("entries").values(input).execute();
          await db
            .updateTable("counters")
            .set({ counted: counted + 1 })
            .execute();
        },
      },
      books: {
        // In two statements: they must see one state.
        read: async ({ db }) => {
          const { counted } = await db
            .selectFrom("counters")
            .select("counted")
            .executeTakeFirstOrThrow();
          const accounts = await db
            .selectFrom("accounts")
            .select("balance")
            .orderBy("id")
            .execute();
          const { entries } = await db
            .selectFrom("entries")
            .select(({ fn }) => fn.countAll<number>().as("entries"))
            .where("list", "<>", outsideList)
            .executeTakeFirstOrThrow();
          return { balances: accounts.map(({ balance }) => balance), entries, counted };
        },
        transfer: async ({ input: { from, to, amount }, db, fail }) => {
          const account = (which: number) =>
            db
              .selectFrom("accounts")
              .select("balance")
              .where("id", "=", which)
              .executeTakeFirstOrThrow();
          const put = (which: number, balance: number) =>
            db.updateTable("accounts").set({ balance }).where("id", "=", which).execute();
          const source = await account(from);
          if (source.balance < amount) throw fail("not_enough");
          await put(from, source.balance - amount);
          await put(to, (await account(to)).balance + amount);
        },
      },
      marks: {
        mine: async ({ user, db }) => {
          const marks = await db.selectFrom("marks").select("item").orderBy("id").execute();
          return { who: user.id, items: marks.map(({ item }) => item) };
        },
        add: async ({ input, user, db }) => {
          await db.insertInto("marks").values({ userId: user.id, item: input.item }).execute();
        },
      },
    },
  });
}
