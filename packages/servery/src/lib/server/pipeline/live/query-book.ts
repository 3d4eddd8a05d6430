import type { ProblemDetails } from "../../../protocol/problem-details.ts";
import type { WatchedQuery } from "../../../protocol/live.ts";
import { refuse } from "../../handling/refusal.ts";
import type { Watch, WatchListener, WatchState } from "../../live/watch-state.ts";
import { toStateFrame, toUnchangedFrame } from "./frames.ts";

/** What a book of queries needs of its stream or poll. */
export interface BookHost {
  open(query: WatchedQuery, listener: WatchListener): Promise<Watch>;
  /** What the client gets of why a query could not be watched. */
  toProblem(error: unknown, query: WatchedQuery): ProblemDetails;
  /** Told that there may be something to do or to tell. Must do next to nothing. */
  changed(): void;
}

interface Entry {
  readonly query: WatchedQuery;
  readonly epoch: number;
  /** The hash of what the client has. */
  known: string | undefined;
  /** Whether the client need not be told that what it has holds still. */
  isConfirmed: boolean;
  isClosed: boolean;
  /** How it stands, once that is known. */
  state: WatchState | undefined;
  watch: Watch | undefined;
}

/**
 * The queries of one stream or poll, and what is to be told of them: of each its latest state alone, however
 * many there were, and nothing where that is what the client has.
 */
export class QueryBook {
  readonly #host: BookHost;
  readonly #most: number;
  readonly #entries = new Map<number, Entry>();
  readonly #unopened = new Set<Entry>();
  readonly #news = new Set<Entry>();
  #unsettled = 0;

  /** Of more than `most` queries, the last ones are refused. */
  constructor(host: BookHost, most: number) {
    this.#host = host;
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Whether there is something to tell. */
  get hasNews(): boolean {
    return this.#news.size > 0;
  }

  /** Queries whose first state has not come. */
  get unsettled(): number {
    return this.#unsettled;
  }

  has(q: number): boolean {
    return this.#entries.has(q);
  }

  /** Adds a query, to be opened. With `isConfirmed` it is not told by itself that what the client has holds. */
  add(
    query: WatchedQuery,
    epoch: number,
    { isConfirmed }: { readonly isConfirmed: boolean },
  ): void {
    const { q, hash: known } = query;
    const isRefused = this.size >= this.#most;
    const entry = { query, epoch, known, isConfirmed, isClosed: false };
    const whole: Entry = { ...entry, state: undefined, watch: undefined };
    this.#entries.set(q, whole);
    this.#unsettled++;
    if (isRefused) this.#fail(whole, tooManyQueries(this.#most));
    else this.#unopened.add(whole);
    this.#host.changed();
  }

  remove(q: number): void {
    const entry = this.#entries.get(q);
    if (entry !== undefined) this.#close(entry);
  }

  /** Begins to watch at most `count` of those that were added; true when more are left. */
  open(count: number): boolean {
    let left = count;
    for (const entry of this.#unopened) {
      if (left-- === 0) return true;
      this.#unopened.delete(entry);
      void this.#open(entry);
    }
    return false;
  }

  /** The next frame, as JSON; `undefined` when there is nothing to tell. */
  next(): string | undefined {
    for (const entry of this.#news) {
      this.#news.delete(entry);
      return this.#tell(entry, entry.state!);
    }
    return undefined;
  }

  /** Has it told of each result that has not changed that it holds. */
  confirm(): void {
    for (const entry of this.#entries.values())
      if (entry.state !== undefined && entry.state.problem === undefined) this.#news.add(entry);
  }

  /** Asks of each whether its caller still may. */
  recheck(): void {
    for (const { watch } of this.#entries.values()) watch?.recheck();
  }

  close(): void {
    for (const entry of this.#entries.values()) this.#close(entry);
  }

  async #open(entry: Entry): Promise<void> {
    const { query } = entry;
    try {
      const watch = await this.#host.open(query, (state) => this.#hear(entry, state));
      if (entry.isClosed) watch.close();
      else entry.watch = watch;
    } catch (error) {
      if (!entry.isClosed) this.#fail(entry, error);
    }
  }

  #fail(entry: Entry, error: unknown): void {
    const problem = this.#host.toProblem(error, entry.query);
    this.#hear(entry, { token: undefined, problem, ended: true });
  }

  #hear(entry: Entry, state: WatchState): void {
    if (entry.isClosed) return;
    if (entry.state === undefined) this.#unsettled--;
    entry.state = state;
    // It may be back to what the client has before the client was told of anything else.
    const isKnown = state.problem === undefined && state.hash === entry.known;
    if (isKnown && entry.isConfirmed) this.#news.delete(entry);
    else this.#news.add(entry);
    this.#host.changed();
  }

  #tell(entry: Entry, state: WatchState): string {
    const { known, query, epoch } = entry;
    const framed = { q: query.q, epoch };
    entry.isConfirmed = true;
    entry.known = state.problem === undefined ? state.hash : undefined;
    if (state.problem !== undefined && state.ended) this.#close(entry);
    if (state.problem === undefined && state.hash === known) return toUnchangedFrame(framed, state);
    return toStateFrame(framed, state);
  }

  #close(entry: Entry): void {
    entry.isClosed = true;
    this.#entries.delete(entry.query.q);
    this.#unopened.delete(entry);
    this.#news.delete(entry);
    if (entry.state === undefined) this.#unsettled--;
    entry.watch?.close();
  }
}

/** What refuses queries that are too many. */
export function tooManyQueries(most: number): Error {
  return refuse("too_many_requests", `At most ${most} queries are watched. Unwatch others first.`);
}
