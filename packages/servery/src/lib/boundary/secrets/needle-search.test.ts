import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";

import { createNeedleSearch, type NeedleHit } from "./needle-search.ts";
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
      const scan = search.beginBytes();
      const hits = [...scan.push(bytes.subarray(0, cut)), ...scan.push(bytes.subarray(cut))];
      const places = hits.map(({ needle, start, end }) => [needle.encoding, start, end]);
      expect(places).toEqual([["JSON", 6, bytes.length - 2]]);
    }
  });

  test("in bytes and text alike, with all that there are in one pass", () => {
    const other = { name: "OTHER", value: "another-secret-of-26-chars" };
    const both = createNeedleSearch([...toNeedles(known), ...toNeedles(other)]);
    const text = `é ${other.value} ${value} ${other.value}`;
    const bytes = Buffer.from(text);
    const told = both.findAll(text).map(({ needle, start, end }) => {
      expect(text.slice(start, end)).toBe(needle.text);
      return needle.secret;
    });
    const toldOfBytes = both.findAll(bytes).map(({ needle, start, end }) => {
      expect(bytes.subarray(start, end).toString()).toBe(needle.text);
      return needle.secret;
    });
    expect([told, toldOfBytes]).toEqual([
      ["OTHER", "KEY", "OTHER"],
      ["OTHER", "KEY", "OTHER"],
    ]);
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

let seed = 20261128;
function random(below: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}
const one = <T>(list: readonly T[]): T => list[random(list.length)]!;
const word = (length: number, letters: string): string =>
  Array.from({ length }, () => one([...letters])).join("");
const toNeedle = (secret: string): Needle => ({ secret, encoding: "raw", text: secret });

/** What stands between letters of a text, and in none of the needles, or in some. */
const odd = ["", "é", "😀", "\u2028", "ä", "x"];

/** Needles that have much in common, and a text in which one of them may stand, whole or torn. */
function draw() {
  const letters = one(["ab", "abc", "abcdefgh", "abé😀"]);
  const words = [
    ...new Set(Array.from({ length: 1 + random(8) }, () => word(3 + random(14), letters))),
  ];
  const whole = one(words);
  const cut = random(whole.length + 1);
  const torn = whole.slice(0, cut) + (random(2) === 0 ? "" : one(odd)) + whole.slice(cut);
  const around = () => word(random(40), letters) + one(odd);
  return { words, text: (around() + torn + around()).toWellFormed() };
}

/** Every place of every word, as a plain search finds them. */
function findPlainly(words: readonly string[], text: string): readonly string[] {
  return words
    .flatMap((each) =>
      Array.from({ length: text.length }, (_, at) =>
        text.startsWith(each, at) ? [`${at}-${at + each.length} ${each}`] : [],
      ).flat(),
    )
    .toSorted();
}

const show = ({ needle, start, end }: NeedleHit) => `${start}-${end} ${needle.secret}`;

test("finds what a plain search finds, however much of a text is skipped", () => {
  let found = 0;
  for (let round = 0; round < 4000; round++) {
    const { words, text } = draw();
    const many = createNeedleSearch(words.map(toNeedle));
    const expected = findPlainly(words, text);
    expect(many.findAll(text).map(show).toSorted(), `${words.join()} in ${text}`).toEqual(expected);
    expect(many.findIn(text) !== undefined).toBe(expected.length > 0);
    const bytes = Buffer.from(text);
    const inBytes = many.findAll(bytes).map(({ needle, start, end }) => {
      const from = bytes.subarray(0, start).toString().length;
      return `${from}-${from + bytes.subarray(start, end).toString().length} ${needle.secret}`;
    });
    expect(inBytes.toSorted()).toEqual(expected);
    if (expected.length > 0) found++;
  }
  expect(found).toBeGreaterThan(1000);
  expect(found).toBeLessThan(3900);
});

test("finds in pieces what it finds in the whole, once, wherever that is cut", () => {
  for (let round = 0; round < 2000; round++) {
    const { words, text } = draw();
    const many = createNeedleSearch(words.map(toNeedle));
    const scan = many.beginText();
    const hits: NeedleHit[] = [];
    for (let left = [...text]; left.length > 0;) {
      const length = random(12);
      hits.push(...scan.push(left.slice(0, length).join("")));
      left = left.slice(length);
    }
    expect(hits.map(show).toSorted()).toEqual(findPlainly(words, text));
  }
});

test("finds a secret in every way of writing it, among many others", () => {
  const many = Array.from({ length: 20 }, (_, at) => ({
    name: `KEY${at}`,
    value: `${word(8, "abcXYZ019")}${at}/&"ü+${word(20, "abcXYZ019_-")}`,
  }));
  const needles = many.flatMap(toNeedles);
  const all = createNeedleSearch(needles);
  for (const { text: written, secret } of needles) {
    const text = `{"words":"é ${written} and more"}`;
    expect(all.findIn(text)?.secret).toBe(secret);
    expect(all.findIn(text.replace(written.slice(0, -3), ""))).toBeUndefined();
  }
});

test("finds a secret that is as long as a document", () => {
  const long = word(25_000, "abcXYZ019 {}");
  const found = createNeedleSearch(toNeedles({ name: "LONG", value: long }));
  for (const text of [long, JSON.stringify({ long }), Buffer.from(long).toString("base64")])
    expect(found.findIn(`before ${text} after`)?.secret).toBe("LONG");
  expect(found.findIn(long.slice(1))).toBeUndefined();
});

test("what is everywhere is refused", () => {
  expect(() => createNeedleSearch([toNeedle("ab")]).findIn("ab")).toThrow(RangeError);
});
