/** Makes a key of 192 random bits after its time, in hexadecimal. */
export function createIdempotencyKey(): string {
  // Not `randomUUID`: it has 122 random bits, and browsers lack it on plain http.
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  // The time lets a service keep outcomes of one time side by side, which is many times cheaper.
  return Date.now().toString(16).padStart(12, "0") + random;
}
