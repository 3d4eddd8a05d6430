import type { Platform } from "../../ports/platform.ts";
import type { Log } from "../../ports/log.ts";
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

/** An entry is compared again after this time, in milliseconds. */
const pauseMs = 1000;
/** Characters of each result in a report. */
const mostShown = 2000;

export function createAuditor(
  kept: KeptResults,
  log: Log,
  platform: Pick<Platform, "monotonic">,
  every: number,
): Auditor {
  let answers = 0;
  let audited = 0;
  let missed = 0;

  function report({ operation }: LiveQuery, entry: OutputEntry, now: string): void {
    missed++;
    log.error(
      {
        operation,
        kept: entry.result.text.slice(0, mostShown),
        now: now.slice(0, mostShown),
        readSet: entry.reads.regions.map(({ table, equals, ranges }) => ({
          table,
          equals: equals.map(({ column, values }) => ({ column, values: [...values] })),
          ranges,
        })),
        asked: entry.asked,
      },
      `${operation}: an answer from the cache differs from what the query answers now, and nothing that it read has changed. ` +
        "Its handler depends on something that is not followed: `servery check` looks for clocks, randomness and variables of modules.",
    );
  }

  return {
    wants(entry, now) {
      if (every === 0 || entry.usesClock || ++answers % every !== 0) return false;
      if (now - entry.auditedAt < pauseMs) return false;
      entry.auditedAt = now;
      return true;
    },
    async audit(query, entry) {
      const record = createRunRecord();
      // A run that fails, or that met a write, says nothing about what was kept.
      const text = await query.run(record).catch(() => undefined);
      if (text === undefined || record.count === undefined) return;
      if (!kept.holdsSince(entry, Math.min(record.count, entry.count))) return;
      audited++;
      entry.auditedAt = platform.monotonic();
      if (text === entry.result.text) return;
      report(query, entry, text);
      kept.invalidate(entry, "an audit");
    },
    status: () => ({ audited, missed }),
  };
}
