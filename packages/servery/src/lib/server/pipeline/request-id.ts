import type { Exchange } from "../../ports/exchange.ts";
import type { Platform } from "../../ports/platform.ts";
import { requestIdHeader } from "../../protocol/headers.ts";
import type { Engine } from "./engine.ts";
import { toBase64Url } from "../handling/random.ts";

const sane = /^[A-Za-z0-9._-]{8,64}$/;

/**
 * Makes ids of requests: random for each process, then counting. They tell requests apart in a log;
 * they are no secret.
 */
export function createRequestIds({ randomBytes }: Pick<Platform, "randomBytes">): () => string {
  const prefix = toBase64Url(randomBytes(9)).replaceAll(/[-_]/g, "x");
  let count = 0;
  return () => `${prefix}.${(++count).toString(36)}`;
}

/**
 * The id that the caller gave, when it is sane: then logs of both sides can be laid side by side. Else one of our own. A
 * caller that knows a secret does not get it into the log.
 */
export function chooseRequestId(
  { egress, nextRequestId }: Pick<Engine, "egress" | "nextRequestId">,
  exchange: Exchange,
): string {
  const id = exchange.header(requestIdHeader);
  if (id === undefined || !sane.test(id)) return nextRequestId();
  return egress.isIdle || egress.findIn(id) === undefined ? id : nextRequestId();
}
