import { action, contract, mutation, nothing, plan, problem, query, role } from "servery";
import {
  any,
  type Db,
  everyone,
  id,
  integer,
  policy,
  type ServiceSettings,
  table,
  text,
} from "servery/server";
import { sql } from "kysely";
import * as z from "zod";

import { bindService } from "../service/bind.fixture.ts";
import { createFakeIdentity, type FakeUser } from "../access/fake-identity.ts";

const admin = role("admin");
const gold = plan("gold");

const Post = z.object({ id: z.string(), topic: z.string(), title: z.string(), views: z.int() });
const Note = z.object({ id: z.string(), ownerId: z.string(), body: z.string() });
const byId = z.object({ id: z.string() });
const Words = z.object({ words: z.string() });
const problems = { not_found: problem(404, "There is no such post") };

/** Queries that ask for everything that a handler can ask for. */
export const notebook = contract({
  name: "notebook",
  operations: {
    posts: {
      get: query({ path: "/posts/:id", access: "public", input: byId, output: Post, problems }),
      list: query({
        path: "/posts",
        access: "public",
        input: z.object({ topic: z.string() }),
        output: z.object({ items: z.array(Post) }),
      }),
      search: query({
        path: "/posts/search",
        method: "POST",
        access: "public",
        input: byId,
        output: Post,
      }),
      add: mutation({ path: "/posts", access: "public", input: Post, output: byId }),
      retitle: mutation({
        path: "/posts/:id/title",
        access: "public",
        input: z.object({ id: z.string(), title: z.string() }),
        output: nothing,
      }),
      view: mutation({ path: "/posts/:id/views", access: "public", input: byId, output: nothing }),
      viewLater: action({
        path: "/posts/:id/later",
        access: "public",
        input: byId,
        output: nothing,
      }),
      unkept: query({
        path: "/unkept/:id",
        access: "public",
        cache: false,
        input: byId,
        output: Post,
      }),
      heavy: query({
        path: "/heavy",
        access: "public",
        heavy: true,
        output: z.object({ n: z.int() }),
      }),
    },
    notes: {
      mine: query({ path: "/notes", output: z.object({ items: z.array(Note) }) }),
      all: query({ path: "/notes/all", access: admin, output: z.object({ items: z.array(Note) }) }),
      add: mutation({ path: "/notes", input: z.object({ body: z.string() }), output: byId }),
    },
    asks: {
      whoAmI: query({ path: "/asks/who", access: "public", output: Words }),
      isAdmin: query({ path: "/asks/admin", access: "public", output: Words }),
      isGold: query({ path: "/asks/gold", access: "public", output: Words }),
      credential: query({ path: "/asks/credential", access: "public", output: Words }),
      language: query({ path: "/asks/language", access: "public", output: Words }),
      cookie: query({ path: "/asks/cookie", access: "public", output: Words }),
      time: query({ path: "/asks/time", access: "public", output: z.object({ at: z.number() }) }),
      random: query({ path: "/asks/random", access: "public", output: Words }),
      requestId: query({ path: "/asks/request", access: "public", output: Words }),
      sqlTime: query({ path: "/asks/sql-time", access: "public", output: Words }),
      sqlRandom: query({ path: "/asks/sql-random", access: "public", output: Words }),
      ambient: query({ path: "/asks/ambient", access: "public", output: z.object({ n: z.int() }) }),
    },
  },
});

const posts = table(
  "posts",
  { id: id(), topic: text(), title: text(), views: integer({ default: 0 }) },
  { policy: everyone, indexes: [["topic"]] },
);
const notes = table(
  "notes",
  { id: id(), ownerId: text(), body: text() },
  { policy: policy(({ caller, row }) => any(row.ownerId.is(caller.user), caller.has(admin))) },
);
type NotebookDb = Db<typeof notebookTables>;
const notebookTables = { posts, notes };

/** How often each query's handler has run. */
type Runs = Map<string, number>;

const users: Readonly<Record<string, FakeUser>> = {
  ada: {},
  bob: {},
  root: { roles: new Set(["admin"]) },
  rich: { plans: new Map([["gold", null]]) },
  // Five seconds after the test's clock starts, the plan ends.
  brief: { plans: new Map([["gold", 1_700_000_005_000]]) },
};

/** What a query's handler reads for no other reason than to read something: what reads nothing is not kept. */
async function readSomething(db: NotebookDb): Promise<void> {
  await db.selectFrom("posts").select("id").where("id", "=", "0").execute();
}

async function selectWords(db: NotebookDb, expression: string): Promise<{ words: string }> {
  const { rows } = await sql<{ words: string }>`select ${sql.raw(expression)} as words`.execute(db);
  return rows[0]!;
}

