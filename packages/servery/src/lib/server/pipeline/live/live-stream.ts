import { type ByeFrame, liveVersion, type WatchedQuery } from "../../../protocol/live.ts";
import type { Platform } from "../../../ports/platform.ts";
import type { ReplySink, StreamListener } from "../../../ports/exchange.ts";
import type { Random } from "../../handling/handler.ts";
import type { Principal } from "../../handling/principal.ts";
import type { ServiceLimits } from "../limits.ts";
import { toEvent } from "./frames.ts";
import type { LiveCaller } from "./live-caller.ts";
import { QueryBook } from "./query-book.ts";
import type { Slices, Worker } from "./slices.ts";

/** What streams have in common. */
export interface StreamSurroundings {
  readonly clock: Pick<Platform, "monotonic">;
  readonly limits: Pick<ServiceLimits, "liveQueries" | "liveBufferBytes" | "liveStreamMs">;
  readonly slices: Slices;
  readonly random: Pick<Random, "bytes">;
}

/** How often a stream says that it is alive, give or take `beatJitterMs`, in milliseconds. */
const beatMs = 15_000;
const beatJitterMs = 3000;
/** What clients are told of it: the longest that it can be, and what the way adds. */
const heartbeatMs = 20_000;
/** A caller who takes nothing of what waits for this long has gone without a word. */
const stallMs = 60_000;
/** Queries that one stream begins to watch before others have their turn. */
const opensAtOnce = 4;
/** Within what time the clients of streams that ended together come again. */
const returnMs = 5000;

/** One client's stream: what becomes of its queries, as fast as the client takes it. */
export class LiveStream implements StreamListener, Worker {
  readonly id: string;
  readonly #caller: LiveCaller;
  readonly #surroundings: StreamSurroundings;
  readonly #sink: ReplySink;
  readonly #book: QueryBook;
  readonly #onClosed: () => void;
  readonly #beatEveryMs: number;
  readonly #endsAt: number;
  #beatAt: number;
  #isBeatDue = false;
  #isRecheckDue = false;
  #state: "open" | "ending" | "closed" = "open";
  #epoch = 0;
  /** When the caller last took something, and how much it had taken by then. */
  #progress: { readonly at: number; readonly taken: number };

  constructor(
    id: string,
    sink: ReplySink,
    caller: LiveCaller,
    surroundings: StreamSurroundings,
    onClosed: () => void,
  ) {
    const { clock, limits, random } = surroundings;
    const now = clock.monotonic();
    this.id = id;
    this.#sink = sink;
    this.#caller = caller;
    this.#surroundings = surroundings;
    this.#onClosed = onClosed;
    this.#beatEveryMs = beatMs + beatJitterMs * (2 * toFraction(random) - 1);
    this.#endsAt = now + limits.liveStreamMs * (0.9 + 0.2 * toFraction(random));
    this.#beatAt = now + this.#beatEveryMs;
    this.#progress = { at: now, taken: 0 };
    const { open, toProblem } = caller;
    const changed = () => surroundings.slices.add(this);
    this.#book = new QueryBook({ open, toProblem, changed }, limits.liveQueries);
    sink.write(toEvent({ hello: { version: liveVersion, stream: id, heartbeatMs } }));
  }

  get principal(): Principal {
    return this.#caller.principal;
  }

  /** Queries that it watches, or has yet to say are refused. */
  get size(): number {
    return this.#book.size;
  }

  /** Whether it has a query of this number. */
  has(q: number): boolean {
    return this.#book.has(q);
  }

  watch(queries: readonly WatchedQuery[]): void {
    if (this.#state !== "open" || queries.length === 0) return;
    this.#epoch++;
    for (const query of queries) this.#book.add(query, this.#epoch, { isConfirmed: false });
  }

  unwatch(queries: readonly number[]): void {
    for (const q of queries) this.#book.remove(q);
  }

  /** Asks again, when it has its turn, who its caller is, before anything more is sent. */
  recheck(): void {
    if (this.principal.kind === "anonymous") return;
    this.#isRecheckDue = true;
    this.#surroundings.slices.add(this);
  }

  /** Looks at the time, about once in a second. */
  tick(now: number): void {
    const { buffered, taken } = this.#sink;
    if (buffered === 0 || taken !== this.#progress.taken) this.#progress = { at: now, taken };
    else if (now - this.#progress.at >= stallMs) return this.#sink.cut();
    if (this.#state !== "open") return;
    if (now >= this.#endsAt) return this.bye("lifetime");
    if (now < this.#beatAt) return;
    this.#beatAt = now + this.#beatEveryMs;
    this.#isBeatDue = true;
    this.recheck();
    this.#surroundings.slices.add(this);
  }

  /** Ends it with a word. Nobody waits for a client that is behind when the service closes. */
  bye(reason: ByeFrame["bye"]["reason"]): void {
    if (this.#state !== "open") return;
    this.#state = "ending";
    this.#book.close();
    if (reason === "shutting_down" && this.#sink.buffered > 0) return this.#sink.cut();
    const retryMs = Math.ceil(returnMs * toFraction(this.#surroundings.random));
    this.#sink.write(toEvent({ bye: { reason, retryMs } }));
    this.#sink.end();
  }

  work(): boolean {
    if (this.#state !== "open" || !this.#isStillAllowed()) return false;
    const isMoreToOpen = this.#book.open(opensAtOnce);
    this.#send();
    return isMoreToOpen;
  }

  failed(error: unknown): void {
    this.#caller.onFailure(error);
    this.#sink.cut();
  }

  drained(): void {
    if (this.#book.hasNews || this.#isBeatDue) this.#surroundings.slices.add(this);
  }

  closed(): void {
    this.#state = "closed";
    this.#book.close();
    this.#onClosed();
  }

  #isStillAllowed(): boolean {
    if (!this.#isRecheckDue) return true;
    this.#isRecheckDue = false;
    if (!this.#caller.isStillSame()) {
      this.bye("signed_out");
      return false;
    }
    this.#book.recheck();
    return true;
  }

  #send(): void {
    const room = this.#surroundings.limits.liveBufferBytes - this.#sink.buffered;
    let text = "";
    while (text.length < room) {
      const frame = this.#book.next();
      if (frame === undefined) break;
      text += toEvent(frame);
    }
    // Behind news it would say more than the client knows; and of what is still to be read nothing is known.
    if (this.#isBeatDue && !this.#book.hasNews) {
      this.#isBeatDue = false;
      text += toEvent(toBeat(this.#book.unsettled > 0 ? undefined : this.#caller.token()));
    }
    if (text !== "") this.#sink.write(text);
  }
}

function toBeat(token: string | undefined) {
  return { beat: token === undefined ? {} : { token } };
}

/** A number from 0 to 1. */
function toFraction(random: Pick<Random, "bytes">): number {
  const [high = 0, low = 0] = random.bytes(2);
  return (high * 256 + low) / 65_535;
}
