import { contract, identity, mutation, nothing, plan, problem, query, role, scope } from "servery";
import { createService, id, owner, ref, silentLog, table, text, users } from "servery/server";
import { defineMatrix, type SampleOrReason } from "servery/testing";
import * as z from "zod";

const admin = role("admin");
const members = plan("members");
const read = scope("notes:read");
const write = scope("notes:write");

const Note = z.object({ id: z.string(), text: z.string() });
const not_found = problem(404, "No such note");
const byId = z.object({ id: z.string() });

const notes = table(
  "notes",
  { id: id(), userId: ref(() => users), text: text() },
  { policy: owner("userId") },
);

const listOf = z.object({ items: z.array(Note) });

/** Everybody's diary, with every kind of access. */
const operations = {
  ...identity({
    administrators: admin,
    plans: [members],
    scopes: [read, write],
    tokens: true,
    totp: true,
  }),
  about: query({ path: "/about", access: "public", output: z.object({ name: z.string() }) }),
  notes: {
    list: query({ path: "/notes", access: ["user", read], output: listOf }),
    get: query({ path: "/notes/:id", input: byId, output: Note, problems: { not_found } }),
    add: mutation({
      path: "/notes",
      access: ["user", write],
      input: z.object({ text: z.string() }),
      output: Note,
    }),
    remove: mutation({
      path: "/notes/:id",
      method: "DELETE",
      access: "fresh",
      input: byId,
      output: nothing,
      problems: { not_found },
    }),
    export: query({ path: "/export", access: members, output: listOf }),
    all: query({ path: "/all", access: [admin, "fresh"], output: listOf }),
  },
};
const diary = contract({ name: "diary", title: "The Diary", operations });

type Changes = { readonly get?: "careless"; readonly all?: "public" };

/** The diary's service; with a hole where one is asked for. */
function openDiary(changes: Changes = {}) {
  const open = {
    ...operations,
    notes: { ...operations.notes, all: query({ path: "/all", access: "public", output: listOf }) },
  };
  const declared =
    changes.all === "public"
      ? contract({ name: "diary", operations: open as unknown as typeof operations })
      : diary;
  return createService(declared, {
    database: ":temporary:",
    log: silentLog,
    tables: { notes },
    handlers: {
      about: async () => ({ name: "The Diary" }),
      notes: {
        list: async ({ db }) => ({
          items: await db.selectFrom("notes").select(["id", "text"]).execute(),
        }),
        get: async ({ db, input, fail }) => {
          const reader = changes.get === "careless" ? db.unrestricted : db;
          const found = await reader
            .selectFrom("notes")
            .select(["id", "text"])
            .where("id", "=", input.id)
            .executeTakeFirst();
          if (found === undefined) throw fail("not_found");
          return found;
        },
        add: ({ db, input, user }) =>
          db
            .insertInto("notes")
            .values({ text: input.text, userId: user!.id })
            .returning(["id", "text"])
            .executeTakeFirstOrThrow(),
        remove: async ({ db, input, fail }) => {
          const { numDeletedRows } = await db
            .deleteFrom("notes")
            .where("id", "=", input.id)
            .executeTakeFirst();
          if (numDeletedRows === 0n) throw fail("not_found");
        },
        export: async ({ db }) => ({
          items: await db.selectFrom("notes").select(["id", "text"]).execute(),
        }),
        all: async ({ db }) => ({
          items: await db.unrestricted.selectFrom("notes").select(["id", "text"]).execute(),
        }),
      },
    },
  });
}

interface Rows {
  readonly note: string;
}

const samples: Record<string, SampleOrReason<Rows>> = {
  about: "no rows",
  "notes.list": { own: () => undefined, foreign: "none" },
  "notes.get": {
    own: ({ rows }) => ({ id: rows.note }),
    foreign: (_actor, other) => ({ id: other.rows.note }),
  },
  "notes.add": { own: () => ({ text: "new" }), foreign: "none" },
  "notes.remove": {
    own: async (actor) => ({
      id: ((await actor.call("notes.add", { text: "short-lived" })) as Rows & { id: string }).id,
    }),
    foreign: (_actor, other) => ({ id: other.rows.note }),
  },
  "notes.export": { own: () => undefined, foreign: "none" },
  "notes.all": {
    own: () => undefined,
    foreign: "none",
    shows: ({ roles }) => (roles.includes("admin") ? "all" : "own"),
  },
};

/** What is declared of the diary. */
export function declareDiary(
  changes: Changes = {},
  more: Record<string, SampleOrReason<Rows> | undefined> = {},
) {
  const declared = Object.entries({ ...samples, ...more }).filter(
    ([, sample]) => sample !== undefined,
  );
  return defineMatrix<Rows>({
    service: openDiary(changes),
    prepare: async (actor) => {
      const { id: note } = (await actor.call("notes.add", { text: `of ${actor.name}` })) as {
        id: string;
      };
      return { note };
    },
    marks: ({ rows }) => [rows.note],
    samples: Object.fromEntries(declared) as Record<string, SampleOrReason<Rows>>,
  });
}
