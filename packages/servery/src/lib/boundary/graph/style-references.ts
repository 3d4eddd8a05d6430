/** A file that a style sheet brings. */
export interface StyleReference {
  /** `style` for another sheet, `asset` for a file. */
  readonly kind: "style" | "asset";
  /** As it is written. Addresses elsewhere are left out. */
  readonly specifier: string;
  readonly offset: number;
}

const quoted = String.raw`(?:"([^"\n]*)"|'([^'\n]*)')`;
const toPattern = (text: string) => new RegExp(text, "gi");
const sheets = toPattern(
  [
    // CSS, Sass, Less and Stylus.
    String.raw`@(?:import|use|forward)\s+(?:\([^)]*\)\s*)?(?:url\(\s*)?(?:${quoted}|([^\s"');]+))`,
    String.raw`\bload-css\(\s*(?:\$url\s*:\s*)?${quoted}`,
    // CSS modules.
    String.raw`(?:\bcomposes\s*:|@value\s)[^;}]*?\bfrom\s*${quoted}`,
    String.raw`:import\(\s*(?:${quoted}|([^\s"');]+))`,
  ].join("|"),
);
const files = toPattern(
  [
    String.raw`(?<!@import\s+)\burl\(\s*(?:${quoted}|([^\s"')]+))\s*\)`,
    // What Less and Stylus write into the sheet.
    String.raw`\b(?:data-uri|embedurl)\(\s*(?:"[^"\n]*"\s*,\s*|'[^'\n]*'\s*,\s*)?${quoted}`,
  ].join("|"),
);
/** Sass and Less take several sheets at once. */
const more = /@import\s+(?:"[^"\n]*"|'[^'\n]*')((?:\s*,\s*(?:"[^"\n]*"|'[^'\n]*'))+)/gi;
const pictures = /\bimage-set\(((?:[^()]|\([^()]*\))*)\)/gi;
const comments = /\/\*[^]*?\*\/|(?<=^|[\s;{}])\/\/.*/gm;
const elsewhere = /^(?:$|[a-z][a-z0-9+.-]*:|\/\/|#)/i;

/** Finds what a style sheet brings: other sheets by `@import`, `@use` and `composes`, and files by `url()` and `image-set()`. */
export function findStyleReferences(code: string): readonly StyleReference[] {
  const css = code.replaceAll(comments, (comment) => " ".repeat(comment.length));
  return [
    ...Array.from(css.matchAll(sheets), (found) => toReference("style", found, found.index)),
    ...Array.from(css.matchAll(files), (found) => toReference("asset", found, found.index)),
    ...Array.from(css.matchAll(more), (found) => toReferences("style", found)).flat(),
    ...Array.from(css.matchAll(pictures), (found) => toReferences("asset", found)).flat(),
  ].filter(({ specifier }) => !elsewhere.test(specifier));
}

/** All that is quoted in what was found. */
function toReferences(kind: StyleReference["kind"], { 1: list = "", index }: RegExpExecArray) {
  return Array.from(list.matchAll(toPattern(quoted)), (each) => toReference(kind, each, index));
}

function toReference(
  kind: StyleReference["kind"],
  [, ...groups]: RegExpExecArray,
  offset: number,
): StyleReference {
  return { kind, specifier: groups.find((group) => group !== undefined) ?? "", offset };
}
