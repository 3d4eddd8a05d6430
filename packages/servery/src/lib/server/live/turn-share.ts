import type { Platform } from "../../ports/platform.ts";

/** Portions out the event loop's time to work that can wait, so that nobody else waits for it long. */
export interface TurnShare {
  /** Whether no time is left for it in this turn. */
  readonly isSpent: boolean;
  /** Resolves in the next turn, where there is time again. */
  next(): Promise<void>;
}

/** How long one turn of the event loop may be held up, in milliseconds. */
const shareMs = 5;

/** Makes a share that all such work has together. Nothing of it is left until {@link TurnShare.next} has resolved. */
export function createTurnShare({
  defer,
  monotonic,
}: Pick<Platform, "defer" | "monotonic">): TurnShare {
  let end = Number.NEGATIVE_INFINITY;
  let turn: PromiseWithResolvers<void> | undefined;
  return {
    get isSpent() {
      return monotonic() >= end;
    },
    next() {
      if (turn !== undefined) return turn.promise;
      const coming = (turn = Promise.withResolvers<void>());
      defer(() => {
        turn = undefined;
        end = monotonic() + shareMs;
        coming.resolve();
      });
      return coming.promise;
    },
  };
}
