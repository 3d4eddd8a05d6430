const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * The CRC-32 of a text in six digits of base 62, which GitHub's and npm's tokens end with ("Behind GitHub's new
 * authentication token formats", github.blog 2021-04-05; npm followed 2021-09-23).
 */
export function toChecksum(text: string): string {
  let written = "";
  for (let rest = crc32(text); rest > 0; rest = Math.floor(rest / 62))
    written = digits.charAt(rest % 62) + written;
  return written.padStart(6, "0");
}

/** Whether the last six characters are the checksum of those before them. */
export function hasChecksum(random: string): boolean {
  return random.slice(-6) === toChecksum(random.slice(0, -6));
}

/** The CRC of ISO 3309, of a text in ASCII. */
export function crc32(text: string): number {
  let crc = -1;
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** What a JSON Web Token claims (RFC 7519 §3); nothing is verified. */
export function readClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const claims: unknown = JSON.parse(atob(payload));
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Whether the first part of a Discord token is an account's number, in Base64. */
export function namesAccount(token: string): boolean {
  try {
    return /^\d{17,20}$/.test(atob(token.split(".")[0]!.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return false;
  }
}

/** What stands for a value, and the words that stand for a password. */
const placeholders = /^(?:[<[{$*%\uFFFF.].*|x+)$/i;
const examples =
  /^(?:(?:your|my|the|db|user|some|test)?[-_]?(?:pass(?:word|wd)?|pwd?|secret)\d{0,4}|change[-_]?me|example|test|root|admin|postgres|guest|user(?:name)?|1234567?8?)$/i;

/** Whether a password is what documentation writes in the place of one. */
export function isExample(password: string): boolean {
  return placeholders.test(password) || examples.test(password) || new Set(password).size < 4;
}

/** Whether a place where a database would be is nobody's. */
export function isNowhere(host: string): boolean {
  return (
    /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host(?:name)?$|example\.|.*\.(?:example|invalid|test|localhost)$|db$|server$|\uFFFF)/i.test(
      host,
    ) || /(?:^|\.)example\.(?:com|org|net)$/i.test(host)
  );
}
