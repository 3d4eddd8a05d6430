import type { BundlerContext, ParseOptions } from "./bundler.ts";
import { parseWithoutTypes } from "../typed-syntax.ts";
import { toFile } from "./bundler.ts";

/** The syntax tree of a module's code, by the bundler's own parser; `undefined` for what it cannot read. */
export async function parseSource(
  context: Pick<BundlerContext, "parse">,
  id: string,
  code: string,
): Promise<unknown> {
  for (const lang of languagesOf(toFile(id))) {
    try {
      return context.parse(code, { lang, jsx: lang !== "ts" });
    } catch {
      // Another language may do: what compilers have been through is no TypeScript any more.
    }
  }
  return isTypeScript(toFile(id)) ? parseTyped(id, code) : undefined;
}

/** Rollup's parser knows no types. Where it is Vite 7's, there is a compiler. */
async function parseTyped(id: string, code: string): Promise<unknown> {
  try {
    const vite = await import("vite");
    return "parseSync" in vite
      ? undefined
      : (await parseWithoutTypes(vite, toFile(id), code)).program;
  } catch {
    return undefined;
  }
}

function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

function languagesOf(file: string): readonly NonNullable<ParseOptions["lang"]>[] {
  if (/\.[cm]?ts$/.test(file)) return ["ts"];
  return file.endsWith(".tsx") ? ["tsx"] : ["jsx", "tsx", "ts"];
}
