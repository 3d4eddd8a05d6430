import { nothingWritten, type WrittenImport, type WrittenModule } from "./written-module.ts";

const references =
  /@(?:import|use|forward|reference|plugin|config)\s+(?:url\(\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"');]+))|\burl\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"')]+))\s*\)/gi;

/** Reads what a style sheet brings: other sheets by `@import` and `@use`, and files by `url()`. */
export function readStyle(code: string): WrittenModule {
  const css = code.replaceAll(/\/\*[^]*?\*\//g, (comment) => " ".repeat(comment.length));
  const imports: WrittenImport[] = [];
  for (const match of css.matchAll(references)) {
    const sheet = match[1] ?? match[2] ?? match[3];
    const specifier = (sheet ?? match[4] ?? match[5] ?? match[6] ?? "").replace(/^~/, "");
    if (specifier === "" || /^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/i.test(specifier)) continue;
    // Tailwind runs these when it builds, and sends nothing of them.
    if (/^@(?:plugin|config|reference)/i.test(match[0])) continue;
    const kind = sheet === undefined ? "asset" : "style";
    imports.push({ kind, specifier, offset: match.index, address: true, optional: true });
  }
  return { ...nothingWritten, imports };
}
