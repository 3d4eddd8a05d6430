import { hash } from "node:crypto";

/** What is stored of an order's key: 256 random bits need no slow hash. */
export function toKeyHash(key: string): string {
  return hash("sha256", key, "base64url");
}

// Crockford's alphabet: no letter that is taken for a digit, or for a curse.
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A number to quote on the telephone, from eight random bytes. It opens nothing. */
export function toOrderNumber(bytes: Uint8Array): string {
  return `RO-${[...bytes].map((byte) => letters[byte & 31]).join("")}`;
}
