import type { Exchange } from "../../ports/exchange.ts";
import type { Platform } from "../../ports/platform.ts";
import { chooseEncoding, type Encoding } from "./accept.ts";

/** A body that a smaller one would not pay for: 1 kB. */
const smallest = 1024;

const encoder = new TextEncoder();

/** A body in an encoding. */
export interface Compressed {
  readonly encoding: Encoding;
  readonly body: Promise<Uint8Array>;
}

/**
 * Compresses a body for a caller that accepts it; `undefined` where it does not pay or cannot be.
 * @param known the body's compressed forms so far.
 */
export function compressFor(
  exchange: Exchange,
  { compress }: Pick<Platform, "compress">,
  body: string,
  known?: Map<string, Promise<Uint8Array>>,
): Compressed | undefined {
  if (body.length < smallest) return undefined;
  const encoding = chooseEncoding(exchange);
  if (encoding === undefined) return undefined;
  const compressed = known?.get(encoding) ?? compress(encoder.encode(body), encoding);
  if (compressed === undefined) return undefined;
  known?.set(encoding, compressed);
  return { encoding, body: compressed };
}
