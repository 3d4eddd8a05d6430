import { createBoundedMap } from "../../base/bounded-map.ts";
import { parseIpAddress } from "../../base/ip-address.ts";
import { ServeryError } from "../../base/servery-error.ts";
import type { Exchange } from "../../ports/exchange.ts";

/** Tells from where a request comes, in one canonical form; `undefined` where nobody can tell. */
export type ReadClientAddress = (
  exchange: Pick<Exchange, "remoteAddress" | "header">,
) => string | undefined;

const mostHops = 10;
const remembered = 1000;

/**
 * Makes what reads a caller's address. Each proxy adds to `X-Forwarded-For` whom it was asked by, so with
 * `hops` trusted proxies the caller's address is the entry at that place from the right; everything left
 * of it was written by the caller. Where that entry is missing or no address, the peer stands for the caller.
 * @throws ServeryError `invalid_trusted_proxies`.
 */
export function createClientAddresses(hops: number): ReadClientAddress {
  if (!Number.isInteger(hops) || hops < 0 || hops > mostHops)
    throw new ServeryError(
      "invalid_trusted_proxies",
      `trustedProxies must be the number of proxies before the service, 0 to ${mostHops}, not ${hops}.`,
    );
  const peers = createBoundedMap<string, string>(remembered);
  const toPeer = (text: string | undefined): string | undefined => {
    if (text === undefined) return undefined;
    const known = peers.get(text);
    if (known !== undefined) return known;
    const address = parseIpAddress(text);
    if (address !== undefined) peers.set(text, address);
    return address;
  };
  if (hops === 0) return ({ remoteAddress }) => toPeer(remoteAddress);
  return (exchange) => {
    const forwarded = exchange.header("x-forwarded-for");
    const entry = forwarded === undefined ? undefined : entryFromRight(forwarded, hops);
    const address = entry === undefined ? undefined : parseIpAddress(withoutPort(entry));
    return address ?? toPeer(exchange.remoteAddress);
  };
}

/** The entry at a place from the right, 1 for the last; what stands further left is never looked at. */
function entryFromRight(list: string, place: number): string | undefined {
  let end = list.length;
  for (let at = 1; ; at++) {
    const comma = end === 0 ? -1 : list.lastIndexOf(",", end - 1);
    if (at === place) return list.slice(comma + 1, end).trim();
    if (comma < 0) return undefined;
    end = comma;
  }
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  const match = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(entry);
  return match?.[1] ?? match?.[2] ?? entry;
}
