import type { AddressInfo } from "node:net";

import type { Served } from "servery/node";

import { findNetworkAddresses } from "./certificate.ts";

/** Where a server that listens on every network is for other machines; none for one that does not. */
export function toNetworkUrls({ url, server }: Pick<Served, "url" | "server">): string[] {
  const { address, port } = server.address() as AddressInfo;
  if (address !== "0.0.0.0" && address !== "::") return [];
  const { protocol } = new URL(url);
  return findNetworkAddresses()
    .filter((each) => address === "::" || !each.includes(":"))
    .map((each) => `${protocol}//${each.includes(":") ? `[${each}]` : each}:${port}`);
}
