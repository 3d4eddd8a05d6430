/** Makes a key of 128 random bits, in hexadecimal. */
export function createIdempotencyKey(): string {
  // Not `randomUUID`: it has 122 random bits, and browsers lack it on plain http.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
