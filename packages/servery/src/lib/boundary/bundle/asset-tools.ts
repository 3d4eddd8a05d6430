import type { Compression } from "./asset-kind.ts";
import type { SyntaxNode } from "./fold/syntax-node.ts";

/** What the search needs and does not bring. */
export interface AssetTools {
  /**
   * Reads a program, as a module or as a script, whichever it is.
   * @returns `undefined` for what is none, or nests too deeply to be read.
   */
  parse(text: string, language: "js" | "tsx" | "ts"): SyntaxNode | undefined;
  /**
   * Undoes a compression.
   * @param most bytes that may come of it
   * @throws where it is broken, or more would come of it
   */
  decompress(bytes: Uint8Array, format: Compression, most: number): Uint8Array;
}
