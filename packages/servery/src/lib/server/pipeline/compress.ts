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

/** A body that is kept with its compressed forms, once they were asked for. */
export interface KeptForms {
  encodings?: Map<string, Promise<Uint8Array>>;
}

/**
 * Compresses a body for a caller that accepts it; `undefined` where it does not pay or cannot be.
 * @param kept where the body's compressed forms are kept.
 */
export function compressFor(
  exchange: Exchange,
  { compress }: Pick<Platform, "compress">,
  body: string,
  kept?: KeptForms,
): Compressed | undefined {
  if (body.length < smallest) return undefined;
  const encoding = chooseEncoding(exchange);
  if (encoding === undefined) return undefined;
  const known = kept?.encodings?.get(encoding);
  if (known !== undefined) return { encoding, body: known };
  const compressed = compress(encoder.encode(body), encoding);
  if (compressed === undefined) return undefined;
  if (kept !== undefined) keepForm(kept, encoding, compressed);
  return { encoding, body: compressed };
}

/** One that fails is made again for the next who asks. */
function keepForm(kept: KeptForms, encoding: Encoding, body: Promise<Uint8Array>): void {
  const encodings = (kept.encodings ??= new Map());
  encodings.set(encoding, body);
  body.catch(() => encodings.delete(encoding));
}
