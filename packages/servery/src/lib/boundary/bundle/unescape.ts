import type { Part } from "./part.ts";

const escapes =
  /\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\([nrt]|[^\w\s&%])|&#x([0-9a-f]{1,6});?|&#(\d{1,7});?|&([a-z]{2,8});|((?:%[0-9a-f]{2})+)/gi;
const references = /&#x([0-9a-f]{1,6});?|&#(\d{1,7});?|&([a-z]{2,8});/gi;
/** CSS Syntax 3 §4.3.7. */
const styleEscapes = /\\(?:([0-9a-f]{1,6})(?:\r\n|[ \t\r\n\f])?|(\r\n|[\r\n\f])|([^]))/gi;

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  sol: "/",
  bsol: "\\",
  equals: "=",
  plus: "+",
  lowbar: "_",
  hyphen: "-",
  dash: "-",
  colon: ":",
  commat: "@",
  period: ".",
  comma: ",",
  semi: ";",
  excl: "!",
  quest: "?",
  dollar: "$",
  percnt: "%",
  num: "#",
  ast: "*",
  lpar: "(",
  rpar: ")",
  grave: "`",
  verbar: "|",
  newline: "\n",
  tab: "\t",
  nbsp: "\u00a0",
};
const controls: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** A text without the escapes of JavaScript, JSON, HTML and addresses, however they are mixed; none where it has none. */
export function unescapeText(text: string): Part | undefined {
  return replaceAll(text, escapes, ([, braced, unit, byte, sign, hex, decimal, name, percents]) => {
    if (sign !== undefined) return controls[sign] ?? sign;
    if (percents !== undefined) return fromPercents(percents);
    if (name !== undefined) return named[name.toLowerCase()];
    const digits = braced ?? unit ?? byte ?? hex;
    return fromCode(digits === undefined ? Number(decimal) : Number.parseInt(digits, 16));
  });
}

/** A text without the references of pages, as attributes are read. */
export function unescapeReferences(text: string): string {
  const read = replaceAll(text, references, ([, hex, decimal, name]) =>
    name === undefined
      ? fromCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
      : named[name.toLowerCase()],
  );
  return read?.text ?? text;
}

/** A text without the escapes of style sheets. */
export function unescapeStyle(text: string): Part | undefined {
  return replaceAll(text, styleEscapes, ([, digits, lineEnd, sign]) =>
    digits === undefined
      ? lineEnd === undefined
        ? sign
        : ""
      : fromCode(Number.parseInt(digits, 16)),
  );
}

function fromCode(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function fromPercents(percents: string): string {
  try {
    return decodeURIComponent(percents);
  } catch {
    return unescapeBytes(percents);
  }
}

function unescapeBytes(percents: string): string {
  return percents.replace(/%(..)/g, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16)),
  );
}

function replaceAll(
  text: string,
  pattern: RegExp,
  replace: (match: RegExpMatchArray) => string | undefined,
): Part | undefined {
  const pieces: string[] = [];
  // Where each replaced piece starts and ends: in the result, in the text.
  const moves: (readonly [result: number, source: number])[] = [[0, 0]];
  let read = 0;
  let written = 0;
  for (const match of text.matchAll(pattern)) {
    const by = replace(match);
    if (by === undefined) continue;
    pieces.push(text.slice(read, match.index), by);
    written += match.index - read;
    moves.push([written, match.index]);
    read = match.index + match[0].length;
    written += by.length;
    moves.push([written, read]);
  }
  if (pieces.length === 0) return undefined;
  const toSource = (offset: number) => {
    const [result, source] = moves.findLast(([at]) => at <= offset)!;
    return source + offset - result;
  };
  return {
    text: pieces.join("") + text.slice(read),
    kind: "text",
    way: "escapes",
    place: ({ start, end }) => ({
      start: toSource(start),
      end: Math.max(toSource(end), toSource(start) + 1),
    }),
  };
}
