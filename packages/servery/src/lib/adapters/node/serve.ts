import type { Server, ServerOptions } from "node:http";

import type { Log } from "../../ports/log.ts";
import { answerClientErrors } from "./client-errors.ts";
import { createFront, type FrontOptions } from "./front.ts";
import { listen } from "./listen.ts";
import { answerRequests, type ServedService } from "./listener.ts";
import { openServer, type ServerCertificate } from "./open-server.ts";
import { nodePlatform } from "./platform.ts";
import { readSettings } from "./settings.ts";
import { onEndSignal, shutDown, type ShutdownOptions } from "./shutdown.ts";

/** How a service is served, beside the limits that are its own. Times are in milliseconds. */
export interface ServeOptions extends FrontOptions {
  /** Default: `PORT` of the environment, or 4000. 0 takes any free one. */
  readonly port?: number;
  /** Default: `HOST` of the environment, or `127.0.0.1`: this machine alone. `0.0.0.0` for every network. */
  readonly host?: string;
  /** Serves HTTPS. Where something before the service ends TLS, as most hosts do, leave it out. */
  readonly tls?: ServerCertificate;
  /** How long an idle connection stays open; longer than a load balancer's own. Default 65,000. */
  readonly keepAliveTimeout?: number;
  /** The most connections at a time; more are closed at once. Default 10,000. */
  readonly maxConnections?: number;
  /** The most requests of one connection. Default no limit. */
  readonly maxRequestsPerSocket?: number;
  readonly shutdown?: ShutdownOptions;
  /** Whether SIGTERM and SIGINT end the process in order. Default `true`. */
  readonly signals?: boolean;
  /** Default: the platform's. */
  readonly log?: Log;
}

/** A service that is being served. */
export interface Served {
  /** Where, such as `http://localhost:4000`, or `https:` with a certificate. */
  readonly url: string;
  readonly server: Server;
  /** Ends it in order; `true` when everything in flight finished within the deadline. */
  close(): Promise<boolean>;
}

/**
 * Serves a service over HTTP once it is ready: its operations, its reference page at `/docs`, and
 * the front-end in `site`, on one port.
 * @throws ServeryError `invalid_config`, `port_in_use`, `port_forbidden`, `host_unknown`, `site_not_found`,
 *   `invalid_certificate`.
 */
export async function serve(service: ServedService, options: ServeOptions = {}): Promise<Served> {
  const settings = readSettings();
  const log = options.log ?? nodePlatform.log;
  const server = openServer(toHttpOptions(service.limits, options), options.tls);
  server.maxConnections = options.maxConnections ?? 10_000;
  server.maxRequestsPerSocket = options.maxRequestsPerSocket ?? 0;
  answerClientErrors(server, service.contract.problemTypes);
  const front = await createFront(service.contract, options, server);
  await service.ready();
  const state = { ready: true };
  answerRequests(server, service, { front, log, state });
  const { port = settings.port, host = settings.host } = options;
  const url = await listen(server, port, host).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  log.info({ url }, "Listening");
  let ended: Promise<boolean> | undefined;
  const close = () => (ended ??= shutDown({ server, service, state, log }, options.shutdown ?? {}));
  if (options.signals ?? true) server.once("close", onEndSignal(close, log));
  return { url, server, close };
}

function toHttpOptions(limits: ServedService["limits"], options: ServeOptions): ServerOptions {
  const headersTimeout = Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs);
  return {
    // Node counts the address too.
    maxHeaderSize: limits.headerBytes,
    headersTimeout,
    // The exchange itself answers a body that is late; this is for all that nobody reads.
    requestTimeout: limits.requestTimeoutMs + 5000,
    keepAliveTimeout: options.keepAliveTimeout ?? 65_000,
    connectionsCheckingInterval: Math.min(1000, headersTimeout),
    // A missing Host is refused by the listener, as a problem.
    requireHostHeader: false,
    noDelay: true,
  };
}
