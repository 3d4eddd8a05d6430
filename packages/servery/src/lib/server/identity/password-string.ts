import type { Argon2Cost } from "../../ports/platform.ts";
import { fromBase64, toBase64 } from "./bytes.ts";

/** A password's hash with what it takes to make it again. */
export interface PasswordString {
  readonly cost: Argon2Cost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** Writes a hash in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export function printPasswordString({ cost, salt, hash }: PasswordString): string {
  const { memoryKib, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${parallelism}$${toBase64(salt)}$${toBase64(hash)}`;
}

const pattern =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,5}),t=([1-9]\d?),p=([1-9]\d?)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** What one sign-in may cost at most: a string of somebody else must not take the machine. */
const mostMemoryKib = 262_144;
const mostPasses = 16;
const mostLanes = 16;

/** Reads a PHC string of argon2id; `undefined` for any other, and for one that costs too much. */
export function parsePasswordString(text: string): PasswordString | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [memoryKib, passes, parallelism] = match.slice(1, 4).map(Number) as [
    number,
    number,
    number,
  ];
  const salt = fromBase64(match[4]!);
  const hash = fromBase64(match[5]!);
  if (salt === undefined || hash === undefined) return undefined;
  if (memoryKib > mostMemoryKib || passes > mostPasses || parallelism > mostLanes) return undefined;
  // RFC 9106 §3.1.
  if (memoryKib < 8 * parallelism) return undefined;
  return { cost: { memoryKib, passes, parallelism, length: hash.length }, salt, hash };
}
