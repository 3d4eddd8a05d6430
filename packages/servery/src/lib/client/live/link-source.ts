import type { LinkWatcher } from "../../ports/link.ts";
import { isProblemError } from "../../protocol/problem-error.ts";
import type { ClientCore } from "../client-core.ts";
import { createCredentials } from "./credentials.ts";
import { withRenewal } from "./renewal.ts";
import type { Source, SourceEvents, Wanted, WantedQuery } from "./source.ts";

/** Watches queries through a link, each for itself: a service in the same process keeps no streams. */
export function createLinkSource(core: ClientCore, wanted: Wanted, events: SourceEvents): Source {
  const { link, snapshots } = core.caller;
  const credentials = createCredentials(core);
  const watches = new Map<string, AbortController>();
  const renewing = () => {
    const own: SourceEvents = withRenewal(events, credentials, {
      isOpen: () => told === own,
      renew: () => {
        close();
        told = renewing();
        sync();
      },
    });
    return own;
  };
  let told = renewing();

  async function start(query: WantedQuery, signal: AbortSignal): Promise<void> {
    const { key, operation, input } = query;
    try {
      const headers = await credentials.send(async (given) => given);
      if (signal.aborted) return;
      const options = { headers, snapshot: snapshots.newest };
      const stop = link.watch!(operation, input, toWatcher(key, told), options);
      signal.addEventListener("abort", stop);
    } catch (error) {
      // What could not even be asked is met as by a call.
      told.onUpdate(key, { ...toProblemUpdate(error), ended: true });
    }
  }

  function sync(): void {
    const left = new Set(watches.keys());
    for (const query of wanted()) {
      if (left.delete(query.key)) continue;
      const controller = new AbortController();
      watches.set(query.key, controller);
      void start(query, controller.signal);
    }
    for (const key of left) stop(key);
  }

  function stop(key: string): void {
    watches.get(key)?.abort();
    watches.delete(key);
  }

  function close(): void {
    for (const key of watches.keys()) stop(key);
  }

  sync();
  return {
    sync,
    close,
    again: (key) => {
      stop(key);
      sync();
    },
  };
}

function toWatcher(key: string, events: SourceEvents): LinkWatcher {
  return {
    onOutput: (full, { token, hash }) =>
      events.onUpdate(key, {
        full,
        ...(token !== undefined && { token }),
        ...(hash !== undefined && { hash }),
      }),
    onProblem: (error, { isOver, token }) =>
      events.onUpdate(key, {
        ...toProblemUpdate(error),
        ...(token !== undefined && { token }),
        ...(isOver && { ended: true }),
      }),
  };
}

/** @throws the error itself, where it is a bug. */
function toProblemUpdate(error: unknown) {
  if (!isProblemError(error)) throw error;
  return { problem: error.problem };
}
