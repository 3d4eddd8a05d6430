import type { MaybePromise } from "../base/maybe-promise.ts";
import type { Environment } from "../boundary/secrets/read-secrets.ts";
import type { Exchange, Reply } from "../ports/exchange.ts";
import type { Platform } from "../ports/platform.ts";
import type { MigrationFile } from "./data/migration/migration-file.ts";
import type { ServiceLimits } from "./pipeline/limits.ts";

/** What a service is bound to: a platform, and what of the surroundings it may not import itself. */
export interface Runtime {
  readonly platform: Platform;
  /** What a service takes that does not say, such as from the environment. */
  defaults(): {
    readonly mode: "dev" | "production";
    readonly database: string;
    readonly trustedProxies?: number;
    /** Where the service will be served. Default 4000. */
    readonly port?: number;
    /** Where the front-end is: `identity.origin` of a service that does not say. */
    readonly origin?: string | undefined;
  };
  /** The variables that secrets are read from. Default none. */
  environment?(): Environment;
  /** Reads the `.sql` files of a folder, in the order of their names. */
  readMigrations(folder: string): Promise<readonly MigrationFile[]>;
  /** Makes a web handler of what answers exchanges. */
  toFetch(
    handle: (exchange: Exchange) => MaybePromise<Reply>,
    limits: ServiceLimits,
  ): (request: Request) => Promise<Response>;
}
