import { toBase64 } from "./base64.ts";
import { unescapeFully } from "./unescape-fully.ts";

/** A secret whose value is known. */
export interface KnownSecret {
  /** Its name in the environment: `STRIPE_SECRET_KEY`. Only this is ever told. */
  readonly name: string;
  readonly value: string;
}

/** How a secret may be written. */
export type SecretEncoding =
  | "raw"
  | "JSON"
  | "unicode escapes"
  | "hex escapes"
  | "HTML"
  | "URI"
  | "hex"
  | "base64"
  | "base64url"
  | "reversed"
  | "mixed escapes";

/** A secret in one way of writing it. */
export interface Needle {
  /** Its name. */
  readonly secret: string;
  readonly encoding: SecretEncoding;
  readonly text: string;
}

const encoder = new TextEncoder();

/**
 * Every way in which a secret is looked for: as it is, escaped as JSON, JavaScript, HTML and addresses escape, in
 * hexadecimal and Base64 (RFC 4648 §4, §5) however it stands to the groups of three bytes, and backwards. One that looks as
 * if it had escapes itself is looked for without them as well: services decode what they are given before they send it.
 * Where two ways come to the same bytes, the first is named.
 */
export function toNeedles({ name, value }: KnownSecret): readonly Needle[] {
  const plain = [...unescapeFully(value)].filter((text) => text.length >= shortest);
  const written = [
    ...waysOf(value, "raw"),
    ...plain.flatMap((text) => waysOf(text, "mixed escapes")),
  ];
  const unique = new Map<string, SecretEncoding>();
  // Each may stand in a JSON document, as in an answer.
  const within = written.map(([encoding, text]) => [encoding, escapeAsJson(text)] as const);
  for (const [encoding, text] of [...written, ...within])
    if (!unique.has(text)) unique.set(text, encoding);
  return [...unique].map(([text, encoding]) => ({ secret: name, encoding, text }));
}

/** What is shorter stands in other texts by chance. */
const shortest = 12;

type Written = readonly [SecretEncoding, string];

/** @param itself how it is called where nothing is done to it */
function waysOf(value: string, itself: SecretEncoding): readonly Written[] {
  const bytes = encoder.encode(value);
  // Half a pair of units, of which an escape may be one, is no text in an address.
  const wellFormed = value.toWellFormed();
  return [
    [itself, value],
    ["JSON", JSON.stringify(value).slice(1, -1)],
    ["JSON", JSON.stringify(value).slice(1, -1).replaceAll("/", "\\/")],
    ["JSON", JSON.stringify(JSON.stringify(value)).slice(3, -3)],
    ...both("unicode escapes", escapeUnits(value, 4)),
    ...both("unicode escapes", JSON.stringify(escapeUnits(value, 4)).slice(1, -1)),
    ...both("hex escapes", escapeUnits(value, 2)),
    ["HTML", value.replace(/[&<>"']/g, (sign) => named[sign]!)],
    ["HTML", value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)],
    ["HTML", value.replace(/[&<>"'`=/]/g, toHexReference)],
    ...both("URI", encodeURIComponent(wellFormed)),
    ...both("URI", encodeURI(wellFormed)),
    ...both("URI", new URLSearchParams([["", value]]).toString().slice(1)),
    ...both("hex", toHex(bytes)),
    ...[0, 1, 2].flatMap((before) => toBase64Forms(bytes, before)),
    ["reversed", reverse(value)],
    ["reversed", reverse(toBase64(bytes).replace(/=+$/, ""))],
    // Where all other escapes of a form are undone, its sign for a space stays.
    ["mixed escapes", value.replaceAll(" ", "+")],
  ];
}

const named: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function toHexReference(sign: string): string {
  return `&#x${sign.charCodeAt(0).toString(16).toUpperCase()};`;
}

/** As it is, and with the escapes' digits in the other case. */
function both(encoding: SecretEncoding, text: string): readonly Written[] {
  const escapes = /%[0-9a-f]{2}|\\+u[0-9a-f]{4}|\\x[0-9a-f]{2}|^[0-9a-f]+$/gi;
  return [
    [encoding, text.replace(escapes, (escape) => inCase(escape, "toLowerCase"))],
    [encoding, text.replace(escapes, (escape) => inCase(escape, "toUpperCase"))],
  ];
}

/** The digits only: `\u` and `\x` are always small. */
function inCase(escape: string, change: "toLowerCase" | "toUpperCase"): string {
  const digits = escape.search(/[0-9a-f]+$/i);
  return escape.slice(0, digits) + escape.slice(digits)[change]();
}

function escapeAsJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function escapeUnits(value: string, digits: 2 | 4): string {
  const mark = digits === 4 ? "\\u" : "\\x";
  return Array.from({ length: value.length }, (_, at) => {
    const hex = value.charCodeAt(at).toString(16);
    return hex.length > digits ? `\\u${hex.padStart(4, "0")}` : mark + hex.padStart(digits, "0");
  }).join("");
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What of Base64 depends on these bytes alone when so many others stand before them in a group of three. */
function toBase64Forms(bytes: Uint8Array, before: number): readonly Written[] {
  const shifted = new Uint8Array(before + bytes.length);
  shifted.set(bytes, before);
  const first = Math.ceil((before * 8) / 6);
  const end = Math.floor((shifted.length * 8) / 6);
  const text = toBase64(shifted).slice(first, end);
  return [
    ["base64", text],
    ["base64url", text.replaceAll("+", "-").replaceAll("/", "_")],
  ];
}

function reverse(text: string): string {
  return [...text].toReversed().join("");
}
