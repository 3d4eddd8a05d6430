import { existsSync } from "node:fs";

import { migrationStatus, readMigrations, readSettings, sqlite } from "servery/node";
import {
  type MigrationFile,
  type Service,
  type ServiceSettings,
  silentLog,
  type Tables,
} from "servery/server";

/** Where a command finds the database of a service that may run. */
export interface BesideOptions {
  readonly database?: string;
  readonly migrations: string;
}

/**
 * The settings of a service that is opened beside the one that may run on the same database. One that has
 * had migrations is production's: its schema is left alone. Mails are left to the service.
 */
export async function toSettingsBeside(
  { tables }: Pick<Service, "tables">,
  { database, migrations: folder }: BesideOptions,
): Promise<ServiceSettings> {
  const location = database ?? readSettings().database;
  const migrations = existsSync(folder) ? await readMigrations(folder) : [];
  const settings = {
    database: location,
    log: silentLog,
    identity: { mailer: "elsewhere" },
  } as const;
  if (!existsSync(location) || countApplied(location, migrations, tables) === 0)
    return { ...settings, mode: "dev" };
  return { ...settings, mode: "production", migrations };
}

function countApplied(location: string, files: readonly MigrationFile[], tables: Tables): number {
  const database = sqlite(location);
  try {
    return migrationStatus(database, files, tables).applied.length;
  } finally {
    database.close();
  }
}
