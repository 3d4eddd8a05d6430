import type { Database } from "../../src/lib/ports/database.ts";
import type { Log } from "../../src/lib/ports/log.ts";
import { nodePlatform } from "../../src/lib/adapters/node/platform.ts";
import { openSqlite } from "../../src/lib/adapters/sqlite/sqlite-database.ts";
import { createData } from "../../src/lib/server/data/create-data.ts";
import type { Data, DataClock, DataOptions } from "../../src/lib/server/data/data.ts";
import type { Tables } from "../../src/lib/server/data/table.ts";

/** A clock whose timers go off only when a test says so; its turns are real. */
export interface ManualClock extends DataClock {
  /** Lets time pass, and every timer that is due go off. */
  advance(milliseconds: number): void;
}

export function createManualClock(): ManualClock {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();
  const schedule = (milliseconds: number, task: () => void) => {
    const timer = { at: now + milliseconds, task };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  return {
    now: () => 1_700_000_000_000 + now,
    monotonic: () => now,
    defer: (task) => void setImmediate(task),
    bindContext: (task) => nodePlatform.bindContext(task),
    schedule,
    pause: (milliseconds) => new Promise((resolve) => void schedule(milliseconds, resolve)),
    advance(milliseconds) {
      now += milliseconds;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.task();
      }
    },
  };
}

export interface LogLine {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

/** A log that keeps its lines. */
export function createMemoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const keep = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields: { ...fields }, message });
  const log = {
    lines,
    debug: keep("debug"),
    info: keep("info"),
    warn: keep("warn"),
    error: keep("error"),
    child: () => log,
  };
  return log;
}

export interface OpenData<T extends Tables> extends AsyncDisposable {
  readonly data: Data<T>;
  readonly clock: ManualClock;
  readonly log: ReturnType<typeof createMemoryLog>;
}

/** The engine over a temporary file; `wrap` may stand around the database, to make it fail. */
export async function openTestData<T extends Tables>(
  tables: T,
  options: Partial<DataOptions<T>> & { readonly wrap?: (database: Database) => Database } = {},
): Promise<OpenData<T>> {
  const clock = createManualClock();
  const log = createMemoryLog();
  const { wrap = (database: Database) => database, ...rest } = options;
  const data = createData({
    tables,
    database: wrap(openSqlite(":temporary:")),
    clock,
    log,
    mode: "dev",
    ...rest,
  });
  await data.open();
  log.lines.length = 0;
  return { data, clock, log, [Symbol.asyncDispose]: () => data.close() };
}
