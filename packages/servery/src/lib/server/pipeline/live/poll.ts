import type { WatchedQuery } from "../../../protocol/live.ts";
import type { Platform } from "../../../ports/platform.ts";
import type { Principal } from "../../handling/principal.ts";
import type { LiveCaller } from "./live-caller.ts";
import type { OpenLive } from "./live-streams.ts";
import { QueryBook } from "./query-book.ts";

/** Proxies give up on an answer that takes longer. In milliseconds, as all here. */
const longestWaitMs = 25_000;
/** Once there is news, how long what was asked for with it may take to be told with it. */
const gatherMs = 50;

/**
 * A request that watches queries until one of them is not what its client has. What one commit has changed
 * is told together, and so is what is asked for the first time, if it comes soon. When nothing has changed
 * until the wait is over, that is told.
 */
export class Poll implements OpenLive {
  readonly #caller: LiveCaller;
  readonly #clock: Pick<Platform, "defer" | "schedule">;
  readonly #book: QueryBook;
  readonly #over = Promise.withResolvers<void>();
  readonly #timers: (() => void)[] = [];
  #isGathering = false;
  #isWaitOver = false;

  constructor(
    caller: LiveCaller,
    clock: Pick<Platform, "defer" | "schedule">,
    mostQueries: number,
  ) {
    const { open, toProblem } = caller;
    this.#caller = caller;
    this.#clock = clock;
    this.#book = new QueryBook({ open, toProblem, changed: () => this.#look() }, mostQueries);
  }

  get principal(): Principal {
    return this.#caller.principal;
  }

  /**
   * Answers the frames as JSON: once there is news; or after `waitMs`, as soon as it is known of all queries
   * how they stand; or when the caller has gone.
   */
  async run(
    queries: readonly WatchedQuery[],
    waitMs: number,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const finish = () => this.#over.resolve();
    signal.addEventListener("abort", finish);
    if (signal.aborted) finish();
    for (const query of queries) this.#book.add(query, 1, { isConfirmed: true });
    this.#book.open(Number.POSITIVE_INFINITY);
    this.#after(longestWaitMs, finish);
    if (waitMs > 0) this.#after(waitMs, () => this.#endWait());
    else this.#endWait();
    try {
      await this.#over.promise;
      if (!this.#book.hasNews) this.#book.confirm();
      return [...this.#frames()];
    } finally {
      signal.removeEventListener("abort", finish);
      for (const cancel of this.#timers) cancel();
      this.#book.close();
    }
  }

  tick(): void {}

  /** Its session has changed: it ends, and whoever asks again is looked at again. */
  recheck(): void {
    this.#over.resolve();
  }

  bye(): void {
    this.#over.resolve();
  }

  #after(milliseconds: number, task: () => void): void {
    this.#timers.push(this.#clock.schedule(milliseconds, task));
  }

  #endWait(): void {
    this.#isWaitOver = true;
    this.#look();
  }

  /** Ends once there is something to tell and nothing more is to come in this turn. */
  #look(): void {
    const { hasNews, unsettled } = this.#book;
    if (hasNews && !this.#isGathering) {
      this.#isGathering = true;
      this.#after(gatherMs, () => this.#over.resolve());
    }
    if (unsettled === 0 && (hasNews || this.#isWaitOver))
      this.#clock.defer(() => this.#over.resolve());
  }

  *#frames(): Iterable<string> {
    for (let frame = this.#book.next(); frame !== undefined; frame = this.#book.next()) yield frame;
  }
}
