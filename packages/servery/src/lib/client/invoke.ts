import type { OperationKind } from "../contract/operation.ts";
import type { Link } from "../ports/link.ts";
import { type HeadersSource, toCallHeaders } from "./call-headers.ts";
import type { Clock } from "./clock.ts";
import { startDeadline } from "./deadline.ts";
import { createIdempotencyKey } from "./idempotency-key.ts";
import { defaultRetryPolicy, type RetryPolicy, toRetryDelay } from "./retry.ts";

/** What may be said of one call. */
export interface CallOptions {
  /** Aborting it rejects the call; what the service has begun may still take effect. */
  readonly signal?: AbortSignal | undefined;
  /** The limit for the whole call, retries and waits included. Default the client's. */
  readonly timeoutMs?: number | undefined;
  /** Sent with it, after the client's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Makes equal calls one. A mutation gets a fresh one by itself; pass your own to keep it over a
   * reload. An action that is given one is retried as a mutation is, and so may run more than once.
   */
  readonly idempotencyKey?: string | undefined;
  /** `false` for one attempt. */
  readonly retry?: false | Partial<RetryPolicy> | undefined;
}

/** What all calls of a client share. */
export interface Caller {
  readonly link: Link;
  readonly headers: HeadersSource | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly retry: false | Partial<RetryPolicy>;
}

const once: RetryPolicy = { ...defaultRetryPolicy, attempts: 1 };

/** Makes one call: attempts over the link until an outcome, within the deadline. */
export async function invoke(
  caller: Caller,
  { id, kind }: { readonly id: string; readonly kind: OperationKind },
  input: unknown,
  options: CallOptions = {},
): Promise<unknown> {
  const { link, clock, random } = caller;
  const { retry = caller.retry, timeoutMs = caller.timeoutMs } = options;
  const idempotencyKey =
    options.idempotencyKey ?? (kind === "mutation" ? createIdempotencyKey() : undefined);
  const policy = retry === false ? once : { ...defaultRetryPolicy, ...retry };
  const repeatable = kind === "query" || idempotencyKey !== undefined;
  const deadline = startDeadline(clock, timeoutMs, options.signal);
  const { signal } = deadline;
  const send = async () => {
    const headers = await toCallHeaders(caller.headers, options.headers);
    return link.call(id, input, { signal, idempotencyKey, headers });
  };
  try {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      try {
        return await deadline.race(send());
      } catch (error) {
        signal.throwIfAborted();
        const delay = toRetryDelay(policy, { error, attempt, repeatable }, random);
        if (delay === undefined || delay >= deadline.left()) throw error;
        await deadline.sleep(delay);
      }
    }
  } finally {
    deadline.end();
  }
}