/** A notebook whose handlers count their runs. It is open. */
export async function openNotebook(settings: ServiceSettings = {}) {
  const runs: Runs = new Map();
  const state = { ambient: 0 };
  const ran = (name: string): void => void runs.set(name, (runs.get(name) ?? 0) + 1);
  const bound = bindService(
    notebook,
    {
      tables: notebookTables,
      handlers: {
        posts: {
          get: async ({ db, input, fail }) => {
            ran(`get ${input.id}`);
            const post = await db
              .selectFrom("posts")
              .selectAll()
              .where("id", "=", input.id)
              .executeTakeFirst();
            if (post === undefined) throw fail("not_found");
            return post;
          },
          search: ({ db, input }) =>
            db.selectFrom("posts").selectAll().where("id", "=", input.id).executeTakeFirstOrThrow(),
          list: async ({ db, input }) => {
            ran(`list ${input.topic}`);
            const items = await db
              .selectFrom("posts")
              .selectAll()
              .where("topic", "=", input.topic)
              .orderBy("title")
              .execute();
            return { items };
          },
          add: async ({ db, input }) => {
            await db.insertInto("posts").values(input).execute();
            return { id: input.id };
          },
          retitle: async ({ db, input: { id: postId, title } }) => {
            await db.updateTable("posts").set({ title }).where("id", "=", postId).execute();
          },
          view: async ({ db, input }) => {
            await db
              .updateTable("posts")
              .set((eb) => ({ views: eb("views", "+", 1) }))
              .where("id", "=", input.id)
              .execute();
          },
          viewLater: async ({ write, input }) => {
            await write((db) =>
              db
                .updateTable("posts")
                .set((eb) => ({ views: eb("views", "+", 1) }))
                .where("id", "=", input.id)
                .execute(),
            );
          },
          unkept: async ({ db, input }) => {
            ran("unkept");
            return db
              .selectFrom("posts")
              .selectAll()
              .where("id", "=", input.id)
              .executeTakeFirstOrThrow();
          },
          heavy: async ({ db }) => {
            ran("heavy");
            const { n } = await db
              .selectFrom("posts")
              .select((eb) => eb.fn.countAll<number>().as("n"))
              .executeTakeFirstOrThrow();
            return { n };
          },
        },
        notes: {
          mine: async ({ db }) => {
            ran("mine");
            return { items: await db.selectFrom("notes").selectAll().orderBy("id").execute() };
          },
          all: async ({ db }) => {
            ran("all");
            return { items: await db.selectFrom("notes").selectAll().orderBy("id").execute() };
          },
          add: async ({ db, input, user }) => {
            const { id: noteId } = await db
              .insertInto("notes")
              .values({ body: input.body, ownerId: user.id })
              .returning("id")
              .executeTakeFirstOrThrow();
            return { id: noteId };
          },
        },
        asks: {
          whoAmI: async ({ db, user }) => {
            ran("whoAmI");
            await readSomething(db);
            return { words: user?.id ?? "nobody" };
          },
          isAdmin: async ({ db, user }) => {
            ran("isAdmin");
            await readSomething(db);
            return { words: user?.has(admin) === true ? "yes" : "no" };
          },
          isGold: async ({ db, user }) => {
            ran("isGold");
            await readSomething(db);
            return { words: user?.has(gold) === true ? "yes" : "no" };
          },
          credential: async ({ db, user }) => {
            ran("credential");
            await readSomething(db);
            return { words: user?.credentialId ?? "none" };
          },
          language: async ({ db, headers }) => {
            ran("language");
            await readSomething(db);
            return { words: headers.get("Accept-Language") ?? "none" };
          },
          cookie: async ({ db, headers }) => {
            ran("cookie");
            await readSomething(db);
            return { words: headers.get("cookie") ?? "none" };
          },
          time: async ({ db, now }) => {
            ran("time");
            await readSomething(db);
            return { at: now() };
          },
          random: async ({ db, random }) => {
            ran("random");
            await readSomething(db);
            return { words: random.id() };
          },
          requestId: async ({ db, requestId }) => {
            ran("requestId");
            await readSomething(db);
            return { words: requestId };
          },
          sqlTime: async ({ db }) => {
            ran("sqlTime");
            return selectWords(db, "strftime('%s', 'now')");
          },
          sqlRandom: async ({ db }) => {
            ran("sqlRandom");
            return selectWords(db, "cast(random() as text)");
          },
          ambient: async ({ db }) => {
            ran("ambient");
            await readSomething(db);
            return { n: state.ambient };
          },
        },
      },
      database: ":temporary:",
      mode: "dev",
      rate: false,
      ...settings,
      live: { auditEvery: 0, ...settings.live },
    },
    {},
    createFakeIdentity(users),
  );
  await bound.service.ready();
  return { ...bound, runs, state };
}
