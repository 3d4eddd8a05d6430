import { randomUUID } from "node:crypto";
import { sqlite } from "servery/node";
import type { Database } from "servery/server";

import { idempotencyKeyHeader, snapshotHeader } from "../../../src/lib/protocol/headers.ts";
import type { Fetch } from "./ledger-clients.ts";
import { createLedger } from "./ledger-service.ts";
import type { Planted } from "./run-history.ts";

/** A service whose database does not tell what a commit has changed, so that what is kept stays. */
const deafCache: Planted = {
  open: ({ database, ...settings }) =>
    createLedger({ ...settings, database: withoutChanges(sqlite(String(database))) }),
};

function withoutChanges(database: Database): Database {
  return {
    ...database,
    openWriter() {
      const connection = database.openWriter();
      const recordChanges = () => ({ changeset: () => new Uint8Array(), close: () => {} });
      return Object.create(connection, { recordChanges: { value: recordChanges } });
    },
  };
}

/** Clients that neither tell what they have seen nor hear what they see. */
const noTokens: Planted = {
  fetch: (way) => async (url, init) => {
    const headers = new Headers(init.headers);
    headers.delete(snapshotHeader);
    const { body, status, headers: told } = await way(url, { ...init, headers });
    const left = new Headers(told);
    left.delete(snapshotHeader);
    return new Response(body, { status, headers: left });
  },
};

/** A way on which every third event of a stream is lost. */
const lostFrames: Planted = {
  fetch: (way) => async (url, init) => {
    const { body, status, headers } = await way(url, init);
    const isStream = headers.get("content-type")?.startsWith("text/event-stream") === true;
    if (!isStream || body === null) return new Response(body, { status, headers });
    return new Response(body.pipeThrough(loseEvents()), { status, headers });
  },
};

function loseEvents(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = "";
  let count = 0;
  return new TransformStream({
    transform(bytes, controller) {
      const events = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events)
        if (++count % 3 !== 0) controller.enqueue(encoder.encode(`${event}\n\n`));
    },
  });
}

/** Every fifth answer to a mutation is lost, and what is sent again has a key of its own. */
const freshKeys: Planted = {
  fetch: (way) => {
    let count = 0;
    return withMutations(way, async (send) => {
      const answer = await send({ [idempotencyKeyHeader]: `"${randomUUID()}"` });
      if (++count % 5 === 0) throw new TypeError("The answer was lost.");
      return answer;
    });
  },
};

function withMutations(
  way: Fetch,
  carry: (send: (more: Record<string, string>) => Promise<Response>) => Promise<Response>,
): Fetch {
  return (url, init) => {
    const headers = new Headers(init.headers);
    if (!headers.has(idempotencyKeyHeader)) return way(url, init);
    return carry((more) => {
      for (const [name, value] of Object.entries(more)) headers.set(name, value);
      return way(url, { ...init, headers });
    });
  };
}

/** What breaks a promise, and the words of the checker for it. */
export const plantedFaults: Readonly<Record<string, readonly [planted: Planted, words: RegExp]>> = {
  "a cache that hears of no change": [
    deafCache,
    /^(own write unseen|not up to date in the end|not the state that it says)/,
  ],
  "clients without tokens": [noTokens, /^(own write unseen|went back)/],
  "frames that are lost": [lostFrames, /^(not up to date in the end|not live in the end)/],
  "mutations that are sent again under another key": [freshKeys, /^done 2 times/],
};
