import { plan, scope } from "servery";
import { sql } from "kysely";
import type { FakeUser } from "../../access/fake-identity.ts";
import type { CurrentUser } from "../../../src/lib/server/handling/current-user.ts";
import type { RequestHeaders } from "../../../src/lib/server/handling/handler.ts";
import type { Dice } from "../read-sets/dice.ts";
import { calling } from "./scope-callers.ts";
import { admin, editor, type ScopeDb, type ScopeTable, tableNames } from "./scope-tables.ts";

const gold = plan("gold");
export const readScope = scope("read");
const writeScope = scope("write");

/** What the programs use of what a handler gets. */
export interface ProgramContext {
  readonly db: ScopeDb;
  readonly user: CurrentUser | undefined;
  readonly headers: RequestHeaders;
  readonly now: () => number;
  readonly random: { id(): string };
  readonly requestId: string;
}

/** Asks something, or reads something, and answers in words. */
type Ask = (context: ProgramContext) => string | Promise<string>;

const rows = (list: readonly object[]): string => JSON.stringify(list);
const yes = (holds: boolean | undefined): string => (holds === true ? "yes" : "no");

/** Everything of its caller and its request that a handler can touch. */
const asks = {
  signedIn: ({ user }) => yes(user !== undefined),
  id: ({ user }) => user?.id ?? "nobody",
  credential: ({ user }) => user?.credentialId ?? "none",
  wholeUser: ({ user }) => JSON.stringify({ ...user }),
  admin: ({ user }) => yes(user?.has(admin)),
  editor: ({ user }) => yes(user?.has(editor)),
  gold: ({ user }) => yes(user?.has(gold)),
  readScope: ({ user }) => yes(user?.has(readScope)),
  writeScope: ({ user }) => yes(user?.has(writeScope)),
  language: ({ headers }) => headers.get("Accept-Language") ?? "none",
  missing: ({ headers }) => headers.get("x-nothing") ?? "none",
  authorization: ({ headers }) => headers.get("authorization") ?? "none",
  now: ({ now }) => String(now()),
  random: ({ random }) => String(random.id().length),
  requestId: ({ requestId }) => String(requestId.length > 0),
} satisfies Readonly<Record<string, Ask>>;

const reads: Readonly<
  Record<string, (context: ProgramContext, table: ScopeTable) => Promise<string>>
> = {
  all: ({ db }, table) =>
    db.selectFrom(table).select(["id", "value"]).orderBy("id").execute().then(rows),
  one: ({ db }, table) =>
    db.selectFrom(table).select("value").where("id", "=", "1").execute().then(rows),
  count: ({ db }, table) =>
    db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .execute()
      .then(rows),
  raw: ({ db }, table) =>
    sql`select sum(value) as sum from ${sql.table(table)}`
      .execute(db)
      .then((found) => rows(found.rows as object[])),
  unrestricted: ({ db }, table) =>
    db.unrestricted.selectFrom(table).select(["id", "value"]).orderBy("id").execute().then(rows),
  async stream({ db }, table) {
    const found: object[] = [];
    for await (const row of db.selectFrom(table).select(["id", "value"]).orderBy("id").stream())
      found.push(row);
    return rows(found);
  },
  exists: ({ db }, table) =>
    db
      .selectFrom("posts")
      .select("id")
      .where((eb) => eb.exists(eb.selectFrom(table).select("id").where("value", ">", 2)))
      .execute()
      .then(rows),
};

/** A part of a handler that is made at random. */
export type Step =
  | { readonly does: "ask"; readonly what: keyof typeof asks }
  | { readonly does: "read"; readonly how: string; readonly table: ScopeTable }
  | { readonly does: "pause"; readonly turns: number }
  /** Goes one way or the other by what the last words were. */
  | { readonly does: "branch"; readonly one: readonly Step[]; readonly other: readonly Step[] }
  /** At once, in whatever order they end. */
  | { readonly does: "together"; readonly steps: readonly Step[] };

const kinds = { ask: 8, read: 8, pause: 2, branch: 4, together: 1 };

/** What a program is made of. Of a few things it shows more than of all. */
export interface Menu {
  readonly asks: readonly (keyof typeof asks)[];
  readonly tables: readonly ScopeTable[];
}

