import type { ProblemError } from "../protocol/problem-error.ts";
import { attemptCall } from "./attempt.ts";
import type { AnswerState } from "./ask.ts";
import type { CalledOperation } from "./called-operation.ts";
import type { Caller, Wait } from "./caller.ts";
import type { Sender } from "./credential-keeper.ts";
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
  /** Told of each wait as it begins, so that an interface can show it. Default the client's. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
}

/** What the client's own parts may say of one, besides. */
export interface InvokeOptions extends CallOptions {
  /** Told of the state that the outcome holds in. */
  readonly onState?: (state: AnswerState) => void;
}

const once: RetryPolicy = { ...defaultRetryPolicy, attempts: 1 };

/**
 * Makes one call: attempts over the link until an outcome, within the deadline.
 * @param isCurrent whether the caller may still be the same: what one user has begun, no other repeats.
 */
export async function invoke(
  caller: Caller,
  operation: CalledOperation,
  given: unknown,
  options: InvokeOptions = {},
  isCurrent: () => boolean = () => true,
): Promise<unknown> {
  const { clock, random, keeper } = caller;
  const { retry = caller.retry, timeoutMs = caller.timeoutMs, onWait = caller.onWait } = options;
  const { kind, isRepeatable } = operation;
  const idempotencyKey =
    options.idempotencyKey ??
    (kind === "mutation" && !isRepeatable ? createIdempotencyKey() : undefined);
  const policy = retry === false ? once : { ...defaultRetryPolicy, ...retry };
  const repeatable = isRepeatable || idempotencyKey !== undefined;
  const deadline = startDeadline(clock, timeoutMs, options.signal);
  const { signal } = deadline;
  const { headers, onState } = options;
  const sender: Sender = { userId: undefined };
  try {
    signal.throwIfAborted();
    const input = keeper ? await deadline.race(keeper.completeInput(operation, given)) : given;
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      try {
        const sent = {
          operation,
          input,
          idempotencyKey,
          headers,
          deadline,
          sender,
          isCurrent,
          onState,
        };
        const output = await deadline.race(attemptCall(caller, sent));
        await keeper?.take(operation, output);
        return output;
      } catch (error) {
        signal.throwIfAborted();
        const delayMs = toRetryDelay(policy, { error, attempt, repeatable }, random);
        if (delayMs === undefined || delayMs >= deadline.left() || !isCurrent()) throw error;
        // Only problems have a delay.
        onWait?.({ problem: (error as ProblemError).problem, delayMs, attempt });
        await deadline.sleep(delayMs);
        if (!isCurrent()) throw error;
      }
    }
  } finally {
    deadline.end();
  }
}
