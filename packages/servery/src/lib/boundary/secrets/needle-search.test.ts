import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";

import { createNeedleSearch } from "./needle-search.ts";
import { type Needle, type SecretEncoding, toNeedles } from "./needles.ts";

const value = 'sk/live_51H&x"8+éQz<9>Wq~t7';
const known = { name: "KEY", value };
const search = createNeedleSearch(toNeedles(known));
const encodingOf = (text: string) => search.findIn(text)?.encoding;
const escapes = (digits: number, mark: string) =>
  [...value].map((c) => mark + c.charCodeAt(0).toString(16).padStart(digits, "0")).join("");

describe("a secret is found", () => {
  test.each<readonly [SecretEncoding, string]>([
    ["raw", value],
    ["JSON", JSON.stringify({ value })],
    ["JSON", JSON.stringify({ value }).replaceAll("/", "\\/")],
    ["JSON", JSON.stringify(JSON.stringify({ value }))],
    ["unicode escapes", escapes(4, "\\u")],
    ["unicode escapes", escapes(4, "\\u").replaceAll(/[0-9a-f]{4}/g, (e) => e.toUpperCase())],
    ["hex escapes", escapes(2, "\\x")],
    ["HTML", value.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)],
    ["URI", encodeURIComponent(value)],
    ["URI", encodeURIComponent(value).replace(/%../g, (e) => e.toLowerCase())],
    ["URI", new URLSearchParams({ value }).toString()],
    ["hex", Buffer.from(value).toString("hex")],
    ["hex", Buffer.from(value).toString("hex").toUpperCase()],
    ["reversed", [...value].toReversed().join("")],
  ])("as %s", (encoding, text) => {
    expect(encodingOf(`before${text}after`)).toBe(encoding);
  });

  test("as Base64, wherever it stands in what was encoded", () => {
    for (let before = 0; before < 7; before++)
      for (let after = 0; after < 4; after++) {
        const bytes = Buffer.from("x".repeat(before) + value + "y".repeat(after));
        expect(encodingOf(bytes.toString("base64"))).toBe("base64");
        expect(encodingOf(bytes.toString("base64url"))).toMatch(/^base64/);
      }
  });

  test("across every border between two pieces", () => {
    const text = `{"a":${JSON.stringify(value)}}`;
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const scan = search.begin();
      const hits = [...scan.push(bytes.subarray(0, cut)), ...scan.push(bytes.subarray(cut))];
      expect(hits.map(({ needle, start }) => [needle.encoding, start])).toEqual([["JSON", 6]]);
    }
  });

  test("in bytes and text alike, with all that there are in one pass", () => {
    const other = { name: "OTHER", value: "another-secret-of-26-chars" };
    const both = createNeedleSearch([...toNeedles(known), ...toNeedles(other)]);
    const text = `é ${other.value} ${value} ${other.value}`;
    const names = (piece: Uint8Array | string) =>
      both
        .begin()
        .push(piece)
        .map(({ needle }) => needle.secret);
    expect(names(text)).toEqual(["OTHER", "KEY", "OTHER"]);
    expect(names(Buffer.from(text))).toEqual(["OTHER", "KEY", "OTHER"]);
  });
});

describe("nothing is found", () => {
  test("where a byte is missing, or there are no needles", () => {
    for (const text of [value.slice(1), value.slice(0, -1), value.toUpperCase(), ""])
      expect(encodingOf(text)).toBeUndefined();
    const none = createNeedleSearch([]);
    expect(none.isEmpty).toBe(true);
    expect(none.findIn(value)).toBeUndefined();
  });
});

test("finds what a plain search finds, whatever needles have in common", () => {
  let seed = 20261128;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const word = (length: number) => Array.from({ length }, () => "abc"[random(3)]).join("");
  for (let round = 0; round < 300; round++) {
    const words = [...new Set(Array.from({ length: 6 }, () => word(1 + random(5))))];
    const needles: Needle[] = words.map((secret) => ({
      secret,
      encoding: "raw",
      bytes: Buffer.from(secret),
    }));
    const text = word(60);
    const found = createNeedleSearch(needles)
      .begin()
      .push(text)
      .map(({ needle, start }) => `${start} ${needle.secret}`);
    const expected = words.flatMap((each) =>
      Array.from(text, (_, at) => (text.startsWith(each, at) ? [`${at} ${each}`] : [])).flat(),
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
  }
});
