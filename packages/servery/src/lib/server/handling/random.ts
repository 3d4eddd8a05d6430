import type { Platform } from "../../ports/platform.ts";
import type { Random } from "./handler.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Randomness for handlers, from the platform's cryptographic source. */
export function createRandom({ randomBytes }: Pick<Platform, "randomBytes">): Random {
  return { id: () => toBase64Url(randomBytes(16)), bytes: (length) => randomBytes(length) };
}

/** Writes bytes as base64url without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const group = (bytes[index]! << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const characters = Math.min(4, bytes.length - index + 1);
    for (let place = 0; place < characters; place++)
      text += alphabet[(group >> (18 - 6 * place)) & 63];
  }
  return text;
}
