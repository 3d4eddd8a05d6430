import { ServeryError } from "../../base/servery-error.ts";

/** What a service grants a request. Every limit has a default and can be changed. */
export interface ServiceLimits {
  /** The most bytes of a body. Default 1 MiB. More answers 413. */
  readonly bodyBytes: number;
  /** How deep lists and objects may stand in one another in a JSON body. Default 32. More answers 400. */
  readonly jsonDepth: number;
  /** The most characters of path and query string together. Default 8,192. More answers 414. */
  readonly urlLength: number;
  /** The most bytes of all headers together. Default 16 KiB. More answers 431. */
  readonly headerBytes: number;
  /** Milliseconds in which the headers must arrive. Default 10,000. Kept by the transport. */
  readonly headersTimeoutMs: number;
  /** Milliseconds in which the whole request must arrive. Default 30,000. Slower answers 408. */
  readonly requestTimeoutMs: number;
  /**
   * Bytes of bodies that are received at once, of all requests together. Default 64 MiB. More answers
   * 503 with `Retry-After`.
   */
  readonly bufferedBodyBytes: number;
  /**
   * Requests at work at once; not those that wait for their body. Default 1,000. More answers 503 with
   * `Retry-After`.
   */
  readonly concurrentRequests: number;
  /** Milliseconds that the event loop may run late. Default 1,000. More answers 503 with `Retry-After`. */
  readonly eventLoopLagMs: number;
  /** Milliseconds for a query's handler. Default 10,000. More answers 503. */
  readonly queryTimeoutMs: number;
  /** Milliseconds for the handler of a query marked `heavy`. Default 60,000. */
  readonly heavyTimeoutMs: number;
  /** Milliseconds for a mutation's handler, once it has started. Default 5,000. */
  readonly mutationTimeoutMs: number;
  /** Milliseconds for an action's handler. Default 30,000. */
  readonly actionTimeoutMs: number;
  /** Milliseconds for which the outcome of an idempotency key is kept. Default 24 hours. */
  readonly idempotencyMs: number;
  /** The most calls in one batch. Default 50. More answers 422. */
  readonly batchCalls: number;
  /**
   * Streams of live queries that are open at once, and polls for them that wait, of all callers. Default
   * 10,000. More answers 503 with `Retry-After`.
   */
  readonly liveStreams: number;
  /** The same of one user. Default 20. More answers 429. */
  readonly liveStreamsPerUser: number;
  /**
   * The same of an address (IPv6: of its /64), of all that are not signed in. Many people may share one.
   * Default 500. More answers 429. Callers without an address are counted among all only.
   */
  readonly liveStreamsPerAddress: number;
  /** The most queries that a stream or a poll watches. Default 200. More are refused one by one, or 422. */
  readonly liveQueries: number;
  /**
   * Bytes that all watched queries may take, roughly: their inputs, and each result once. Default 512 MiB. More
   * are refused with 503.
   */
  readonly liveBytes: number;
  /** The same of one caller, a user or an address: its inputs, and all results that it has. Default 64 MiB; 429. */
  readonly liveBytesPerCaller: number;
  /**
   * Bytes that a stream sends ahead of a caller who takes them more slowly. Default 64 KiB. Beyond it only
   * the latest result of each query is kept, and sent when there is room.
   */
  readonly liveBufferBytes: number;
  /** Milliseconds that a stream lives, give or take a tenth, until its client opens another. Default 1 hour. */
  readonly liveStreamMs: number;
}

const defaults: ServiceLimits = {
  bodyBytes: 1_048_576,
  jsonDepth: 32,
  urlLength: 8192,
  headerBytes: 16_384,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  bufferedBodyBytes: 64 * 1_048_576,
  concurrentRequests: 1000,
  eventLoopLagMs: 1000,
  queryTimeoutMs: 10_000,
  heavyTimeoutMs: 60_000,
  mutationTimeoutMs: 5000,
  actionTimeoutMs: 30_000,
  idempotencyMs: 24 * 60 * 60 * 1000,
  batchCalls: 50,
  liveStreams: 10_000,
  liveStreamsPerUser: 20,
  liveStreamsPerAddress: 500,
  liveQueries: 200,
  liveBytes: 512 * 1_048_576,
  liveBytesPerCaller: 64 * 1_048_576,
  liveBufferBytes: 65_536,
  liveStreamMs: 60 * 60 * 1000,
};

/**
 * Completes limits with their defaults.
 * @throws ServeryError `invalid_limits` naming every limit that is unknown or no positive number.
 */
export function toLimits(given: Partial<ServiceLimits> = {}): ServiceLimits {
  const mistakes = Object.entries(given).flatMap(([name, value]) => {
    if (!Object.hasOwn(defaults, name)) return [`there is no limit "${name}"`];
    return typeof value === "number" && value > 0
      ? []
      : [`${name} must be more than 0, not ${value}`];
  });
  if (mistakes.length === 0) return { ...defaults, ...given };
  throw new ServeryError("invalid_limits", `The limits cannot be used: ${mistakes.join("; ")}.`);
}
