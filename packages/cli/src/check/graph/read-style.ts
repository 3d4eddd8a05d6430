import { findStyleReferences } from "servery/boundary";

import { nothingWritten, type WrittenModule } from "./written-module.ts";

/** Reads what a style sheet brings: other sheets, and files. */
export function readStyle(code: string): WrittenModule {
  return {
    ...nothingWritten,
    imports: findStyleReferences(code).map(({ kind, specifier, offset }) => ({
      kind,
      // As old bundlers write a package.
      specifier: specifier.replace(/^~/, ""),
      offset,
      address: true,
      optional: true,
    })),
  };
}
