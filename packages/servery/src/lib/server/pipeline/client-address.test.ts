import { describe, expect, it } from "vitest";

import { createClientAddresses } from "./client-address.ts";

function read(hops: number, remoteAddress: string | undefined, forwarded?: string) {
  return createClientAddresses(hops)({ remoteAddress, header: () => forwarded });
}

describe("a caller's address", () => {
  it.each([
    ["the peer, when no proxy is trusted", 0, "192.0.2.9", "203.0.113.7", "192.0.2.9"],
    ["the peer, in one form", 0, "::ffff:192.0.2.9", undefined, "192.0.2.9"],
    ["unknown without a peer", 0, undefined, "203.0.113.7", undefined],
    ["what the one proxy saw", 1, "192.0.2.9", "203.0.113.7", "203.0.113.7"],
    [
      "not what the caller made up",
      1,
      "192.0.2.9",
      "127.0.0.1, 10.0.0.1,203.0.113.7",
      "203.0.113.7",
    ],
    [
      "what the outer of two proxies saw",
      2,
      "192.0.2.9",
      "127.0.0.1, 203.0.113.7, 192.0.2.8",
      "203.0.113.7",
    ],
    ["the peer, when a proxy was gone around", 2, "192.0.2.9", "203.0.113.7", "192.0.2.9"],
    ["the peer, when no proxy wrote anything", 1, "192.0.2.9", undefined, "192.0.2.9"],
    ["the peer, when the entry is no address", 1, "192.0.2.9", "203.0.113.7, unknown", "192.0.2.9"],
    ["the peer, when the entry is empty", 1, "192.0.2.9", "203.0.113.7,", "192.0.2.9"],
    ["the peer, when the list is empty", 1, "192.0.2.9", "", "192.0.2.9"],
    ["without a port", 1, "192.0.2.9", "203.0.113.7:4711", "203.0.113.7"],
    ["without brackets and port", 1, "192.0.2.9", "[2001:DB8::1]:4711", "2001:db8::1"],
    ["of the proxy's list, where there is no peer", 1, undefined, "203.0.113.7", "203.0.113.7"],
  ] as const)("is %s", (_, hops, peer, forwarded, address) => {
    expect(read(hops, peer, forwarded)).toBe(address);
  });

  it("is found at once in a list that is as long as headers may be", () => {
    const list = `${"1.1.1.1,".repeat(2000)}203.0.113.7`;
    expect(read(1, "192.0.2.9", list)).toBe("203.0.113.7");
  });

  it.each([-1, 1.5, 11, Number.NaN])("is not read behind %s proxies", (hops) => {
    expect(() => createClientAddresses(hops)).toThrow(
      /trustedProxies must be the number of proxies/,
    );
  });
});
