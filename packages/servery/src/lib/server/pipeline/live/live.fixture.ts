import type { QueryFrame, LiveFrame, WatchedQuery } from "../../../protocol/live.ts";
import type { ReplySink } from "../../../ports/exchange.ts";
import { anonymous, type Principal } from "../../handling/principal.ts";
import type { WatchListener, WatchState } from "../../live/watch-state.ts";
import type { LiveCaller } from "./live-caller.ts";

/** As many steps as the longest chain of promises in these tests has. */
async function settlePromises(): Promise<void> {
  for (let step = 0; step < 8; step++) await Promise.resolve();
}

/** A clock and its turns, both of which come when a test says so. */
export function createTurns() {
  let now = 0;
  let tasks: (() => void)[] = [];
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();
  return {
    monotonic: () => now,
    defer: (task: () => void) => void tasks.push(task),
    schedule(milliseconds: number, task: () => void) {
      const timer = { at: now + milliseconds, task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    /** One turn of the event loop, and the promises of it. */
    async turn() {
      const due = tasks;
      tasks = [];
      for (const task of due) task();
      await settlePromises();
    },
    /** Turns until nothing is deferred any more; answers how many there were. */
    async settle() {
      await settlePromises();
      let turns = 0;
      for (; tasks.length > 0; turns++) await this.turn();
      return turns;
    },
    /** Lets time pass second by second. */
    async pass(milliseconds: number) {
      for (let left = milliseconds; left > 0; left -= 1000) {
        now += Math.min(left, 1000);
        for (const timer of [...timers].filter(({ at }) => at <= now)) {
          timers.delete(timer);
          timer.task();
        }
        await this.settle();
      }
    },
    /** Time that passes within a turn. */
    work: (milliseconds: number) => void (now += milliseconds),
    get timers() {
      return timers.size;
    },
  };
}

/** A sink whose reader takes bytes when a test says so. */
export function createSink({ takes = true } = {}) {
  let text = "";
  let buffered = 0;
  let taken = 0;
  let state: "open" | "ended" | "cut" = "open";
  const frames = (): LiveFrame[] =>
    text
      .split("\n\n")
      .filter((event) => event !== "")
      .map((event) => JSON.parse(event.replace(/^data: /, "")) as LiveFrame);
  const sink: ReplySink = {
    write(more) {
      if (state !== "open") return;
      text += more;
      if (takes) taken += more.length;
      else buffered += more.length;
    },
    end: () => void (state = state === "open" ? "ended" : state),
    cut: () => void (state = "cut"),
    get buffered() {
      return buffered;
    },
    get taken() {
      return taken;
    },
  };
  return {
    sink,
    /** What was written since this was last asked. */
    frames() {
      const all = frames();
      text = "";
      return all;
    },
    take(bytes = buffered) {
      buffered -= bytes;
      taken += bytes;
    },
    get state() {
      return state;
    },
  };
}

/** What a query came to. */
export function result(hash: string, text = `{"is":"${hash}"}`): WatchState {
  return { token: `c.d.${hash.length}`, hash, text };
}

/** A problem that a query met. */
export function problem(code: string, { ended = false } = {}): WatchState {
  return { token: undefined, problem: { type: code, title: code, status: 400, code }, ended };
}

interface FakeWatch {
  readonly query: WatchedQuery;
  tell(state: WatchState): void;
  rechecks: number;
  isClosed: boolean;
}

/**
 * A caller whose queries are told what a test says. Queries named `refused` cannot be watched; one named
 * `hash:…` comes to that at once, any other when it is told to.
 */
export function createCaller(principal: Principal = anonymous) {
  const watches: FakeWatch[] = [];
  const failures: unknown[] = [];
  const state = {
    isSame: true as boolean | Error,
    token: undefined as string | undefined,
  };
  async function open(query: WatchedQuery, listener: WatchListener) {
    const watch: FakeWatch = { query, tell: listener, rechecks: 0, isClosed: false };
    watches.push(watch);
    await Promise.resolve();
    if (query.operation === "refused") throw new Error("refused");
    if (query.operation.startsWith("hash:")) listener(result(query.operation.slice(5)));
    return {
      recheck: () => void watch.rechecks++,
      close: () => void (watch.isClosed = true),
    };
  }
  const caller: LiveCaller = {
    principal,
    onFailure: (error) => void failures.push(error),
    isStillSame() {
      if (state.isSame instanceof Error) throw state.isSame;
      return state.isSame;
    },
    token: () => state.token,
    open,
    toProblem: (error) => ({
      type: "x",
      title: String(error),
      status: 403,
      code: String((error as { code?: string }).code ?? "refused"),
    }),
  };
  return {
    caller,
    state,
    failures,
    watches,
    watchOf: (q: number) => watches.findLast(({ query }) => query.q === q)!,
  };
}

/** Queries by their numbers, that come to `h1`, `h2`, … */
export function queries(...numbers: readonly number[]): WatchedQuery[] {
  return numbers.map((q) => ({ q, operation: `hash:h${q}` }));
}

/** Of each query's frame what it says. */
export function said(frames: readonly LiveFrame[]): unknown[] {
  return frames.map((frame) => {
    if (!("q" in frame)) return Object.keys(frame)[0];
    const { q, hash, unchanged, problem: met, ended } = frame as QueryFrame;
    if (met !== undefined) return [q, met.code, ...(ended ? ["ended"] : [])];
    return [q, unchanged ? "unchanged" : "full", hash];
  });
}

/** A signed-in user. */
export const ada: Principal = {
  kind: "user",
  key: "user:ada",
  userId: "ada",
  credential: "session",
  credentialId: "one",
  roles: new Set(),
  plans: new Map(),
  scopes: undefined,
  authenticatedAt: 0,
};
