import { contract, query } from "servery";
import * as z from "zod";
import { createFakeIdentity } from "../../access/fake-identity.ts";
import { bindService } from "../../service/bind.fixture.ts";
import type { Dice } from "../read-sets/dice.ts";
import { createCallers } from "./scope-callers.ts";
import {
  interpret,
  type ProgramContext,
  readScope,
  type Step,
  type Untracked,
} from "./scope-programs.ts";
import { type ScopeDb, scopeTables } from "./scope-tables.ts";

const input = z.object({ program: z.string() });
const output = z.object({ words: z.string() });

/** Each program twice: once as it is kept and shared, and once as it runs for each call alone. */
const programs = contract({
  name: "programs",
  operations: {
    public: {
      kept: query({ path: "/public/kept", access: "public", input, output }),
      alone: query({ path: "/public/alone", access: "public", cache: false, input, output }),
    },
    user: {
      kept: query({ path: "/user/kept", access: "user", input, output }),
      alone: query({ path: "/user/alone", access: "user", cache: false, input, output }),
    },
    scoped: {
      kept: query({ path: "/scoped/kept", access: readScope, input, output }),
      alone: query({ path: "/scoped/alone", access: readScope, cache: false, input, output }),
    },
  },
});

export type Group = keyof (typeof programs)["operations"];
export const groups: readonly Group[] = ["public", "public", "user", "scoped"];

/** A service of programs that are made at random. It is open. */
export async function openPrograms(untracked: Untracked = {}) {
  const known = new Map<string, readonly Step[]>();
  const callers = createCallers();
  const { users } = callers;
  const run = async (
    context: ProgramContext & { readonly input: { readonly program: string } },
  ) => ({
    words: await interpret(known.get(context.input.program)!, context, { users, untracked }),
  });
  const handlers = { kept: run, alone: run };
  const bound = bindService(
    programs,
    {
      tables: scopeTables,
      handlers: { public: handlers, user: handlers, scoped: handlers },
      database: ":temporary:",
      mode: "dev",
      rate: false,
      live: { auditEvery: 0 },
    },
    {},
    createFakeIdentity(users),
  );
  await bound.service.ready();
  await bound.service.write(fill);
  return { ...bound, ...callers, known, untracked };
}

const owners = ["ada", "bob", "root", "ed"];

async function fill(db: ScopeDb): Promise<void> {
  for (const [at, ownerId] of owners.entries()) {
    const id = String(at);
    const own = { id, ownerId, value: at };
    for (const name of ["posts", "notes", "docs", "vault"] as const)
      await db.insertInto(name).values(own).execute();
    await db.insertInto("parts").values({ id, docId: id, value: at }).execute();
    const orgId = `org-${at % 2}`;
    await db.insertInto("memberships").values({ id, userId: ownerId, orgId, value: at }).execute();
    await db.insertInto("projects").values({ id, orgId, value: at }).execute();
    await db
      .insertInto("drafts")
      .values({ ...own, state: at % 2 === 0 ? "open" : "own" })
      .execute();
    await db.insertInto("hidden").values({ id, value: at }).execute();
  }
}

/** Changes a row, or whose it is. */
export function randomWrite(dice: Dice): (db: ScopeDb) => Promise<unknown> {
  const [id, value] = [String(dice.below(4)), dice.below(6)];
  const owned = dice.pick(["posts", "notes", "docs", "drafts", "vault"] as const);
  const any = dice.pick(["posts", "parts", "projects", "hidden", "memberships"] as const);
  const writes: readonly ((db: ScopeDb) => Promise<unknown>)[] = [
    (db) => db.updateTable(owned).set({ value }).where("id", "=", id).execute(),
    (db) => db.updateTable(any).set({ value }).where("id", "=", id).execute(),
    (db) =>
      db
        .updateTable(owned)
        .set({ ownerId: dice.pick(owners) })
        .where("id", "=", id)
        .execute(),
    (db) =>
      db
        .updateTable("parts")
        .set({ docId: String(value % 4) })
        .where("id", "=", id)
        .execute(),
    (db) =>
      db
        .updateTable("memberships")
        .set({ orgId: `org-${value % 2}` })
        .where("id", "=", id)
        .execute(),
    (db) =>
      db
        .updateTable("projects")
        .set({ orgId: `org-${value % 2}` })
        .where("id", "=", id)
        .execute(),
    (db) =>
      db
        .updateTable("drafts")
        .set({ state: dice.pick(["open", "own"]) })
        .where("id", "=", id)
        .execute(),
    (db) =>
      db
        .insertInto("notes")
        .values({ id: `n${dice.below(3)}`, ownerId: dice.pick(owners), value })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ value }))
        .execute(),
    (db) =>
      db
        .deleteFrom("notes")
        .where("id", "=", `n${dice.below(3)}`)
        .execute(),
  ];
  return dice.pick(writes);
}
