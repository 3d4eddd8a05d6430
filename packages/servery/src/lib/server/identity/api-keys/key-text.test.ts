import { crc32 } from "node:zlib";

import { expect, it } from "vitest";

import { randomBytes } from "../../../adapters/node/random-bytes.ts";
import { drawKey, formatKey, parseKey } from "./key-text.ts";

it("reads what it writes, for every contract's name", () => {
  for (const contract of ["shop", "a", "my-shop-2", "sat"]) {
    const key = drawKey(randomBytes);
    const text = formatKey(contract, key);
    expect(text).toMatch(/^[a-z0-9-]+_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/);
    expect(parseKey(contract, text)).toEqual(key);
  }
});

it("knows a key of its own contract only, and none that was mistyped", () => {
  const key = drawKey(randomBytes);
  const text = formatKey("shop", key);
  expect(parseKey("shop-2", text)).toBeUndefined();
  expect(parseKey("sho", text)).toBeUndefined();
  for (let at = 0; at < text.length; at++) {
    const other = text[at] === "A" ? "B" : "A";
    expect(parseKey("shop", text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
    expect(parseKey("shop", text.slice(0, at) + text.slice(at + 1))).toBeUndefined();
  }
  for (const noise of ["", "shop_", `${text} `, ` ${text}`, text.replaceAll("_", "-")])
    expect(parseKey("shop", noise)).toBeUndefined();
});

it("has the checksum that others compute: CRC-32 of what stands before it, in base 62", () => {
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  for (let round = 0; round < 100; round++) {
    const text = formatKey("shop", drawKey(randomBytes));
    const sum = Array.from(text.slice(-6)).reduce(
      (value, digit) => value * 62 + digits.indexOf(digit),
      0,
    );
    expect(sum).toBe(crc32(text.slice(0, -6)));
  }
});

it("draws every digit about as often as any other", () => {
  const counts = new Map<string, number>();
  for (let round = 0; round < 2000; round++)
    for (const digit of drawKey(randomBytes).secret)
      counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const mean = (2000 * 43) / 62;
  expect(counts.size).toBe(62);
  for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(mean / 4);
});
