import { promisify } from "node:util";
import { brotliCompress, constants, gzip, zstdCompress } from "node:zlib";

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);
const toZstd = promisify(zstdCompress);

/** Compresses an answer on the thread pool, at levels made for answers that are used once. */
export function compress(body: Uint8Array, encoding: "br" | "gzip" | "zstd"): Promise<Uint8Array> {
  if (encoding === "br") return toBrotli(body, { params: brotliParameters(4, body.byteLength) });
  if (encoding === "gzip") return toGzip(body, { level: 6 });
  return toZstd(body, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
}

/** Compresses a file that is sent many times: slower, smaller. */
export function compressFile(body: Uint8Array, encoding: "br" | "gzip"): Promise<Uint8Array> {
  if (encoding === "br") return toBrotli(body, { params: brotliParameters(9, body.byteLength) });
  return toGzip(body, { level: 9 });
}

function brotliParameters(quality: number, size: number): Record<number, number> {
  return {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: size,
  };
}
