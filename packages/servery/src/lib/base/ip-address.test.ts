import { isIP } from "node:net";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseIpAddress, toNetwork } from "./ip-address.ts";

describe("an address", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:C000:201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::", "::"],
  ])("%s is %s", (text, canonical) => {
    expect(parseIpAddress(text)).toBe(canonical);
  });

  it.each(
    [
      [
        "",
        "127.1",
        "0x7f.0.0.1",
        "010.0.0.1",
        "256.0.0.1",
        "1.2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        " 1.2.3.4",
      ],
      [
        "1.2.3.4:80",
        "[::1]",
        ":::",
        "1::2::3",
        "::g",
        "::1]/",
        "::1@evil",
        "unknown",
        "_hidden",
        "::1\n",
      ],
    ].flat(),
  )("%j is none", (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });

  it("is one wherever the system says so, and reading it again changes nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (text) => {
        const read = parseIpAddress(text);
        expect(read !== undefined).toBe(isIP(text) !== 0);
        if (read !== undefined) expect(parseIpAddress(read)).toBe(read);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the network of a caller", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:db8:0:0:ffff::9", "2001:db8:0:0::/64"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["1:2:3:4:5::", "1:2:3:4::/64"],
    [undefined, "unknown"],
  ])("of %s is %s", (address, network) => {
    expect(toNetwork(address)).toBe(network);
  });
});
