import { unescapeText } from "./unescape.ts";
import { inPlaceOf, type Part } from "./part.ts";
import { kindOfType } from "./asset-kind.ts";

/** Shorter runs could not hold a secret of 16 characters. A run is looked for once, where it begins. */
const runs = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{22,}/g;
const nextLine = /[ \t]{0,20}\r?\n[ \t]{0,20}([A-Za-z0-9+/]{2,})/y;
const hexes = /(?<![0-9a-f])[0-9a-f]{32,}/gi;

/** A longer run is data that begins where it begins. */
const longestLabel = 4096;

/** What stands in a text in Base64 or hexadecimal digits, as characters of one byte each. */
export function* findEncoded(text: string): Generator<Part> {
  let read = 0;
  for (const { 0: first, index } of text.matchAll(runs)) {
    if (index < read) continue;
    const { run, end } = withLines(text, first, index + first.length);
    read = end;
    // What stands before a run in the same letters moves its groups of four: `key-c2tf`.
    for (const shift of run.length <= longestLabel ? [0, 1, 2, 3] : [0]) {
      const decoded = fromBase64(run.slice(shift));
      const stretch = { start: index, end };
      if (decoded !== undefined)
        yield inPlaceOf(stretch, { text: decoded, kind: "text", way: "base64" });
    }
  }
  for (const { 0: run, index } of text.matchAll(hexes))
    for (const shift of [0, 1]) {
      const decoded = run
        .slice(shift)
        .replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
      yield inPlaceOf(
        { start: index, end: index + run.length },
        { text: decoded, kind: "text", way: "hex" },
      );
    }
}

/** A run with the lines that go on with it, as mail and PEM wrap Base64. */
function withLines(text: string, first: string, start: number): { run: string; end: number } {
  const pieces = [first];
  let end = start;
  for (;;) {
    nextLine.lastIndex = end;
    const [all, line] = nextLine.exec(text) ?? [];
    if (all === undefined || line === undefined) return { run: pieces.join(""), end };
    pieces.push(line);
    end += all.length;
  }
}

/** What `data:` addresses hold (RFC 2397), by what they say that it is. */
export function* findDataAddresses(text: string): Generator<Part> {
  for (let at = text.indexOf("data:"); at !== -1; at = text.indexOf("data:", at + 5)) {
    const [, type, rest] =
      /^data:([^,"'`\s]{0,200}?)(;base64)?,/i.exec(text.slice(at, at + 260)) ?? [];
    if (type === undefined) continue;
    const start = text.indexOf(",", at) + 1;
    const payload = rest === undefined ? readWritten(text, at, start) : readLetters(text, start);
    const decoded = rest === undefined ? unescapeText(payload)?.text : fromBase64(payload);
    if (decoded === undefined || decoded.length < 8) continue;
    const isMap =
      /json/i.test(type) && text.slice(Math.max(0, at - 30), at).includes("sourceMappingURL=");
    const stretch = { start: at, end: start + payload.length };
    yield isMap
      ? inPlaceOf(stretch, { text: fromUtf8(decoded), kind: "map", file: "inline source map" })
      : inPlaceOf(stretch, {
          text: fromUtf8(decoded),
          kind: kindOfType(type),
          way: "a data: address",
        });
  }
}

function readLetters(text: string, start: number): string {
  const letters = /[A-Za-z0-9+/_-]*/y;
  letters.lastIndex = start;
  return letters.exec(text)![0];
}

/** An address that is written out ends where the quotes around it do, or at what no address has. */
function readWritten(text: string, at: number, start: number): string {
  const quote = text.charAt(at - 1);
  const end = /["'`]/.test(quote) ? text.indexOf(quote, start) : -1;
  if (end !== -1) return text.slice(start, end);
  const written = /[^"'`\s<>()\\]*/y;
  written.lastIndex = start;
  return written.exec(text)![0];
}

function fromBase64(run: string): string | undefined {
  const whole = run.length % 4 === 1 ? run.slice(0, -1) : run;
  try {
    return atob(whole.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return undefined;
  }
}

/** Characters of one byte each as the text that they are in UTF-8, where they are. */
export function fromUtf8(bytes: string): string {
  if (!/[\u0080-\u00FF]/.test(bytes)) return bytes;
  try {
    const units = Uint8Array.from(bytes, (unit) => unit.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(units);
  } catch {
    return bytes;
  }
}
