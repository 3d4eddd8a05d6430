import type { Connection, Database } from "../../ports/database.ts";
import type { SystemReads } from "./data.ts";
import { createLedger } from "./ledger.ts";
import type { DataSchema } from "./schema.ts";

/** The connection on which the engine reads for itself, outside of any snapshot. */
export interface SystemConnection {
  readonly reads: SystemReads;
  /** Changes with every commit of another process. */
  foreignCommits(): number;
  close(): void;
}

/** Opens it beside the `writer`, whose own commits are none of another process's. */
export function openSystem(
  database: Database,
  writer: Connection,
  schema: DataSchema,
): SystemConnection {
  const connection = database.openReader();
  const version = writer.prepare("PRAGMA data_version");
  return {
    reads: createLedger(connection, schema, () => {}),
    foreignCommits: () => Number(version.get([])?.["data_version"]),
    close: () => connection.close(),
  };
}
