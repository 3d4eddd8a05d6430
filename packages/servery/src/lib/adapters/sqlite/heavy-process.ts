/**
 * The process that runs heavy statements. A process, not a thread: a thread cannot be ended while
 * SQLite runs in it, a process can.
 */
import type { Connection, DatabaseFailure } from "../../ports/database.ts";
import type { HeavyReply, HeavyRequest } from "./heavy-message.ts";
import { openSqliteConnection } from "./sqlite-connection.ts";

let connection: Connection | undefined;

function answer({ sql, parameters }: HeavyRequest): HeavyReply {
  try {
    connection ??= openSqliteConnection(String(process.argv[2]), { readOnly: true });
    // BEGIN and COMMIT come the same way, so that several statements see one snapshot.
    return { rows: connection.prepare(sql).all(parameters) };
  } catch (error) {
    const failure = error as Partial<DatabaseFailure>;
    return { message: String(failure.message ?? error), kind: failure.databaseFailure ?? "sql" };
  }
}

process.on("message", (request: HeavyRequest) => {
  process.send?.(answer(request));
});
process.on("disconnect", () => process.exit());
// The service ends this process when it has finished what is in flight.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
