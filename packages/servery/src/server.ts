export { createService } from "./lib/adapters/node/create-service.ts";
export type { DeclaredSecret } from "./lib/boundary/secrets/open-secrets.ts";
export { secret } from "./lib/boundary/secrets/secret.ts";
export type { Secret, SecretOptions } from "./lib/boundary/secrets/secret.ts";
export type { Database } from "./lib/ports/database.ts";
export type { Exchange, Reply } from "./lib/ports/exchange.ts";
export { silentLog } from "./lib/ports/log.ts";
export type { Log } from "./lib/ports/log.ts";
export {
  boolean,
  bytes,
  id,
  integer,
  json,
  real,
  ref,
  text,
  timestamp,
} from "./lib/server/data/column.ts";
export type { Column } from "./lib/server/data/column.ts";
export { isDataError } from "./lib/server/data/data-error.ts";
export type { DataError, DataErrorCode } from "./lib/server/data/data-error.ts";
export type { DataLimits, DataStatus, Db } from "./lib/server/data/data.ts";
export type { MigrationFile } from "./lib/server/data/migration/migration-file.ts";
export {
  all,
  any,
  everyone,
  inherit,
  member,
  nobody,
  owner,
  policy,
} from "./lib/server/data/policy.ts";
export type { Policy, Rule } from "./lib/server/data/policy.ts";
export { prepared } from "./lib/server/data/prepared-query.ts";
export type { PreparedQuery, QueryInput } from "./lib/server/data/prepared-query.ts";
export { table } from "./lib/server/data/table.ts";
export type { DatabaseOf, Table, Tables } from "./lib/server/data/table.ts";
export type { AuditSettings } from "./lib/server/pipeline/audit-trail.ts";
export type { Captcha } from "./lib/server/pipeline/captcha.ts";
export type { CorsOptions } from "./lib/server/pipeline/cors.ts";
export type { CurrentUser } from "./lib/server/handling/current-user.ts";
export type {
  ActionContext,
  ContextOf,
  DataContext,
  Fail,
  Handler,
  HandlerContext,
  Handlers,
  MutationContext,
  NoTables,
  Random,
  RequestHeaders,
} from "./lib/server/handling/handler.ts";
export type { GrantBook, GrantOptions } from "./lib/server/handling/grant-book.ts";
export type {
  InvitationLink,
  InvitationOptions,
  NewAccountOptions,
  ServiceAccounts,
} from "./lib/server/identity/accounts.ts";
export type {
  AccountHookContext,
  IdentityPages,
  IdentitySettings,
  SessionLifetimes,
} from "./lib/server/identity/settings.ts";
export { users } from "./lib/server/identity/users.ts";
export type { ServiceLimits } from "./lib/server/pipeline/limits.ts";
export type { SecurityOptions } from "./lib/server/pipeline/security-headers.ts";
export type {
  ExplainedRegion,
  ExplainedRerun,
  ExplainedStatement,
  Explanation,
} from "./lib/server/live/explanation.ts";
export type { ExplainOptions, Service, ServiceStatus } from "./lib/server/service.ts";
export type {
  ServiceClock,
  ServiceOptions,
  ServiceSettings,
} from "./lib/server/service-options.ts";
