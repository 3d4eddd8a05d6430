import { contract, identity, mutation, nothing, problem, query } from "servery";
import {
  type Db,
  id,
  member,
  nobody,
  owner,
  policy,
  ref,
  type ServiceOptions,
  type Table,
  table,
  text,
  users,
} from "servery/server";
import * as z from "zod";

const Project = z.object({ id: z.string(), organizationId: z.string(), name: z.string() });
const problems = { not_found: problem(404, "There is no such item") };
const byId = z.object({ id: z.string() });
const memberInput = z.object({ organizationId: z.string(), userId: z.string() });
const listOf = z.object({ items: z.array(Project) });

/** What organisations have in common, and who is in them. */
export const workshop = contract({
  name: "workshop",
  operations: {
    ...identity(),
    organizations: {
      create: mutation({
        path: "/organizations",
        input: z.object({ name: z.string() }),
        output: byId,
      }),
      addMember: mutation({
        path: "/organizations/:organizationId/members",
        input: memberInput,
        output: nothing,
        problems,
      }),
      removeMember: mutation({
        path: "/organizations/:organizationId/members/:userId",
        method: "DELETE",
        input: memberInput,
        output: nothing,
        problems,
      }),
    },
    projects: {
      list: query({ path: "/projects", output: listOf }),
      get: query({ path: "/projects/:id", input: byId, output: Project, problems }),
      create: mutation({
        path: "/projects",
        status: 201,
        input: z.object({
          id: z.string().optional(),
          organizationId: z.string(),
          name: z.string(),
        }),
        output: Project,
      }),
      update: mutation({
        path: "/projects/:id",
        method: "PATCH",
        input: Project.partial().required({ id: true }),
        output: Project,
        problems,
      }),
      remove: mutation({
        path: "/projects/:id",
        method: "DELETE",
        input: byId,
        output: nothing,
        problems,
      }),
    },
  },
});

/** Everybody sees their own; who is a member is said by the handlers alone. */
const memberships = table(
  "memberships",
  {
    organizationId: ref(() => organizations, { onDelete: "cascade" }),
    userId: ref(() => users, { onDelete: "cascade" }),
  },
  {
    policy: policy({ read: owner("userId"), write: nobody }),
    primaryKey: ["userId", "organizationId"],
  },
);
const organizations = table(
  "organizations",
  { id: id(), name: text() },
  { policy: member("id", (): Table => memberships, { organization: "organizationId" }) },
);
const projects = table(
  "projects",
  // To any: the policy alone is to keep projects out of others' organisations.
  { id: id(), organizationId: ref(() => organizations, { to: "any" }), name: text() },
  { policy: member("organizationId", () => memberships), indexes: [["organizationId"]] },
);
const tables = { users, organizations, memberships, projects };
export type WorkshopDb = Db<typeof tables>;

/** Handlers that forget whose rows they are. */
export interface Holes {
  readonly get?: true;
  readonly list?: true;
  readonly addMember?: true;
}

type Options = ServiceOptions<(typeof workshop)["operations"], typeof tables>;

/** The workshop's tables and handlers; with holes where they are asked for. */
export function workshopOptions(holes: Holes = {}): Pick<Options, "tables" | "handlers"> {
  const reader = (db: WorkshopDb, isCareless: true | undefined) =>
    isCareless ? db.unrestricted : db;
  const isTheirs = async (db: WorkshopDb, organizationId: string) =>
    (await db
      .selectFrom("organizations")
      .select("id")
      .where("id", "=", organizationId)
      .executeTakeFirst()) !== undefined;
  return {
    tables,
    handlers: {
      organizations: {
        create: async ({ input, db, user }) => {
          const all = db.unrestricted;
          const made = await all
            .insertInto("organizations")
            .values(input)
            .returning("id")
            .executeTakeFirstOrThrow();
          const membership = { organizationId: made.id, userId: user.id };
          await all.insertInto("memberships").values(membership).execute();
          return made;
        },
        addMember: async ({ input, db, fail }) => {
          if (!holes.addMember && !(await isTheirs(db, input.organizationId)))
            throw fail("not_found");
          await db.unrestricted
            .insertInto("memberships")
            .values(input)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        },
        removeMember: async ({ input, db, fail }) => {
          if (!(await isTheirs(db, input.organizationId))) throw fail("not_found");
          await db.unrestricted
            .deleteFrom("memberships")
            .where("organizationId", "=", input.organizationId)
            .where("userId", "=", input.userId)
            .execute();
        },
      },
      projects: {
        list: async ({ db }) => ({
          items: await reader(db, holes.list)
            .selectFrom("projects")
            .selectAll()
            .orderBy("name")
            .execute(),
        }),
        get: async ({ db, input, fail }) => {
          const found = await reader(db, holes.get)
            .selectFrom("projects")
            .selectAll()
            .where("id", "=", input.id)
            .executeTakeFirst();
          if (found === undefined) throw fail("not_found");
          return found;
        },
        create: ({ db, input }) =>
          db.insertInto("projects").values(input).returningAll().executeTakeFirstOrThrow(),
        update: async ({ db, input: { id: changed, ...change }, fail }) => {
          const saved = await db
            .updateTable("projects")
            .set(change)
            .where("id", "=", changed)
            .returningAll()
            .executeTakeFirst();
          if (saved === undefined) throw fail("not_found");
          return saved;
        },
        remove: async ({ db, input, fail }) => {
          const { numDeletedRows } = await db
            .deleteFrom("projects")
            .where("id", "=", input.id)
            .executeTakeFirst();
          if (numDeletedRows === 0n) throw fail("not_found");
        },
      },
    },
  };
}
