export { loadConfig } from "./lib/adapters/node/config.ts";
export type { Config, Setting, Settings, SettingValue } from "./lib/adapters/node/config.ts";
export type { FrontOptions, SiteHandler, SiteMiddleware } from "./lib/adapters/node/front.ts";
export type { ServedService } from "./lib/adapters/node/listener.ts";
export { createLog } from "./lib/adapters/node/log.ts";
export type { LogLevel, LogOptions } from "./lib/adapters/node/log.ts";
export { nodePlatform } from "./lib/adapters/node/platform.ts";
export type { ServerCertificate } from "./lib/adapters/node/open-server.ts";
export { serve } from "./lib/adapters/node/serve.ts";
export type { Served, ServeOptions } from "./lib/adapters/node/serve.ts";
export { readSettings } from "./lib/adapters/node/settings.ts";
export type { EnvironmentSettings } from "./lib/adapters/node/settings.ts";
export type { ShutdownOptions } from "./lib/adapters/node/shutdown.ts";
export type { SiteDirectory } from "./lib/adapters/node/site.ts";
export { openSqlite as sqlite } from "./lib/adapters/sqlite/sqlite-database.ts";
export { readMigrations } from "./lib/adapters/node/migration-files.ts";
export {
  applyMigrations,
  migrationStatus,
  planMigration,
  writeMigration,
} from "./lib/server/data/migration/migrate.ts";
export type { MigrationStatus } from "./lib/server/data/migration/migrate.ts";
export type { MigrationPlan } from "./lib/server/data/migration/plan.ts";
