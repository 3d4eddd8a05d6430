import { parseIpAddress } from "../../base/ip-address.ts";
import { isLoopback, isLoopbackHeader } from "../../base/loopback.ts";
import type { Exchange, Reply } from "../../ports/exchange.ts";

const proxyHeaders = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/**
 * Whether a program on this machine asks. The address alone does not tell: a name of somebody else's may
 * lead here (DNS rebinding), so `Host` must be ours, and a proxy may ask for somebody far away.
 */
export function isOnThisMachine(exchange: Exchange): boolean {
  const address = parseIpAddress(exchange.remoteAddress ?? "");
  return (
    address !== undefined &&
    isLoopback(address) &&
    isLoopbackHeader(exchange.header("host")) &&
    proxyHeaders.every((name) => exchange.header(name) === undefined)
  );
}

/** Takes from a reply what would let pages of other origins read it, however the rest of the service is shared. */
export function keepFromOtherOrigins(reply: Reply): Reply {
  for (const name of Object.keys(reply.headers))
    if (name.startsWith("access-control-")) delete reply.headers[name];
  reply.headers["cross-origin-resource-policy"] = "same-origin";
  return reply;
}
