import type { CallProblem } from "../client/call-problem.ts";
import { coreOf } from "../client/client-core.ts";
import { systemClock } from "../client/clock.ts";
import type { WatchStatus } from "../client/watch-options.ts";
import type { KnownResult } from "../client/watcher.ts";
import { type Asked, askQuery, followQuery } from "./ask-query.ts";
import { isOnServer } from "./is-on-server.ts";

/** How a query stands, for all components that show it. A new object at every change. */
export interface QueryResult {
  /** Whether anything has come of it yet. */
  readonly isSettled: boolean;
  readonly data: unknown;
  /** The problem that it met last; `data` is then what came before. */
  readonly error: CallProblem | undefined;
  /** A bug, to be thrown where React's error boundaries see it. */
  readonly thrown: { readonly bug: unknown } | undefined;
  readonly isFetching: boolean;
  /** `undefined` while it is not watched. */
  readonly status: WatchStatus | undefined;
}

/** Nothing has come of a query. */
export const unsettled: QueryResult = {
  isSettled: false,
  data: undefined,
  error: undefined,
  thrown: undefined,
  isFetching: false,
  status: undefined,
};

/** How long a result waits for its first component, and how long one that failed. In milliseconds. */
const waitingMs = 30_000;
const failedMs = 1_000;
/** How long after the first component others come that were rendered with it. In milliseconds. */
const arrivingMs = 1_000;

/** One query of a call, with one input and of one caller: what came of it last, as long as somebody shows it. */
export class QueryEntry {
  readonly call: object;
  readonly input: unknown;
  current: QueryResult = unsettled;
  /** The last result, and the state that it holds in. */
  known: KnownResult | undefined;
  readonly #onUnused: () => void;
  readonly #listeners = new Set<() => void>();
  #users = 0;
  #watchers = 0;
  #stopWatch: (() => void) | undefined;
  #request: { readonly controller: AbortController; readonly done: Promise<void> } | undefined;
  #awaited: Promise<void> | undefined;
  /** Came without a component: the first that shows it need not ask again. */
  #isFresh = false;

  constructor(call: object, input: unknown, onUnused: () => void) {
    this.call = call;
    this.input = input;
    this.#onUnused = onUnused;
  }

  /** Calls back after each change; until then, and while it is used, it is kept. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      this.#checkLater();
    };
  }

  /** Takes what another process has read. */
  hydrate(known: KnownResult): void {
    this.#take({ known });
    this.#stayFresh(waitingMs);
  }

  /** What a render waits for, or has waited for: React is to be given it again when it goes on. */
  get awaited(): Promise<void> | undefined {
    if (!this.current.isSettled) this.#awaited = this.load();
    return this.#awaited;
  }

  /** Asks, unless something has come of it; resolves once it has. The same promise until then. */
  load(): Promise<void> {
    if (this.current.isSettled) return Promise.resolve();
    this.#isFresh = true;
    return (this.#request ?? this.#send()).done;
  }

  /** Asks for a component that shows it from now on, unless the answer is there or on its way. */
  join(): () => void {
    this.#users += 1;
    if (this.#isFresh) this.#stayFresh(arrivingMs);
    else if (this.#request === undefined && this.current.status !== "live") this.#send();
    return () => {
      this.#users -= 1;
      this.#checkLater();
    };
  }

  /** Watches for a component that shows it from now on. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#isFresh) this.#stayFresh(arrivingMs);
    this.#stopWatch ??= this.#follow();
    return () => {
      this.#watchers -= 1;
      this.#checkLater();
    };
  }

  /** Asks anew, though an answer may be on its way. */
  refetch(): void {
    this.#request?.controller.abort();
    this.#send();
  }

  #send() {
    const controller = new AbortController();
    const done = askQuery(this.call, this.input, controller.signal)
      .catch((bug: unknown) => ({ bug }))
      .then((came) => {
        if (this.#request?.controller === controller) this.#settle(came);
        return undefined;
      });
    const request = { controller, done };
    this.#request = request;
    this.#set({ isFetching: true });
    return request;
  }

  #settle(came: Asked | { readonly bug: unknown }): void {
    this.#request = undefined;
    if ("bug" in came) this.#set({ isSettled: true, isFetching: false, thrown: came });
    else this.#take(came);
    if (this.#isFresh) this.#stayFresh("known" in came ? waitingMs : failedMs);
  }

  #take({ known, problem }: Asked): void {
    const settled = { isSettled: true, isFetching: this.#request !== undefined, thrown: undefined };
    if (known === undefined) return this.#set({ ...settled, error: problem });
    this.known = known;
    this.#set({ ...settled, data: known.data, error: undefined });
  }

  #follow(): () => void {
    this.#set({ status: "connecting" });
    const watcher = {
      onData: (data: unknown, { token, hash }: Omit<KnownResult, "data">) =>
        this.#take({ known: { data, token, hash } }),
      onStatus: (status: WatchStatus) => this.#set({ status }),
      onProblem: (problem: CallProblem) => this.#take({ problem }),
    };
    return followQuery(this.call, this.input, watcher, this.known);
  }

  #set(change: Partial<QueryResult>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** On a server it stays as long as its cache does, which is that of one page. */
  #stayFresh(milliseconds: number): void {
    this.#isFresh = true;
    if (isOnServer()) return;
    const clock = coreOf(this.call)?.caller.clock ?? systemClock;
    clock.schedule(milliseconds, () => {
      this.#isFresh = false;
      this.#checkLater();
    });
  }

  /** Later, as React gives parts back to take them again at once: under StrictMode, and from one component to the next. */
  #checkLater(): void {
    queueMicrotask(() => {
      if (this.#watchers === 0 && this.#stopWatch !== undefined) {
        this.#stopWatch();
        this.#stopWatch = undefined;
        this.#set({ status: undefined });
      }
      if (this.#users + this.#watchers > 0 || this.#isFresh) return;
      this.#request?.controller.abort();
      this.#request = undefined;
      if (this.#listeners.size === 0) this.#onUnused();
      else if (this.current.isFetching) this.#set({ isFetching: false });
    });
  }
}
