import { setImmediate as turn } from "node:timers/promises";

import { openConnection } from "../load/connection.ts";
import { createNumbers } from "../load/requests.ts";
import { toEditRequest } from "./edit-note.ts";

/** Edits of a board's notes, so many at once. */
export interface WriteOrder {
  readonly port: number;
  readonly inFlight: number;
  readonly seconds: number;
  /** The notes that are edited: from this one on, so many. */
  readonly first: number;
  readonly notes: number;
  readonly seed: number;
}

export interface WriteResult {
  readonly edits: number;
  readonly p99Ms: number;
}

/** Keeps so many edits under way, each on a connection of its own. */
export async function runWrites(order: WriteOrder): Promise<WriteResult> {
  const { port, inFlight, seconds, first, notes, seed } = order;
  const number = createNumbers(seed, notes);
  const latencies: number[] = [];
  const { promise: drained, resolve, reject } = Promise.withResolvers<void>();
  let open = inFlight;
  const end = performance.now() + seconds * 1000;
  const begin = async () => {
    let sent = 0;
    const connection = await openConnection(
      port,
      (status) => {
        const now = performance.now();
        if (status !== 204) reject(new Error(`An edit was answered by ${status}.`));
        latencies.push(now - sent);
        if (now < end) return send();
        connection.close();
        if (--open === 0) resolve();
      },
      reject,
    );
    const send = () => {
      sent = performance.now();
      connection.send(toEditRequest(first + number(), `edit ${latencies.length} by ${seed}`));
    };
    send();
  };
  for (let index = 0; index < inFlight; index++) await begin();
  await drained;
  await turn();
  const sorted = latencies.toSorted((a, b) => a - b);
  return { edits: sorted.length, p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN };
}
