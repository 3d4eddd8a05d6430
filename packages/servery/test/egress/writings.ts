import { Buffer } from "node:buffer";
import { inspect } from "node:util";
import { expect } from "vitest";

/** The secret of the tests: with something in it for every way of escaping. */
export const value = 'sk/live_51H&x"8+éQz<9>Wq~t7';

const toUnit = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
const units = (digits: number, mark: string): string =>
  [...value].map((c) => mark + c.charCodeAt(0).toString(16).padStart(digits, "0")).join("");

/** Its place in an address escapes some of it, and leaves the rest. */
const asPassword = Object.assign(new URL("https://a.example"), {
  username: "a",
  password: value,
}).password;

/** The ways in which a handler may write a secret, made apart from what looks for them. */
export const writings: Readonly<Record<string, string>> = {
  raw: value,
  JSON: JSON.stringify({ value }),
  "JSON in JSON": JSON.stringify(JSON.stringify({ value })),
  "unicode escapes": units(4, "\\u"),
  "hex escapes": units(2, "\\x"),
  HTML: value.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`),
  URI: encodeURIComponent(value),
  form: new URLSearchParams({ value }).toString(),
  hex: Buffer.from(value).toString("hex"),
  HEX: Buffer.from(value).toString("hex").toUpperCase(),
  base64: Buffer.from(value).toString("base64"),
  "base64, one byte on": Buffer.from(`x${value}`).toString("base64"),
  "base64, two bytes on": Buffer.from(`xx${value}`).toString("base64"),
  base64url: Buffer.from(`${value}?`).toString("base64url"),
  reversed: [...value].toReversed().join(""),
  "a password in an address": asPassword,
  "JSON in a page": JSON.stringify(value).replace(/[<>&]/g, toUnit),
  "JSON in ASCII": JSON.stringify(value).replace(/[^ -~]/g, toUnit),
  "JSON of HTML": JSON.stringify(JSON.stringify(value.replaceAll("&", "&#38;"))),
};

/** What a handler may answer though it looks like a secret. */
export const lookalikes: Readonly<Record<string, string>> = {
  "its beginning": value.slice(0, -1),
  "its end": value.slice(1),
  "in capitals": value.toUpperCase(),
  "with a space within": `${value.slice(0, 9)} ${value.slice(9)}`,
  "its name": "KITCHEN_KEY",
  "one letter off, as base64": Buffer.from(value.replace("9", "8")).toString("base64"),
  "one letter off, as hex": Buffer.from(value.replace("9", "8")).toString("hex"),
};

/** What must stand nowhere: what is left of each writing without what was put around it. */
const forbidden: readonly string[] = [
  value,
  JSON.stringify(value).slice(1, -1),
  encodeURIComponent(value),
  units(4, "\\u"),
  Buffer.from(value).toString("hex"),
  Buffer.from(value).toString("base64").slice(0, -4),
  Buffer.from(`x${value}`).toString("base64").slice(4, -4),
  Buffer.from(`xx${value}`).toString("base64").slice(4, -4),
  [...value].toReversed().join(""),
  asPassword,
];

/** Asserts that nothing of the secret stands in something, however deep. */
export function expectNoSecret(...given: readonly unknown[]): void {
  for (const each of given) {
    const shown =
      typeof each === "string"
        ? each
        : `${inspect(each, { depth: null, showHidden: true, maxStringLength: null })}${toJson(each)}`;
    const found = forbidden.some((form) => shown.toLowerCase().includes(form.toLowerCase()));
    // Not by a matcher that would print it.
    expect(found, "something of the secret is there").toBe(false);
  }
}

function toJson(given: unknown): string {
  try {
    return JSON.stringify(given) ?? "";
  } catch {
    return "";
  }
}
