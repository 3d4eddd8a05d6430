import { liveQueriesPath, type WatchedQuery } from "../../protocol/live.ts";
import { isProblemError } from "../../protocol/problem-error.ts";
import { type LineParts, tellService } from "./line.ts";
import { turns } from "./turns.ts";

/** Keeps the service told of what is wanted on a stream. */
export interface Changes {
  /** Something may have changed. */
  tell(): void;
}

/** Answers after which the stream is opened anew, with all that is wanted. */
const reopening = new Set([401, 404, 408, 429]);

/**
 * Tells the service what has changed as long as something has, one thing after the other; what changes in one
 * tick at once. What the service refuses to watch is over.
 * @param onFailure the service does not know the stream any more, or could not be reached.
 */
export function createChanges(
  parts: LineParts,
  stream: string,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Changes {
  let isTelling = false;

  async function tell(): Promise<void> {
    // Longer than it takes to let go of a query.
    await turns(6);
    for (;;) {
      const change = parts.registrations.change(parts.wanted);
      if (signal.aborted || change.watch.length + change.unwatch.length === 0) return;
      try {
        await tellService(parts, liveQueriesPath, { stream, ...change }, signal);
      } catch (error) {
        if (!refuse(error, change.watch)) throw error;
      }
    }
  }

  /** False where it was not these queries that were refused. */
  function refuse(error: unknown, queries: readonly WatchedQuery[]): boolean {
    if (!isProblemError(error)) return false;
    const { problem } = error;
    if (problem.status < 400 || problem.status > 499 || reopening.has(problem.status)) return false;
    for (const { q } of queries) {
      const frame = { q, epoch: Infinity, problem, ended: true } as const;
      const key = parts.registrations.keyOf(frame);
      if (key !== undefined) parts.events.onUpdate(key, frame);
    }
    return true;
  }

  return {
    tell: () => {
      if (isTelling) return;
      isTelling = true;
      tell()
        .catch(onFailure)
        .finally(() => {
          isTelling = false;
        });
    },
  };
}
