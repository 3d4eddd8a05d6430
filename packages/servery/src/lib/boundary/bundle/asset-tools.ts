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

type Undo = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

/** Of `node:zlib`, whoever imports it: this room knows no Node. */
export interface Decompressors {
  readonly gunzipSync: Undo;
  readonly brotliDecompressSync: Undo;
  readonly zstdDecompressSync: Undo;
}

/** Makes what undoes compressions, of what Node has for it. */
export function createDecompress(zlib: Decompressors): AssetTools["decompress"] {
  const undo: Readonly<Record<Compression, Undo>> = {
    gzip: zlib.gunzipSync,
    brotli: zlib.brotliDecompressSync,
    zstd: zlib.zstdDecompressSync,
  };
  return (bytes, format, most) => undo[format](bytes, { maxOutputLength: most });
}
