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
  /** Stops the time limit while a person is waited for; aborting still ends the call. */
  suspend<T>(work: () => Promise<T>): Promise<T>;
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
  const onAbort = () => controller.abort(toAbortError(callerSignal?.reason));
  let at = clock.now() + timeoutMs;
  let cancelTimer: (() => void) | undefined;
  const startTimer = () => {
    if (Number.isFinite(timeoutMs))
      cancelTimer = clock.schedule(left(), () => controller.abort(timedOut(timeoutMs)));
  };
  startTimer();
  if (callerSignal?.aborted) onAbort();
  else callerSignal?.addEventListener("abort", onAbort);

  function left(): number {
    return at - clock.now();
  }

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
    left,
    suspend: async (work) => {
      const rest = left();
      cancelTimer?.();
      try {
        return await race(work());
      } finally {
        at = clock.now() + rest;
        if (!signal.aborted) startTimer();
      }
    },
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
