import { loadConfig } from "./config.ts";
import type { LogLevel } from "./log.ts";

/** What the environment says of every service. */
export interface EnvironmentSettings {
  readonly port: number;
  readonly host: string;
  /** Where the front-end is, such as `https://shop.example`: for links in mails. */
  readonly origin: string | undefined;
  /** The file of the embedded database. */
  readonly database: string;
  readonly logLevel: LogLevel;
  /** `undefined`: pretty on a terminal, else JSON. */
  readonly logFormat: "json" | "pretty" | undefined;
  readonly mode: "dev" | "production";
  /** How many proxies stand before the service. */
  readonly trustedProxies: number;
}

/**
 * Reads `PORT`, `HOST`, `SERVERY_DATABASE`, `LOG_LEVEL`, `LOG_FORMAT`, `NODE_ENV`,
 * `SERVERY_ORIGIN` and `SERVERY_TRUSTED_PROXIES`.
 * @throws ServeryError `invalid_config`.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): EnvironmentSettings {
  const config = loadConfig(
    {
      PORT: { type: "integer", min: 0, max: 65_535, default: 4000 },
      HOST: { type: "text", default: "127.0.0.1" },
      SERVERY_DATABASE: { type: "text", default: "servery.db" },
      LOG_LEVEL: {
        type: "text",
        oneOf: ["debug", "info", "warn", "error", "silent"],
        default: "info",
      },
      LOG_FORMAT: { type: "text", oneOf: ["json", "pretty"], optional: true },
      NODE_ENV: { type: "text", default: "development" },
      SERVERY_ORIGIN: { type: "url", optional: true },
      SERVERY_TRUSTED_PROXIES: { type: "integer", min: 0, max: 10, default: 0 },
    },
    environment,
  );
  return {
    port: config.PORT,
    host: config.HOST,
    database: config.SERVERY_DATABASE,
    logLevel: config.LOG_LEVEL,
    logFormat: config.LOG_FORMAT,
    mode: config.NODE_ENV === "production" ? "production" : "dev",
    origin: config.SERVERY_ORIGIN,
    trustedProxies: config.SERVERY_TRUSTED_PROXIES,
  };
}
