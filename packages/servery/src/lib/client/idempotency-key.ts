/** Makes a key of 192 random bits, in hexadecimal. */
export function createIdempotencyKey(): string {
  // Not `randomUUID`: it has 122 random bits, and browsers lack it on plain http. And not 16 bytes:
  // services ask keys for 8 different digits, which one of 27 million so short would not have.
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
