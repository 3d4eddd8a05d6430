/** A signal that is aborted once all who joined have gone. */
export interface SharedSignal {
  readonly signal: AbortSignal;
  join(caller: AbortSignal): void;
  /** There is nothing left to abort. */
  close(): void;
}

/** Makes the signal of a run that several callers may wait for: one that leaves ends it for no other. */
export function createSharedSignal(first: AbortSignal): SharedSignal {
  const controller = new AbortController();
  const waiting = new Set<AbortSignal>();
  const leave = ({ target }: { readonly target: unknown }): void => {
    const caller = target as AbortSignal;
    if (waiting.delete(caller) && waiting.size === 0) controller.abort(caller.reason);
  };
  function join(caller: AbortSignal): void {
    waiting.add(caller);
    if (caller.aborted) leave({ target: caller });
    else caller.addEventListener("abort", leave, { once: true });
  }
  join(first);
  return {
    signal: controller.signal,
    join,
    close() {
      for (const caller of waiting) caller.removeEventListener("abort", leave);
      waiting.clear();
    },
  };
}
