/** A signal that is aborted once all who joined have gone. */
export interface SharedSignal {
  readonly signal: AbortSignal;
  join(caller: AbortSignal): void;
}

/** Makes the signal of a run that several callers may wait for: one that leaves ends it for no other. */
export function createSharedSignal(first: AbortSignal): SharedSignal {
  const controller = new AbortController();
  let waiting = 0;
  function join(caller: AbortSignal): void {
    waiting++;
    const leave = (): void => {
      waiting--;
      if (waiting === 0) controller.abort(caller.reason);
    };
    if (caller.aborted) leave();
    else caller.addEventListener("abort", leave, { once: true });
  }
  join(first);
  return { signal: controller.signal, join };
}
