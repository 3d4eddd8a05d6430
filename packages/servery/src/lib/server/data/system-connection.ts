import type { Connection, Database } from "../../ports/database.ts";
import type { Platform } from "../../ports/platform.ts";
import type { SystemReads } from "./data.ts";
import { createLedger } from "./ledger.ts";
import type { DataSchema } from "./schema.ts";

/** The connection on which the engine reads for itself, outside of any snapshot. */
export interface SystemConnection {
  readonly reads: SystemReads;
  /** See `Data.foreignCommits`. */
  foreignCommits(since?: number): number;
  close(): void;
}

/**
 * How long what others have committed may go unnoticed by an answer that changes nothing, in milliseconds: to look takes
 * as long as all else that the service does for one from memory.
 */
export const glanceMs = 20;

/** Opens it beside the `writer`, whose own commits are none of another process's. */
export function openSystem(
  database: Database,
  writer: Connection,
  schema: DataSchema,
  { defer, monotonic }: Pick<Platform, "defer" | "monotonic">,
): SystemConnection {
  const connection = database.openReader();
  const version = writer.prepare("PRAGMA data_version");
  // To look takes and gives back a lock, which every request would pay for.
  let known = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let isOfThisTurn = false;

  function look(): void {
    known = Number(version.get([])?.["data_version"]);
    lookedAt = monotonic();
    isOfThisTurn = true;
    defer(() => (isOfThisTurn = false));
  }

  return {
    reads: createLedger(connection, schema, () => {}),
    foreignCommits(since = Number.POSITIVE_INFINITY) {
      if (!isOfThisTurn && lookedAt <= since) look();
      return known;
    },
    close: () => connection.close(),
  };
}
