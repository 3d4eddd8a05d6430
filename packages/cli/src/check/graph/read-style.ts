import { decodeAddress, findStyleReferences } from "servery/boundary";

import { nothingWritten, type WrittenModule } from "./written-module.ts";

/**
 * Reads what a style sheet brings: other sheets, and files.
 * @param language the ending of its files.
 */
export function readStyle(code: string, language: string): WrittenModule {
  return {
    ...nothingWritten,
    imports: findStyleReferences(code, language).map(({ kind, specifier, offset }) => ({
      kind,
      // As old bundlers write a package.
      specifier: toAddress(kind, specifier).replace(/^~/, ""),
      offset,
      address: true,
      optional: true,
    })),
  };
}

/** Vite decodes what names a file, and not what names a sheet. */
function toAddress(kind: "style" | "asset", specifier: string): string {
  return kind === "asset" ? decodeAddress(specifier) : specifier;
}
