import { nothingWritten, type WrittenImport, type WrittenModule } from "./written-module.ts";

const sheets =
  /@(?:import|use|forward)\s+(?:\([^)]*\)\s*)?(?:url\(\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"');]+))|\bcomposes\s*:[^;}]*?\bfrom\s*(?:"([^"\n]*)"|'([^'\n]*)')/gi;
const files = /\burl\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"')]+))\s*\)/gi;
const pictures = /\bimage-set\(((?:[^()]|\([^()]*\))*)\)/gi;

/** Reads what a style sheet brings: other sheets by `@import`, `@use` and `composes`, and files by `url()` and `image-set()`. */
export function readStyle(code: string): WrittenModule {
  const css = code.replaceAll(/\/\*[^]*?\*\//g, (comment) => " ".repeat(comment.length));
  const sets = [...css.matchAll(pictures)].flatMap(({ 1: set = "", index }) =>
    Array.from(set.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g), (found) => ({ found, offset: index })),
  );
  return {
    ...nothingWritten,
    imports: [
      ...Array.from(css.matchAll(sheets), (found) => toImport("style", found, found.index)),
      ...Array.from(css.matchAll(files), (found) => toImport("asset", found, found.index)),
      ...sets.map(({ found, offset }) => toImport("asset", found, offset)),
    ].filter(({ specifier }) => !/^(?:$|[a-z][a-z0-9+.-]*:|\/\/|#)/i.test(specifier)),
  };
}

function toImport(
  kind: "style" | "asset",
  [, ...groups]: RegExpExecArray,
  offset: number,
): WrittenImport {
  const specifier = groups.find((group) => group !== undefined) ?? "";
  return { kind, specifier: specifier.replace(/^~/, ""), offset, address: true, optional: true };
}
