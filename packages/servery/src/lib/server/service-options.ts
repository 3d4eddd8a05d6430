import type { Environment } from "../boundary/secrets/read-secrets.ts";
import type { Secret } from "../boundary/secrets/secret.ts";
import type { Limit } from "../contract/limit.ts";
import type { OperationTree } from "../contract/operation-tree.ts";
import type { Database } from "../ports/database.ts";
import type { Log } from "../ports/log.ts";
import type { DataLimits } from "./data/data.ts";
import type { MigrationFile } from "./data/migration/migration-file.ts";
import type { Tables } from "./data/table.ts";
import type { LiveSettings } from "./live/live-settings.ts";
import type { AuditSettings } from "./pipeline/audit-trail.ts";
import type { Captcha } from "./pipeline/captcha.ts";
import type { CorsOptions } from "./pipeline/cors.ts";
import type { IdentitySettings } from "./identity/settings.ts";
import type { Handlers } from "./handling/handler.ts";
import type { ServiceLimits } from "./pipeline/limits.ts";
import type { SecurityOptions } from "./pipeline/security-headers.ts";

/** A time that a test says. */
export interface ServiceClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that only grow: limits count by them. Default the platform's. */
  monotonic?(): number;
}

/** What of a service can be changed without its code. */
export interface ServiceSettings {
  /**
   * The file of the embedded database, `":temporary:"`, or a database that an adapter made. Default
   * `SERVERY_DATABASE` of the environment, or `servery.db`. A service without tables keeps nothing
   * beyond its run; one with queries only opens no database at all.
   */
  readonly database?: string | Database;
  /**
   * `dev`: the schema follows the code, outside calls in queries and mutations are caught, answers
   * carry `Server-Timing`. `production`: only migrations change the schema. Default by `NODE_ENV`.
   */
  readonly mode?: "dev" | "production";
  readonly limits?: Partial<ServiceLimits>;
  readonly dataLimits?: Partial<DataLimits>;
  /** Which other origins may call from a browser. Default none. */
  readonly cors?: CorsOptions;
  readonly security?: SecurityOptions;
  /** How the identity is done that the contract declares. */
  readonly identity?: IdentitySettings;
  /**
   * What one caller may call, all operations together; `false` for no bound. Default `"3000/minute"`.
   * A signed-in caller is known by the user, any other by the address (IPv6 by its /64).
   */
  readonly rate?: Limit | false;
  /**
   * How many proxies stand before the service and add to `X-Forwarded-For`: that many entries from the
   * right are believed. Default `SERVERY_TRUSTED_PROXIES` of the environment, or 0: none is.
   */
  readonly trustedProxies?: number;
  /** How long it is remembered who did what. Default 365 days. */
  readonly audit?: AuditSettings;
  /** How results of queries are kept and watched. */
  readonly live?: Partial<LiveSettings>;
  /** Checks what operations with `spam: { captcha: true }` are sent. */
  readonly captcha?: Captcha;
  /** Variables that secrets are read from, in the place of the environment; for tests. */
  readonly environment?: Environment;
  /**
   * Looks for the values of `secrets` in all that leaves: answers, problems, headers, live frames, mails, and the log.
   * Default `true`; without secrets it costs nothing.
   */
  readonly scanEgress?: boolean;
  /** Tells the time in the platform's place; for tests. */
  readonly clock?: ServiceClock;
  /** Default: the platform's, lines of JSON on standard output. */
  readonly log?: Log;
  /** In production: the folder of the migrations, or the files themselves. */
  readonly migrations?: string | readonly MigrationFile[];
  /** What production does with migrations that were not applied yet. Default `refuse` to start. */
  readonly pendingMigrations?: "refuse" | "apply";
}

/** What a service is made of. */
export interface ServiceOptions<
  Tree extends OperationTree,
  T extends Tables,
> extends ServiceSettings {
  /** What is kept, and types `db`. */
  readonly tables?: T;
  /**
   * What the service may reveal, and must never answer. Their values are read from the environment when it opens, which
   * fails where one is missing or shorter than 16 characters.
   */
  readonly secrets?: readonly Secret<string | undefined>[];
  /** One function for each operation, nested as the contract's operations are. */
  readonly handlers: Handlers<Tree, T>;
}
