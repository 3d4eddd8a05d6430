import type { Deadlines } from "../../base/deadlines.ts";
import type { Db, ReadOptions } from "./data.ts";
import { DataError } from "./data-error.ts";
import { createHandlerDb } from "./handler-db.ts";
import { createLease, revokeLease, type StatementRunner } from "./lease.ts";
import type { ReadObserver } from "./read-observer.ts";
import type { Tables } from "./table.ts";

/** One connection that reads. What is begun here is done in order, though it may be done elsewhere. */
export interface Reader {
  readonly runner: StatementRunner;
  /** False once it has failed, or was given up: it is then closed, and another one must be opened. */
  readonly usable: boolean;
  /** Starts a snapshot. */
  begin(): void;
  /** The number of the state that the snapshot is of. */
  count(): number | Promise<number>;
  /** Ends it. Never throws. */
  commit(): void;
  /** Gives up what runs, and the snapshot. Never throws. */
  interrupt(): void;
  close(): Promise<void> | void;
}

export interface ReadSettings {
  readonly deadlines: Deadlines;
  readonly timeoutMs: number;
  /** Whether a read that has started is given up when its caller has gone. */
  readonly interruptible: boolean;
}

/** Runs a handler on a reader, in one snapshot. `release` is called once, before the promise settles. */
export function runRead<T extends Tables, R>(
  reader: Reader,
  run: (db: Db<T>) => Promise<R>,
  options: ReadOptions,
  settings: ReadSettings,
  release: () => void,
): Promise<R> {
  const lease = createLease(options.operation ?? "query", options);
  return new Promise<R>((resolve, reject) => {
    const signal = settings.interruptible ? options.signal : undefined;
    const onAbort = (): void => giveUp(aborted(lease.operation), "its caller has gone");
    const timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    const stop = settings.deadlines.add(timeoutMs, () =>
      giveUp(timedOut(lease.operation, timeoutMs), "its time is up"),
    );

    function end(why: string): boolean {
      if (lease.revoked !== undefined) return false;
      revokeLease(lease, why);
      stop();
      signal?.removeEventListener("abort", onAbort);
      return true;
    }
    function giveUp(error: DataError, why: string): void {
      if (!end(why)) return;
      reader.interrupt();
      release();
      reject(error);
    }
    function finish(settle: () => void): void {
      if (!end("its handler has ended")) return;
      const told = tellSnapshot(reader, lease.observer);
      reader.commit();
      release();
      if (told === undefined) settle();
      else void told.finally(settle);
    }

    signal?.addEventListener("abort", onAbort);
    try {
      reader.begin();
      run(createHandlerDb<T>(reader.runner, lease)).then(
        (value) => finish(() => resolve(value)),
        (error: unknown) => finish(() => reject(error)),
      );
    } catch (error) {
      finish(() => reject(error));
    }
  });
}

/** Whoever is not told does not know what was read, and must not keep it. Never rejects. */
function tellSnapshot(
  reader: Reader,
  observer: ReadObserver | undefined,
): Promise<void> | undefined {
  if (observer === undefined) return undefined;
  try {
    const count = reader.count();
    if (typeof count !== "number")
      return count.then(
        (late) => observer.onSnapshot(late),
        () => undefined,
      );
    observer.onSnapshot(count);
  } catch {
    // As after a failure that has ended the transaction.
  }
  return undefined;
}

export function aborted(operation: string): DataError {
  return new DataError("aborted", `${operation}: its caller has gone before it was done.`);
}

export function timedOut(operation: string, timeoutMs: number): DataError {
  return new DataError(
    "timeout",
    `${operation}: took longer than its time limit of ${timeoutMs} ms. Make it faster, or mark the operation heavy.`,
  );
}
