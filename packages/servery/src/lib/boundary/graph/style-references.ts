import { unescapeStyle } from "../bundle/unescape.ts";

/** A file that a style sheet brings. */
export interface StyleReference {
  /** `style` for another sheet, `asset` for a file. */
  readonly kind: "style" | "asset";
  /** What is written, without the escapes of style sheets. Addresses elsewhere are left out. */
  readonly specifier: string;
  readonly offset: number;
}

// Each in as few steps as it has escapes: pictures of many megabytes stand in some.
const double = String.raw`"([^"\\]*(?:\\[^][^"\\]*)*)"`;
const single = String.raw`'([^'\\]*(?:\\[^][^'\\]*)*)'`;
const quoted = `(?:${double}|${single})`;
const bare = String.raw`((?:[^\s"');\\]|\\[^])+)`;
const toPattern = (text: string) => new RegExp(text, "gi");
const sheets = toPattern(
  [
    // CSS, Sass, Less and Stylus.
    String.raw`@(?:import|use|forward)(?:\s+|(?=["'(]))(?:\([^)]*\)\s*)?(?:url\(\s*)?(?:${quoted}|${bare})`,
    String.raw`\bload-css\(\s*(?:\$url\s*:\s*)?${quoted}`,
    // CSS modules.
    String.raw`(?:\bcomposes\s*:|@value\s)[^;}]*?\bfrom\s*${quoted}`,
    String.raw`:import\(\s*(?:${quoted}|${bare})`,
  ].join("|"),
);
const files = toPattern(
  [
    // Vite takes spaces in what is not quoted.
    String.raw`(?<!@import\s*)\burl\((?:\s*${quoted}\s*|([^"'()\\]*(?:\\[^][^"'()\\]*)*))\)`,
    // What Less and Stylus write into the sheet.
    String.raw`\b(?:data-uri|embedurl)\(\s*(?:"[^"\n]*"\s*,\s*|'[^'\n]*'\s*,\s*)?${quoted}`,
  ].join("|"),
);
/** Sass and Less take several sheets at once. */
const more = toPattern(String.raw`@import\s*${quoted}((?:\s*,\s*${quoted})+)`);
const texts = toPattern(quoted);
const pictures = /\bimage-set\(([^()]*(?:\([^()]*\)[^()]*)*)\)/gi;
/** Vite takes what is not quoted too. */
const picture = toPattern(String.raw`${quoted}|(?<=^|,)\s*([^\s"'(),]+)(?=[\s,]|$)`);
const elsewhere = /^(?:$|[a-z][a-z0-9+.-]*:|\/\/|#)/i;

/** What no comment begins in: an escaped sign, texts and addresses. */
const kept = String.raw`\\[^]|${double}|${single}|\burl\([^"'()\\]*(?:(?:\\[^]|${double}|${single})[^"'()\\]*)*\)`;
const comments = String.raw`\/\*[^]*?\*\/`;
const lineComments = String.raw`(?<!:|\burl\(\s*)\/\/.*`;
/** Sass without braces ends a comment by its indentation; its first line is enough of it. */
const indentedComments = String.raw`\/\*(?:.*?\*\/|.*)`;

/**
 * Finds what a style sheet brings: other sheets by `@import`, `@use` and `composes`, and files by `url()` and `image-set()`.
 * @param language the ending of its files: some have comments that others read as code.
 */
export function findStyleReferences(code: string, language: string): readonly StyleReference[] {
  const css = withoutComments(code, language);
  return [
    ...Array.from(css.matchAll(sheets), (found) => toReference("style", found, found.index)),
    ...Array.from(css.matchAll(files), (found) => toReference("asset", found, found.index)),
    ...Array.from(css.matchAll(more), (found) =>
      toReferences("style", found[3]!, texts, found.index),
    ).flat(),
    ...Array.from(css.matchAll(pictures), (found) =>
      toReferences("asset", found[1]!, picture, found.index),
    ).flat(),
  ].filter(({ specifier }) => !elsewhere.test(specifier));
}

function withoutComments(code: string, language: string): string {
  const hasLines = /^(?:scss|sass|less|styl|stylus|sss)$/.test(language);
  const all = [
    language === "sass" ? indentedComments : comments,
    ...(hasLines ? [lineComments] : []),
  ];
  return code.replace(toPattern(`(?:${kept})|(?<comment>${all.join("|")})`), (found, ...rest) => {
    const { comment } = rest.at(-1) as { readonly comment?: string };
    return comment === undefined ? found : " ".repeat(found.length);
  });
}

/** All in a list that was found. */
function toReferences(kind: StyleReference["kind"], list: string, each: RegExp, offset: number) {
  return Array.from(list.matchAll(each), (found) => toReference(kind, found, offset));
}

function toReference(
  kind: StyleReference["kind"],
  [, ...groups]: RegExpExecArray,
  offset: number,
): StyleReference {
  const written = groups.find((group) => group !== undefined)?.trim() ?? "";
  return { kind, specifier: unescapeStyle(written)?.text ?? written, offset };
}
