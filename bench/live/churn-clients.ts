import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { createNumbers } from "../load/requests.ts";
import { openNoteEditor } from "./edit-note.ts";
import { type EventStream, openEventStream, type Watched } from "./event-stream.ts";

/** Streams and watches that come and go, and edits, for so long. */
export interface ChurnOrder {
  readonly port: number;
  readonly churnSeconds: number;
  /** Streams that are open at a time. */
  readonly streams: number;
  readonly notes: number;
  readonly seed: number;
}

/** What was done. */
export interface ChurnResult {
  readonly streams: number;
  readonly watches: number;
  readonly edits: number;
  readonly frames: number;
}

/** Watches of each stream. */
const inStream = 10;
/** How often a stream changes what it watches before it is closed. */
const changesOfStream = 5;

/** Lets clients come, watch, watch something else and go, while notes are edited. All are gone when it ends. */
export async function churn(order: ChurnOrder): Promise<ChurnResult> {
  const { port, churnSeconds, streams, notes, seed } = order;
  const number = createNumbers(seed, notes);
  const end = performance.now() + churnSeconds * 1000;
  const done = { streams: 0, watches: 0, edits: 0, frames: 0 };
  const isOver = () => performance.now() >= end;
  const visit = async () => {
    while (!isOver()) {
      const toQuery = (q: number) => toWatched(q, 1 + number());
      const queries = Array.from({ length: inStream }, (_, q) => toQuery(q));
      const stream = await openEventStream(port, queries, () => void done.frames++);
      done.streams++;
      done.watches += inStream;
      for (let change = 0; change < changesOfStream && !isOver(); change++) {
        await sleep(20);
        const watch = [toQuery(inStream + change)];
        await changeStream(port, stream, { watch, unwatch: [change] });
        done.watches++;
      }
      stream.close();
    }
  };
  const edit = async () => {
    const editor = await openNoteEditor(port);
    while (!isOver()) {
      await editor.edit(1 + number(), `edit ${done.edits++}`);
      await sleep(2);
    }
    editor.close();
  };
  await Promise.all([...Array.from({ length: streams }, visit), edit(), edit()]);
  return done;
}

function toWatched(q: number, note: number): Watched {
  return q % 2 === 0
    ? { q, operation: "notes.get", input: { id: note } }
    : { q, operation: "notes.between", input: { from: note, to: note + 5 } };
}

function changeStream(
  port: number,
  stream: EventStream,
  change: { readonly watch: readonly Watched[]; readonly unwatch: readonly number[] },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = { "content-type": "application/json", accept: "application/json" };
  const path = "/_servery/live/queries";
  const sent = request({ port, host: "127.0.0.1", method: "POST", path, headers }, (answer) => {
    answer.resume().on("end", () => {
      if (answer.statusCode === 204) resolve();
      else reject(new Error(`A change of a stream was answered by ${answer.statusCode}.`));
    });
  });
  sent.on("error", reject);
  sent.end(JSON.stringify({ stream: stream.id, ...change }));
  return promise;
}
