import { randomUUID } from "node:crypto";
import { isProblemError } from "servery/client";

import type { Random } from "../../durability/random.ts";
import type { History, Recorder, SignedIn } from "./history.ts";
import type { LedgerClient, Sent } from "./ledger-client.ts";
import { type LedgerQuery, toMarksOf } from "./ledger-query.ts";
import { accountCount, outsideList } from "./ledger-service.ts";
import type { LedgerWatch } from "./ledger-watch.ts";
import { password } from "./ledger-world.ts";

/** What one client does, one thing after the other. */
export interface Life {
  readonly name: string;
  step(): Promise<void>;
  /** Watches everything that it may. */
  watchAll(): void;
  /** Begins its watches again. */
  watchAnew(): void;
  /** Whether its watches are live, and have all that there is. */
  isUpToDate(truth: History["truth"]): boolean;
  stop(): void;
}

interface LifeOptions {
  readonly recorder: Recorder;
  readonly random: Random;
  /** Whom it may sign in as; nobody, it stays a stranger. */
  readonly users: readonly { readonly id: string; readonly email: string }[];
}

interface State extends LifeOptions {
  readonly client: LedgerClient;
  readonly watches: Set<LedgerWatch>;
  session: { -readonly [Name in keyof SignedIn]: SignedIn[Name] } | undefined;
  appended: number;
}

const lists = ["a", "b"];
/** One append in so many is sent once, and nobody asks what became of it. */
const oneForgottenIn = 10;
/** How often something is sent again until its outcome is known. */
const mostTries = 60;

/** What is done, and how often of a hundred times, or a few less where nobody can sign in. */
const steps: readonly (readonly [weight: number, step: (state: State) => Promise<void> | void])[] =
  [
    [30, append],
    [10, transfer],
    [40, (state) => state.client.read(pick(state, queriesOf(state)))],
    [12, toggleWatch],
    [8, changeSession],
  ];

/** Makes a client's life. */
export function createLife(client: LedgerClient, options: LifeOptions): Life {
  const state: State = { ...options, client, watches: new Set(), session: undefined, appended: 0 };
  const { random, watches } = state;
  return {
    name: client.name,
    async step() {
      let at = random.below(100);
      const [, step] = steps.find(([weight]) => (at -= weight) < 0)!;
      await step(state);
      if (random.below(4) === 0) await pause(random.below(20));
    },
    watchAll() {
      const going = [...watches].filter(({ isOver }) => !isOver);
      for (const query of queriesOf(state))
        if (!going.some((watch) => isSame(watch.query, query))) watches.add(client.watch(query));
    },
    watchAnew() {
      const before = [...watches];
      watches.clear();
      for (const watch of before) {
        watch.stop();
        watches.add(client.watch(watch.query));
      }
    },
    isUpToDate: (truth) => [...watches].every((watch) => isUpToDate(watch, truth)),
    stop() {
      for (const watch of watches) watch.stop();
    },
  };
}

function queriesOf({ session }: State): LedgerQuery[] {
  const all = [...lists, outsideList];
  return [
    ...all.map((list) => ({ kind: "read", list }) as const),
    ...all.map((list) => ({ kind: "fresh", list }) as const),
    { kind: "books", list: "books" },
    ...(session === undefined ? [] : [{ kind: "marks", list: toMarksOf(session.user) } as const]),
  ];
}

async function append(state: State): Promise<void> {
  const { client, recorder, random, session } = state;
  const own = random.below(2) === 0 ? session : undefined;
  const list = own === undefined ? pick(state, lists) : toMarksOf(own.user);
  const item = `${client.name} ${++state.appended}`;
  const tries = random.below(oneForgottenIn) === 0 ? 1 : mostTries;
  const key = randomUUID();
  let sent: Sent = { outcome: "unknown" };
  for (let time = 0; sent.outcome === "unknown" && time < tries; time++) {
    if (time > 0) await pause(50);
    sent = await (own === undefined
      ? client.send("append", { list, item }, key)
      : client.send("mark", { item }, key));
  }
  recorder.appends.push({ client: client.name, list, item, ended: recorder.now(), ...sent });
}

async function transfer({ client, random }: State): Promise<void> {
  const from = 1 + random.below(accountCount);
  const to = 1 + ((from + random.below(accountCount - 1)) % accountCount);
  await client.client.books.transfer.safe({ from, to, amount: 1 + random.below(60) });
}

function toggleWatch(state: State): void {
  const { client, watches } = state;
  const query = pick(state, queriesOf(state));
  const known = [...watches].find((watch) => isSame(watch.query, query));
  if (known === undefined) return void watches.add(client.watch(query));
  known.stop();
  watches.delete(known);
}

/** Signs in as somebody, or out. Until that is known to have happened, nobody knows who it is. */
async function changeSession(state: State): Promise<void> {
  const { client, recorder, random, users } = state;
  if (users.length === 0) return;
  if (state.session !== undefined) state.session.until = recorder.now();
  state.session = undefined;
  const { auth } = client.client;
  try {
    if (random.below(3) === 0) return void (await auth.signOut());
    const user = pick(state, users);
    await auth.signIn({ email: user.email, password });
    const from = recorder.now();
    state.session = { client: client.name, user: user.id, from, until: Infinity };
    recorder.sessions.push(state.session);
  } catch (error) {
    if (!isProblemError(error)) throw error;
  }
}

function isUpToDate({ isOver, state }: LedgerWatch, { lists: whole, books }: History["truth"]) {
  const { status, seen, list } = state;
  if (isOver) return true;
  if (status !== "live" || seen === undefined) return false;
  return "items" in seen
    ? seen.items.length === (whole[list]?.length ?? 0)
    : JSON.stringify(seen.books) === JSON.stringify(books);
}

function isSame(one: LedgerQuery, other: LedgerQuery): boolean {
  return one.kind === other.kind && one.list === other.list;
}

function pick<T>({ random }: State, from: readonly T[]): T {
  return from[random.below(from.length)]!;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
