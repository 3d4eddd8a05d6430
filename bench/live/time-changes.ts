import { setTimeout as sleep } from "node:timers/promises";

import { machineMs } from "./clock.ts";
import type { OpenBoardClient } from "./watchers.ts";

/** What the process of the clients is told to do. */
export interface TimingOrder {
  readonly board: string;
  readonly port: number;
  readonly watchers: number;
  /** `hot`: all watch one note, and it is edited; `spread`: each watches another, and one of these is edited. */
  readonly shape: "hot" | "spread";
  readonly edits: number;
}

/** One edit. All moments are on the machine's clock, in milliseconds. */
export interface TimedEdit {
  readonly sent: number;
  readonly acknowledged: number;
  /** When each client that watches the note had heard of it. */
  readonly heard: readonly number[];
}

/** A pause after each edit, so that one does not wait for what another has left to do. */
const pauseMs = 10;
/** Edits that only warm up. */
const unmeasured = 20;
/** After this time somebody will never hear of it. */
const patienceMs = 20_000;

/** Plays so many clients of a board: lets them watch, edits notes, and notes who hears of it when. */
export async function timeChanges(
  { port, watchers, shape, edits }: TimingOrder,
  open: OpenBoardClient,
): Promise<TimedEdit[]> {
  const client = await open(port);
  const noteOf = (watcher: number) => (shape === "hot" ? 1 : 1 + watcher);
  const expected = shape === "hot" ? watchers : 1;
  let heard: number[] = [];
  let onAll = () => {};
  const hear = () => {
    heard.push(machineMs());
    if (heard.length === expected) onAll();
  };
  const stops: (() => void)[] = [];
  for (let watcher = 0; watcher < watchers; watcher++)
    stops.push(
      await soon(client.watch(noteOf(watcher), hear), () => `watcher ${watcher} to begin`),
    );
  const timed: TimedEdit[] = [];
  for (let edit = -unmeasured; edit < edits; edit++) {
    const { promise, resolve } = Promise.withResolvers<void>();
    heard = [];
    onAll = resolve;
    const sent = machineMs();
    const note = noteOf((edit + unmeasured) % watchers);
    await soon(client.edit(note, `edit ${edit} at ${sent}`), () => `edit ${edit} to be answered`);
    const acknowledged = machineMs();
    await soon(promise, () => `${expected - heard.length} of ${expected} to hear of edit ${edit}`);
    if (edit >= 0) timed.push({ sent, acknowledged, heard });
    await sleep(pauseMs);
  }
  for (const stop of stops) stop();
  client.close();
  return timed;
}

/** Waits for what must come. */
async function soon<Value>(coming: Promise<Value>, toWhat: () => string): Promise<Value> {
  const waited = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: waited.signal }).then(
    () => {
      throw new Error(`Waited in vain for ${toWhat()}.`);
    },
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([coming, late]);
  } finally {
    waited.abort();
  }
}
