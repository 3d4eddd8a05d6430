/** A file that a style sheet brings. */
export interface StyleReference {
  /** `style` for another sheet, `asset` for a file. */
  readonly kind: "style" | "asset";
  /** As it is written. Addresses elsewhere are left out. */
  readonly specifier: string;
  readonly offset: number;
}

const sheets =
  /@(?:import|use|forward)\s+(?:\([^)]*\)\s*)?(?:url\(\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"');]+))|\bcomposes\s*:[^;}]*?\bfrom\s*(?:"([^"\n]*)"|'([^'\n]*)')/gi;
const files = /(?<!@import\s+)\burl\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"')]+))\s*\)/gi;
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
  const quoted = list.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g);
  return Array.from(quoted, (each) => toReference(kind, each, index));
}

function toReference(
  kind: StyleReference["kind"],
  [, ...groups]: RegExpExecArray,
  offset: number,
): StyleReference {
  return { kind, specifier: groups.find((group) => group !== undefined) ?? "", offset };
}
