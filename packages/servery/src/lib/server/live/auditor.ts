import type { Log } from "../../ports/log.ts";
import type { Platform } from "../../ports/platform.ts";
import type { OutputEntry } from "./entry.ts";
import type { KeptResults } from "./kept-results.ts";
import type { LiveQuery } from "./live-query.ts";
import { createRunRecord } from "./run-record.ts";

/**
 * Compares answers from the cache with what their queries would answer now. It looks for what must never be:
 * a result that is another though nothing that it is known to rest on has changed.
 */
export interface Auditor {
  /** Whether this answer is one to be compared. */
  wants(entry: OutputEntry, now: number): boolean;
  /** Compares it; a difference is reported. Never rejects. */
  audit(query: LiveQuery, entry: OutputEntry): Promise<void>;
  /** Answers that were compared, and differences that nothing explains. */
  status(): { readonly audited: number; readonly missed: number };
}

interface AuditorOptions {
  readonly kept: Pick<KeptResults, "invalidate">;
  /** Finds out whether another process has committed. */
  lookAround(): void;
  readonly log: Pick<Log, "error">;
  readonly platform: Pick<Platform, "defer">;
  /** Of how many answers one is compared; 0 compares none. */
  readonly every: number;
}

/** An entry is compared again after this time, in milliseconds. */
const pauseMs = 1000;
/** Characters of each result in a report. */
const mostShown = 2000;

export function createAuditor({ kept, lookAround, log, platform, every }: AuditorOptions): Auditor {
  let answers = 0;
  let audited = 0;
  let missed = 0;
  return {
    wants(entry, now) {
      if (every === 0 || entry.usesClock || ++answers % every !== 0) return false;
      if (now - entry.auditedAt < pauseMs) return false;
      entry.auditedAt = now;
      return true;
    },
    async audit(query, entry) {
      // A run that fails says nothing about what was kept.
      const text = await query.run(createRunRecord()).catch(() => undefined);
      // In a turn of its own, for others' commits are looked for once in each.
      await new Promise<void>((resolve) => platform.defer(resolve));
      lookAround();
      // Nor does one that a commit came between: what was kept is then out.
      if (text === undefined || !entry.isFresh) return;
      audited++;
      if (text === entry.result.text) return;
      missed++;
      report(log, query, entry, text);
      kept.invalidate(entry, "an audit");
    },
    status: () => ({ audited, missed }),
  };
}

function report(
  log: Pick<Log, "error">,
  { operation }: LiveQuery,
  { result, reads, asked }: OutputEntry,
  now: string,
): void {
  const readSet = reads.regions.map(({ table, equals, ranges }) => ({
    table,
    equals: equals.map(({ column, values }) => ({ column, values: [...values] })),
    ranges,
  }));
  const texts = { kept: result.text.slice(0, mostShown), now: now.slice(0, mostShown) };
  log.error(
    { operation, ...texts, readSet, asked },
    `${operation}: an answer from the cache differs from what the query answers now, and nothing that it read has changed. ` +
      "Its handler depends on something that is not followed: `servery check` looks for clocks, randomness and variables of modules.",
  );
}
