import * as zlib from "node:zlib";

import { parseSync } from "oxc-parser";

import { type AssetTools, createDecompress } from "servery/boundary";
import { survivesParsing } from "./probe-parser.ts";

/** What searches bundles, with this machine's parser and decompressors. */
export const assetTools: AssetTools = {
  parse(text, language) {
    if (!survivesParsing(text)) return undefined;
    // A vendored script may be none as a module (`with`, octals, `await` as a name), and a module is none as a script.
    for (const sourceType of ["module", "script", "commonjs"] as const) {
      const { program, errors } = parseSync(`asset.${language}`, text, {
        lang: language,
        sourceType,
      });
      if (errors.length === 0) return program;
    }
    return undefined;
  },
  decompress: createDecompress(zlib),
};
