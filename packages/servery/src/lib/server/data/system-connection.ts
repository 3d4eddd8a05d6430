import type { Connection, Database } from "../../ports/database.ts";
import type { Platform } from "../../ports/platform.ts";
import type { SystemReads } from "./data.ts";
import { createLedger } from "./ledger.ts";
import type { DataSchema } from "./schema.ts";

/** The connection on which the engine reads for itself, outside of any snapshot. */
export interface SystemConnection {
  readonly reads: SystemReads;
  /** Changes with every commit of another process, from the next turn of the event loop on. */
  foreignCommits(): number;
  close(): void;
}

/** Opens it beside the `writer`, whose own commits are none of another process's. */
export function openSystem(
  database: Database,
  writer: Connection,
  schema: DataSchema,
  { defer }: Pick<Platform, "defer">,
): SystemConnection {
  const connection = database.openReader();
  const version = writer.prepare("PRAGMA data_version");
  // It takes and gives back a lock, which every request would pay for.
  let known: number | undefined;
  return {
    reads: createLedger(connection, schema, () => {}),
    foreignCommits() {
      if (known === undefined) defer(() => (known = undefined));
      return (known ??= Number(version.get([])?.["data_version"]));
    },
    close: () => connection.close(),
  };
}
