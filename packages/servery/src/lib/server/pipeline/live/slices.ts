import type { Platform } from "../../../ports/platform.ts";

/** Something that has work to do, one portion in a slice. */
export interface Worker {
  /** Does one portion; true when more is left. */
  work(): boolean;
  /** Told what its work threw; nobody else's suffers from it. */
  failed(error: unknown): void;
}

/** Gives everyone who has work a turn. */
export interface Slices {
  /** Puts it in the line, once. */
  add(worker: Worker): void;
}

/** After so many the event loop serves others: what they have written to sockets has left by then. */
const mostInSlice = 32;
const sliceMs = 4;

/**
 * Makes {@link Slices}: workers one after the other, in slices between which the event loop serves everybody
 * else. So ten thousand streams that one commit concerns hold up nobody.
 */
export function createSlices(platform: Pick<Platform, "defer" | "monotonic">): Slices {
  const line = new Set<Worker>();
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    platform.defer(run);
  }

  function run(): void {
    isScheduled = false;
    const end = platform.monotonic() + sliceMs;
    const again: Worker[] = [];
    let left = mostInSlice;
    for (const worker of line) {
      line.delete(worker);
      if (workOn(worker)) again.push(worker);
      if (--left === 0 || platform.monotonic() >= end) break;
    }
    for (const worker of again) line.add(worker);
    if (line.size > 0) schedule();
  }

  return {
    add(worker) {
      line.add(worker);
      schedule();
    },
  };
}

function workOn(worker: Worker): boolean {
  try {
    return worker.work();
  } catch (error) {
    worker.failed(error);
    return false;
  }
}
