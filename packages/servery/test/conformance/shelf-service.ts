import { action, contract, mutation, nothing, problem, query, sensitive } from "servery";
import {
  createService,
  everyone,
  id,
  integer,
  type Log,
  type ServiceSettings,
  table,
  text,
} from "servery/server";
import * as z from "zod";

/** Stands in everything that must not leave: in errors, in undeclared fields, in stacks. */
export const secret = "S3CRET-of-the-kitchen";

const Item = z.object({ id: z.string(), name: z.string(), stock: z.int() });

const getItem = query({
  path: "/items/:id",
  access: "public",
  input: z.object({ id: z.string() }),
  output: Item,
  problems: { not_found: problem(404, "No such item") },
});

const listItems = query({
  path: "/items",
  access: "public",
  input: z.object({
    limit: z.int().min(1).max(100).default(10),
    ratio: z.number().optional(),
    flag: z.boolean().optional(),
    tags: z.array(z.string()),
    filter: z.object({ name: z.string().optional(), stock: z.int().optional() }).optional(),
  }),
  output: z.object({
    limit: z.int(),
    ratio: z.number().optional(),
    flag: z.boolean().optional(),
    tags: z.array(z.string()),
    filter: z.object({ name: z.string().optional(), stock: z.int().optional() }).optional(),
  }),
});

const addItem = mutation({
  path: "/items",
  access: "public",
  status: 201,
  input: z.object({ name: z.string().min(1), stock: z.int().min(0) }),
  output: Item,
});

const takeItem = mutation({
  path: "/items/:id/take",
  access: "public",
  input: z.object({ id: z.string(), quantity: z.int().min(1) }),
  output: Item,
  problems: {
    not_found: problem(404, "No such item"),
    out_of_stock: problem(409, "Not enough stock", z.object({ available: z.int() })),
  },
});

const removeItem = mutation({
  path: "/items/:id",
  method: "DELETE",
  access: "public",
  input: z.object({ id: z.string() }),
  output: nothing,
});

const searchItems = query({
  path: "/items/search",
  method: "POST",
  access: "public",
  input: z.object({ "a/b~c": z.string(), lines: z.array(z.object({ n: z.int() })) }),
  output: z.object({ count: z.int() }),
});

const cached = query({
  path: "/cached",
  access: "public",
  output: z.object({ ok: z.boolean() }),
  cache: { maxAgeSeconds: 60, shared: true },
});

const big = query({ path: "/big", access: "public", output: z.object({ text: z.string() }) });

const leaky = query({
  path: "/leaky",
  access: "public",
  output: z.object({ name: z.string(), owner: z.object({ name: z.string() }) }),
});

const wrong = query({ path: "/wrong", access: "public", output: z.object({ count: z.int() }) });

const broken = query({ path: "/broken", access: "public", output: z.object({ ok: z.boolean() }) });

const writing = query({
  path: "/writing",
  access: "public",
  output: z.object({ ok: z.boolean() }),
});

const upstream = query({
  path: "/upstream",
  access: "public",
  output: z.object({ ok: z.boolean() }),
});

const signIn = sensitive(
  mutation({
    path: "/sign-in",
    access: "public",
    input: z.object({ password: z.string() }),
    output: z.object({ token: z.string(), filler: z.string() }),
    problems: { refused: problem(403, "Wrong", z.object({ hint: z.string() })) },
  }),
);

const relay = action({
  path: "/relay",
  access: "public",
  input: z.object({ name: z.string(), stock: z.int().min(0) }),
  output: Item,
});

/** Adds the one item that scenarios count on. */
const seed = mutation({ path: "/seed", access: "public", output: nothing });

const shelf = contract({
  name: "shelf",
  operations: {
    items: {
      get: getItem,
      list: listItems,
      add: addItem,
      take: takeItem,
      remove: removeItem,
      search: searchItems,
    },
    cached,
    big,
    leaky,
    wrong,
    broken,
    writing,
    upstream,
    signIn,
    relay,
    seed,
  },
});

const tables = {
  items: table(
    "items",
    { id: id(), name: text({ unique: true }), stock: integer({ check: "@ < 1000" }) },
    { policy: everyone },
  ),
};

/** Thrown by operations that must not let it out. */
function bug(): never {
  throw new Error(`${secret} at /srv/kitchen`);
}

/** A service with one operation for each thing that a transport can get wrong. */
export function createShelf(log: Log, settings: ServiceSettings = {}) {
  return createService(shelf, {
    database: ":temporary:",
    mode: "dev",
    cors: { origins: ["https://front.example"], credentials: true, maxAgeSeconds: 300 },
    ...settings,
    log,
    tables,
    handlers: {
      items: {
        get: async ({ input, db, fail }) => {
          const item = await db
            .selectFrom("items")
            .selectAll()
            .where("id", "=", input.id)
            .executeTakeFirst();
          if (item === undefined) throw fail("not_found", `There is no item ${input.id}.`);
          return item;
        },
        list: ({ input }) => input,
        add: async ({ input, db }) =>
          db.insertInto("items").values(input).returningAll().executeTakeFirstOrThrow(),
        take: async ({ input, db, fail }) => {
          const item = await db
            .selectFrom("items")
            .selectAll()
            .where("id", "=", input.id)
            .executeTakeFirst();
          if (item === undefined) throw fail("not_found");
          const data = { available: item.stock, cost: secret };
          if (item.stock < input.quantity) throw fail("out_of_stock", data, "Too few are left.");
          const stock = item.stock - input.quantity;
          await db.updateTable("items").set({ stock }).where("id", "=", item.id).execute();
          return { ...item, stock };
        },
        remove: async ({ input, db }) => {
          await db.deleteFrom("items").where("id", "=", input.id).execute();
          return;
        },
        search: ({ input }) => ({ count: input.lines.length }),
      },
      cached: () => ({ ok: true }),
      big: () => ({ text: "lorem ipsum ".repeat(200) }),
      leaky: () => ({ name: "Ada", hash: secret, owner: { name: "Bob", hash: secret } }),
      wrong: () => ({ count: secret }) as unknown as { count: number },
      broken: () => bug(),
      writing: async ({ db }) => {
        await db.insertInto("items").values({ name: "sneaked", stock: 1 }).execute();
        return { ok: true };
      },
      upstream: async () => {
        await fetch("http://127.0.0.1:2/secret-path").catch(() => undefined);
        return { ok: true };
      },
      signIn: ({ input, fail }) => {
        const data = { hint: "ask", why: secret };
        if (input.password !== "open sesame") throw fail("refused", data);
        return { token: "token-of-the-day", filler: "x".repeat(4000) };
      },
      seed: async ({ db }) => {
        await db.insertInto("items").values({ id: "first", name: "First", stock: 10 }).execute();
      },
      relay: ({ call, input }) => call(addItem, input),
    },
  });
}
