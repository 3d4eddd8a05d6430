import { createClientError, toAbortError } from "./client-error.ts";
import type { Clock } from "./clock.ts";

/** What ends one call early: its time limit or its caller's signal. */
export interface Deadline {
  /** Its reason is the error that the call rejects with. */
  readonly signal: AbortSignal;
  /** Milliseconds until the time limit. */
  left(): number;
  /** Rejects with the signal's reason as soon as it is aborted, however long `work` goes on. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Waits; rejects when aborted. */
  sleep(milliseconds: number): Promise<void>;
  /** Lets go of the timer and of the caller's signal. */
  end(): void;
}

/** Starts a deadline for one call with all its attempts. */
export function startDeadline(
  clock: Clock,
  timeoutMs: number,
  callerSignal: AbortSignal | undefined,
): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const at = clock.now() + timeoutMs;
  const onAbort = () => controller.abort(toAbortError(callerSignal?.reason));
  const cancelTimer = Number.isFinite(timeoutMs)
    ? clock.schedule(timeoutMs, () => controller.abort(timedOut(timeoutMs)))
    : undefined;
  if (callerSignal?.aborted) onAbort();
  else callerSignal?.addEventListener("abort", onAbort);

  function race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop);
      work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    });
  }

  return {
    signal,
    race,
    left: () => at - clock.now(),
    sleep: async (milliseconds) => {
      let cancel: (() => void) | undefined;
      const awake = new Promise<void>((resolve) => {
        cancel = clock.schedule(milliseconds, resolve);
      });
      await race(awake).finally(() => cancel?.());
    },
    end: () => {
      cancelTimer?.();
      callerSignal?.removeEventListener("abort", onAbort);
    },
  };
}

function timedOut(timeoutMs: number): Error {
  const error = createClientError("timeout", `No answer arrived within ${timeoutMs} ms.`);
  error.name = "TimeoutError";
  return error;
}
