/** Opens the engine as a service does, when told to: a process of its own for tests of several at once. */
import { nodePlatform } from "../../src/lib/adapters/node/platform.ts";
import { openSqlite } from "../../src/lib/adapters/sqlite/sqlite-database.ts";
import { silentLog } from "../../src/lib/ports/log.ts";
import { id, text } from "../../src/lib/server/data/column.ts";
import { createData } from "../../src/lib/server/data/create-data.ts";
import type { MigrationFile } from "../../src/lib/server/data/migration/migration-file.ts";
import { everyone } from "../../src/lib/server/data/policy.ts";
import { table } from "../../src/lib/server/data/table.ts";

export interface OpenRequest {
  readonly file: string;
  readonly mode: "dev" | "production";
  readonly migrations: readonly MigrationFile[];
}

const items = table("items", { id: id(), name: text() }, { policy: everyone });

process.on("message", async ({ file, mode, migrations }: OpenRequest) => {
  const data = createData({
    tables: { items },
    database: openSqlite(file),
    clock: nodePlatform,
    log: silentLog,
    mode,
    migrations,
    pendingMigrations: "apply",
  });
  try {
    await data.open();
    await data.close();
    process.send?.("opened");
  } catch (error) {
    process.send?.(String(error));
  }
  process.disconnect?.();
});
process.send?.("ready");
