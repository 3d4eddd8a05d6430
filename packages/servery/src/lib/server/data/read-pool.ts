import type { DataClock, Db, ReadOptions } from "./data.ts";
import { DataError } from "./data-error.ts";
import { aborted, type Reader, type ReadSettings, runRead, timedOut } from "./reader.ts";
import type { Tables } from "./table.ts";

export interface ReadPoolOptions extends ReadSettings {
  readonly open: () => Reader;
  /** Connections at most. */
  readonly connections: number;
  /** Reads that wait for one, at most. */
  readonly queued: number;
  readonly clock: Pick<DataClock, "bindContext">;
}

/** Connections that are opened when needed, each used by one read at a time. */
export interface ReadPool<T extends Tables> {
  read<R>(run: (db: Db<T>) => Promise<R>, options: ReadOptions): Promise<R>;
  status(): { readonly connections: number; readonly active: number; readonly queued: number };
  /** Resolves when what has started has ended and every connection is closed. */
  close(): Promise<void>;
}

interface Waiting {
  start(reader: Reader): void;
  reject(error: unknown): void;
}

export function createReadPool<T extends Tables>(options: ReadPoolOptions): ReadPool<T> {
  const idle: Reader[] = [];
  const waiting = new Set<Waiting>();
  let connections = 0;
  let closing: PromiseWithResolvers<void> | undefined;

  function take(): Reader | undefined {
    const reader = popUsable();
    if (reader !== undefined || connections >= options.connections) return reader;
    const opened = options.open();
    connections++;
    return opened;
  }

  /** One that is idle, dropping those that have come to an end meanwhile. */
  function popUsable(): Reader | undefined {
    const reader = idle.pop();
    if (reader === undefined || reader.usable) return reader;
    connections--;
    return popUsable();
  }

  function giveBack(reader: Reader): void {
    if (reader.usable) idle.push(reader);
    else connections--;
    startNext();
    if (connections === idle.length) closing?.resolve();
  }

  function startNext(): void {
    const [next] = waiting;
    if (next === undefined) return;
    let reader: Reader | undefined;
    try {
      reader = take();
    } catch (error) {
      next.reject(error);
      return;
    }
    if (reader !== undefined) next.start(reader);
  }

  function start<R>(reader: Reader, run: (db: Db<T>) => Promise<R>, read: ReadOptions): Promise<R> {
    return runRead(reader, run, read, options, () => giveBack(reader));
  }

  function wait<R>(run: (db: Db<T>) => Promise<R>, read: ReadOptions): Promise<R> {
    const operation = read.operation ?? "query";
    if (waiting.size >= options.queued) return Promise.reject(overloaded(operation));
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    const timeoutMs = read.timeoutMs ?? options.timeoutMs;
    const stop = options.deadlines.add(timeoutMs, () =>
      entry.reject(timedOut(operation, timeoutMs)),
    );
    const onAbort = (): void => entry.reject(aborted(operation));
    const leave = (): void => {
      waiting.delete(entry);
      stop();
      read.signal?.removeEventListener("abort", onAbort);
    };
    const entry: Waiting = {
      start: options.clock.bindContext((reader) => {
        leave();
        resolve(start(reader, run, read));
      }),
      reject(error) {
        leave();
        reject(error);
      },
    };
    read.signal?.addEventListener("abort", onAbort);
    waiting.add(entry);
    return promise;
  }

  return {
    read(run, read) {
      if (closing !== undefined) return Promise.reject(closed());
      if (read.signal?.aborted) return Promise.reject(aborted(read.operation ?? "query"));
      try {
        const reader = waiting.size === 0 ? take() : undefined;
        return reader === undefined ? wait(run, read) : start(reader, run, read);
      } catch (error) {
        return Promise.reject(error);
      }
    },
    status: () => ({ connections, active: connections - idle.length, queued: waiting.size }),
    async close() {
      closing ??= Promise.withResolvers();
      for (const entry of waiting) entry.reject(closed());
      if (connections > idle.length) await closing.promise;
      for (const reader of idle.splice(0)) await reader.close();
      connections = 0;
    },
  };
}

export function overloaded(operation: string): DataError {
  return new DataError(
    "overloaded",
    `${operation}: too many wait for the database already. Retry later.`,
  );
}

export function closed(): DataError {
  return new DataError(
    "closed",
    "The database is closed: the service is stopping, or was not opened.",
  );
}
