/**
 * The process that runs heavy statements. A process, not a thread: a thread cannot be ended while
 * SQLite runs in it, a process can.
 */
import type { Connection, DatabaseFailure } from "../../ports/database.ts";
import type { HeavyReply, HeavyRequest, HeavySetup } from "./heavy-message.ts";
import { openSqliteConnection } from "./sqlite-connection.ts";

let setup = "";
let connection: Connection | undefined;

function open(): Connection {
  const opened = openSqliteConnection(String(process.argv[2]), { readOnly: true });
  opened.exec(setup);
  return opened;
}

function answer({ sql, parameters, caller }: HeavyRequest): HeavyReply {
  try {
    connection ??= open();
    connection.setCaller(caller);
    // BEGIN and COMMIT come the same way, so that several statements see one snapshot.
    return { rows: connection.prepare(sql).all(parameters) };
  } catch (error) {
    const failure = error as Partial<DatabaseFailure>;
    return { message: String(failure.message ?? error), kind: failure.databaseFailure ?? "sql" };
  }
}

process.on("message", (message: HeavySetup | HeavyRequest) => {
  if ("setup" in message) setup = message.setup;
  else process.send?.(answer(message));
});
process.on("disconnect", () => process.exit());
// The service ends this process when it has finished what is in flight.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
