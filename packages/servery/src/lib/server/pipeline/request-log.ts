import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";

const longestPath = 200;

/**
 * One line for each request: error for a 5xx, warn for a 4xx, else info. It names the operation, never
 * the path that was filled in, the query string or the body. Where only the path matched, its pattern; where
 * nothing did, the path.
 */
export function logRequest(engine: Engine, call: Call, status: number): void {
  const ms = Math.round((engine.platform.monotonic() - call.startedAt) * 1000) / 1000;
  const { requestId, plan, pattern, exchange } = call;
  const { method } = exchange;
  const fields =
    plan === undefined
      ? { requestId, method, path: pattern ?? pathOf(exchange.target), status, ms }
      : { requestId, method, operation: plan.id, status, ms };
  // A path that leads nowhere has what its caller pleased to write.
  const log = plan === undefined ? engine.log : engine.plainLog;
  if (status >= 500) log.error(fields, "request");
  else if (status >= 400) log.warn(fields, "request");
  else if (plan === undefined) log.debug(fields, "request");
  else log.info(fields, "request");
}

function pathOf(target: string): string {
  const mark = target.indexOf("?");
  return (mark < 0 ? target : target.slice(0, mark)).slice(0, longestPath);
}
