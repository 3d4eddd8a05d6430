import { Buffer } from "node:buffer";
import { expect, test } from "vitest";

import { type Needle, toNeedles } from "./needles.ts";
import { createTextSearch } from "./text-search.ts";

let seed = 4711;
function random(below: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}
const one = <T>(list: readonly T[]): T => list[random(list.length)]!;
const word = (length: number, letters: string): string =>
  Array.from({ length }, () => letters[random(letters.length)]!).join("");
const toNeedle = (secret: string): Needle => ({
  secret,
  encoding: "raw",
  bytes: Buffer.from(secret),
});

/** What stands between letters of a text, and in none of the needles, or in some. */
const odd = ["", "é", "😀", "\u2028", "ä", "x"];

/** Needles that have much in common, and a text in which one of them may stand, whole or torn. */
function draw() {
  const letters = one(["ab", "abc", "abcdefgh", "abé"]);
  const words = Array.from({ length: 1 + random(8) }, () => word(1 + random(14), letters));
  const whole = one(words);
  const cut = random(whole.length + 1);
  const torn = whole.slice(0, cut) + (random(2) === 0 ? "" : one(odd)) + whole.slice(cut);
  const around = () => word(random(40), letters) + one(odd);
  return { words, text: around() + torn + around() };
}

test("finds what a plain search finds, however much of a text is skipped", () => {
  let found = 0;
  for (let round = 0; round < 5000; round++) {
    const { words, text } = draw();
    const hit = createTextSearch(words.map(toNeedle)).findIn(text)?.secret;
    const isThere = words.some((each) => text.includes(each));
    expect(hit !== undefined, `${words.join()} in ${text}`).toBe(isThere);
    if (hit !== undefined) expect(text).toContain(hit);
    if (isThere) found++;
  }
  expect(found).toBeGreaterThan(1000);
  expect(found).toBeLessThan(4800);
});

test("finds in pieces what it finds in the whole, wherever that is cut", () => {
  for (let round = 0; round < 2000; round++) {
    const { words, text } = draw();
    const search = createTextSearch(words.map(toNeedle));
    const scan = search.begin();
    let left = [...text];
    let isFound = false;
    while (left.length > 0 && !isFound) {
      const length = 1 + random(12);
      isFound = scan.push(left.slice(0, length).join("")) !== undefined;
      left = left.slice(length);
    }
    expect(isFound, `${words.join()} in ${text}`).toBe(search.findIn(text) !== undefined);
  }
});

test("finds a secret in every way of writing it, among many others", () => {
  const known = Array.from({ length: 20 }, (_, at) => ({
    name: `KEY${at}`,
    value: `${word(8, "abcXYZ019")}${at}/&"ü+${word(20, "abcXYZ019_-")}`,
  }));
  const needles = known.flatMap(toNeedles);
  const search = createTextSearch(needles);
  const decoder = new TextDecoder();
  for (const { bytes, secret } of needles) {
    const text = `{"words":"é ${decoder.decode(bytes)} and more"}`;
    expect(search.findIn(text)?.secret).toBe(secret);
    expect(search.findIn(text.replace(decoder.decode(bytes.slice(0, -3)), ""))).toBeUndefined();
  }
});

test("an empty search finds nothing", () => {
  const search = createTextSearch([]);
  expect([search.isEmpty, search.findIn("abc"), search.begin().push("abc")]).toEqual([
    true,
    undefined,
    undefined,
  ]);
});

test("finds a secret that is as long as a document", () => {
  const value = word(25_000, "abcXYZ019 {}");
  const needles = toNeedles({ name: "KEY", value });
  const search = createTextSearch(needles);
  for (const text of [value, JSON.stringify({ value }), Buffer.from(value).toString("base64")])
    expect(search.findIn(`before ${text} after`)?.secret).toBe("KEY");
  expect(search.findIn(value.slice(1))).toBeUndefined();
});
