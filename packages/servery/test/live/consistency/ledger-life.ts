import { randomUUID } from "node:crypto";
import { isProblemError } from "servery/client";

import type { Random } from "../../durability/random.ts";
import type { History, Recorder, SignedIn } from "./history.ts";
import { type LedgerClient, type LedgerQuery, toMarksOf } from "./ledger-client.ts";
import { accountCount, outsideList } from "./ledger-service.ts";
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

const lists = ["a", "b"];
/** One append in so many is sent once, and nobody asks what became of it. */
const oneForgottenIn = 10;
/** How often something is sent again until its outcome is known. */
const mostTries = 60;

/** Makes a client's life. */
export function createLife(client: LedgerClient, { recorder, random, users }: LifeOptions): Life {
  const watches = new Set<ReturnType<LedgerClient["watch"]>>();
  let session: { -readonly [Name in keyof SignedIn]: SignedIn[Name] } | undefined;
  let appended = 0;

  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;

  function queries(): LedgerQuery[] {
    const all = [...lists, outsideList];
    return [
      ...all.flatMap((list): LedgerQuery[] => [
        { kind: "read", list },
        { kind: "fresh", list },
      ]),
      { kind: "books", list: "books" },
      ...(session === undefined ? [] : [{ kind: "marks", list: toMarksOf(session.user) } as const]),
    ];
  }

  async function append(): Promise<void> {
    const isMark = session !== undefined && random.below(2) === 0;
    const list = isMark ? toMarksOf(session!.user) : pick(lists);
    const item = `${client.name} ${++appended}`;
    const key = randomUUID();
    const input = isMark ? { item } : { list, item };
    const tries = random.below(oneForgottenIn) === 0 ? 1 : mostTries;
    let sent: Awaited<ReturnType<LedgerClient["send"]>> = { outcome: "unknown" };
    for (let time = 0; sent.outcome === "unknown" && time < tries; time++) {
      if (time > 0) await new Promise((resolve) => void setTimeout(resolve, 50));
      sent = await client.send(isMark ? "mark" : "append", input, key);
    }
    recorder.appends.push({ client: client.name, list, item, ended: recorder.now(), ...sent });
  }

  async function transfer(): Promise<void> {
    const from = 1 + random.below(accountCount);
    const to = 1 + ((from + random.below(accountCount - 1)) % accountCount);
    await client.client.books.transfer.safe({ from, to, amount: 1 + random.below(60) });
  }

  function toggleWatch(): void {
    const query = pick(queries());
    const known = [...watches].find(
      (watch) => watch.query.kind === query.kind && watch.query.list === query.list,
    );
    if (known === undefined) watches.add(client.watch(query));
    else {
      known.stop();
      watches.delete(known);
    }
  }

  /** Signs in as somebody, or out. Until that is known to have happened, nobody knows who it is. */
  async function changeSession(): Promise<void> {
    if (session !== undefined) session.until = recorder.now();
    session = undefined;
    const { auth } = client.client;
    try {
      if (random.below(3) === 0) return void (await auth.signOut());
      const user = pick(users);
      await auth.signIn({ email: user.email, password });
      session = { client: client.name, user: user.id, from: recorder.now(), until: Infinity };
      recorder.sessions.push(session);
    } catch (error) {
      if (!isProblemError(error)) throw error;
    }
  }

  const steps: readonly (readonly [weight: number, step: () => Promise<void> | void])[] = [
    [30, append],
    [10, transfer],
    [40, () => client.read(pick(queries()))],
    [12, toggleWatch],
    ...(users.length > 0 ? ([[8, changeSession]] as const) : []),
  ];
  const weights = steps.reduce((sum, [weight]) => sum + weight, 0);

  return {
    name: client.name,
    async step() {
      let at = random.below(weights);
      const [, step] = steps.find(([weight]) => (at -= weight) < 0)!;
      await step();
      if (random.below(4) === 0)
        await new Promise((resolve) => void setTimeout(resolve, random.below(20)));
    },
    watchAll() {
      const known = new Set(
        [...watches].filter(({ isOver }) => !isOver).map(({ query }) => JSON.stringify(query)),
      );
      for (const query of queries())
        if (!known.has(JSON.stringify(query))) watches.add(client.watch(query));
    },
    watchAnew() {
      const before = [...watches];
      watches.clear();
      for (const watch of before) {
        watch.stop();
        watches.add(client.watch(watch.query));
      }
    },
    isUpToDate: ({ lists: whole, books }) =>
      [...watches].every(({ isOver, state: { status, seen, list } }) => {
        if (isOver) return true;
        if (status !== "live" || seen === undefined) return false;
        return "items" in seen
          ? seen.items.length === (whole[list]?.length ?? 0)
          : JSON.stringify(seen.books) === JSON.stringify(books);
      }),
    stop() {
      for (const watch of watches) watch.stop();
    },
  };
}
