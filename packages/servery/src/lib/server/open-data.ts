import type { Contract } from "../contract/contract.ts";
import type { Log } from "../ports/log.ts";
import { createData } from "./data/create-data.ts";
import type { AnyData } from "./data/any-data.ts";
import type { MigrationFile } from "./data/migration/migration-file.ts";
import type { Tables } from "./data/table.ts";
import { auditTables } from "./identity/audit.ts";
import { securityEventTables } from "./identity/security-event-rows.ts";
import { idempotencyTables } from "./pipeline/idempotency.ts";
import type { Runtime } from "./runtime.ts";
import type { ServiceSettings } from "./service-options.ts";

/** What the data of a service is opened with. */
export interface OpenDataOptions extends ServiceSettings {
  readonly tables: Tables;
  readonly mode: "dev" | "production";
  readonly log: Log;
  /** What the service keeps for itself, beside what every service keeps. */
  readonly systemTables: readonly string[];
}

/** What is kept of every operation that may change something. */
const commandTables = [...idempotencyTables, ...auditTables, ...securityEventTables];

/** Opens the data engine of a service; `undefined` when it needs none. */
export async function openData(
  runtime: Runtime,
  contract: Contract,
  options: OpenDataOptions,
): Promise<AnyData | undefined> {
  const location = options.database ?? defaultLocation(runtime, contract, options.tables);
  if (location === undefined) return undefined;
  const { platform } = runtime;
  const migrations = await readMigrations(runtime, options);
  const data = createData({
    tables: options.tables,
    database: typeof location === "string" ? platform.openDatabase(location) : location,
    clock: platform,
    log: options.log,
    mode: options.mode,
    systemTables: [...(hasCommands(contract) ? commandTables : []), ...options.systemTables],
    ...(migrations === undefined ? {} : { migrations }),
    ...(options.pendingMigrations === undefined
      ? {}
      : { pendingMigrations: options.pendingMigrations }),
    ...(options.dataLimits === undefined ? {} : { limits: options.dataLimits }),
  });
  try {
    await data.open();
  } catch (error) {
    await data.close();
    throw error;
  }
  return data;
}

/** Without tables, only the outcomes of idempotency keys are kept, and those not beyond the run. */
function defaultLocation(runtime: Runtime, contract: Contract, tables: Tables): string | undefined {
  if (Object.keys(tables).length > 0) return runtime.defaults().database;
  return hasCommands(contract) ? ":temporary:" : undefined;
}

/** Whether a contract has operations that may change something. */
export function hasCommands({ list }: Contract): boolean {
  return list.some(({ operation }) => operation.kind !== "query");
}

async function readMigrations(
  runtime: Runtime,
  { mode, migrations }: OpenDataOptions,
): Promise<readonly MigrationFile[] | undefined> {
  if (typeof migrations !== "string") return migrations;
  if (mode === "production") return runtime.readMigrations(migrations);
  // In dev the first migration may be yet to be written.
  return runtime.readMigrations(migrations).catch(() => undefined);
}