/** @param untracked stands in every menu. */
export function randomMenu(dice: Dice, untracked: Untracked): Menu {
  const sought = Object.keys(untracked).filter((name) => name !== "notes") as (keyof typeof asks)[];
  const some = dice.picks(Object.keys(asks) as (keyof typeof asks)[], 3);
  const tables = dice.picks(tableNames, 2);
  return {
    asks: [...some, ...sought],
    tables: untracked.notes === true ? [...tables, "notes"] : tables,
  };
}

export function randomSteps(dice: Dice, menu: Menu, depth = 0): readonly Step[] {
  return Array.from({ length: 1 + dice.below(4) }, () => randomStep(dice, menu, depth));
}

function randomStep(dice: Dice, menu: Menu, depth: number): Step {
  const does = dice.weighted(depth < 2 ? kinds : { ...kinds, branch: 0, together: 0 });
  const steps = () => randomSteps(dice, menu, depth + 1);
  if (does === "branch") return { does, one: steps(), other: steps() };
  if (does === "together") return { does, steps: steps() };
  if (does === "pause") return { does, turns: dice.below(3) };
  if (does === "ask") return { does, what: dice.pick(menu.asks) };
  return { does, how: dice.pick(Object.keys(reads)), table: dice.pick(menu.tables) };
}

/** Learns of its caller what `asks` would say, in a way that nobody follows. */
export type Untracked = Partial<Readonly<Record<keyof typeof asks | "notes", true>>>;

interface Interpreter {
  readonly users: Readonly<Record<string, FakeUser>>;
  /** Handlers that are to be found out. */
  readonly untracked: Untracked;
}

/** Runs a handler that was made at random; what it has learned is what it answers. */
export async function interpret(
  steps: readonly Step[],
  context: ProgramContext,
  interpreter: Interpreter,
): Promise<string> {
  let words = "";
  for (const step of steps) {
    if (step.does === "ask")
      words += ` ${step.what}=${await askFor(step.what, context, interpreter)}`;
    if (step.does === "read") words += ` ${step.table}=${await read(step, context, interpreter)}`;
    if (step.does === "pause") await pause(step.turns);
    if (step.does === "together")
      words += (
        await Promise.all(step.steps.map((each) => interpret([each], context, interpreter)))
      ).join("");
    if (step.does === "branch") {
      const way = isEven(words) ? step.one : step.other;
      words += await interpret(way, context, interpreter);
    }
  }
  return words;
}

function isEven(words: string): boolean {
  let sum = 0;
  for (const letter of words) sum += letter.codePointAt(0) ?? 0;
  return sum % 2 === 0;
}

async function pause(turns: number): Promise<void> {
  await Promise.resolve();
  for (let turn = 0; turn < turns; turn++) await new Promise((next) => void setImmediate(next));
}

function askFor(
  what: keyof typeof asks,
  context: ProgramContext,
  { users, untracked }: Interpreter,
) {
  if (untracked[what] !== true) return asks[what](context);
  const { name, language } = calling.getStore()!;
  const user = name === undefined ? undefined : (users[name] ?? {});
  const holds: Partial<Record<keyof typeof asks, boolean | undefined>> = {
    signedIn: user !== undefined,
    admin: user?.roles?.has("admin"),
    gold: user?.plans?.has("gold"),
    writeScope: user !== undefined && (user.scopes === undefined || user.scopes.has("write")),
  };
  if (what === "language") return language;
  if (what === "id") return user?.userId ?? name ?? "nobody";
  return yes(holds[what]);
}

function read(
  { how, table }: Extract<Step, { readonly does: "read" }>,
  context: ProgramContext,
  { users, untracked }: Interpreter,
): Promise<string> {
  if (table !== "notes" || untracked.notes !== true) return reads[how]!(context, table);
  // As if its policy asked nobody.
  const { name } = calling.getStore()!;
  const owner = name === undefined ? "" : (users[name]?.userId ?? name);
  return context.db.unrestricted
    .selectFrom("notes")
    .select(["id", "value"])
    .where("ownerId", "=", owner)
    .orderBy("id")
    .execute()
    .then(rows);
}
