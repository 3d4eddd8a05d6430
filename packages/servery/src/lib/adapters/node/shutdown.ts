import type { Server } from "node:http";

import type { Log } from "../../ports/log.ts";

/** How a server ends. */
export interface ShutdownOptions {
  /**
   * How long `/readyz` already says no while requests are still accepted, in milliseconds, so that a
   * load balancer can look elsewhere. Default 0.
   */
  readonly delay?: number;
  /** How long what is in flight may take to finish, in milliseconds; then it is cut off. Default 10,000. */
  readonly deadline?: number;
}

/** What ends, in its order. */
export interface Ending {
  readonly server: Server;
  readonly service: { close(): Promise<void> };
  /** What `/readyz` says. */
  readonly state: { ready: boolean };
  readonly log: Log;
}

/**
 * Ends a server: not ready, then no new connections, idle ones closed, what is in flight finished,
 * then the database. Resolves to whether all of it finished within the deadline.
 */
export async function shutDown(ending: Ending, options: ShutdownOptions): Promise<boolean> {
  const { server, service, log } = ending;
  ending.state.ready = false;
  if (options.delay !== undefined && options.delay > 0) await pause(options.delay);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const finished = Promise.all([service.close(), closed]).then(() => true);
  const deadline = options.deadline ?? 10_000;
  if (await Promise.race([finished, pause(deadline).then(() => false)])) return true;
  log.warn({ deadline }, "Requests still ran at the shutdown deadline, and were cut off");
  server.closeAllConnections();
  // Whoever was cut off may need a moment to give the database back.
  await Promise.race([finished, pause(1000)]);
  return false;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());
}

/**
 * Ends the process in order on SIGTERM and SIGINT: status 0 when everything finished, 1 when not. A
 * second signal ends it at once. Returns a function that stops listening.
 */
export function onEndSignal(end: () => Promise<boolean>, log: Log): () => void {
  let ending = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (ending) process.exit(signal === "SIGINT" ? 130 : 143);
    ending = true;
    log.info({ signal }, "Shutting down");
    end().then(
      (finished) => process.exit(finished ? 0 : 1),
      (error: unknown) => {
        log.error({ error }, "The shutdown failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  return () => void process.off("SIGTERM", onSignal).off("SIGINT", onSignal);
}
