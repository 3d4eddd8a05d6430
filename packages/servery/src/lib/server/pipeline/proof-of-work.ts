import { createBoundedMap } from "../../base/bounded-map.ts";
import type { Platform } from "../../ports/platform.ts";
import { toBase64Url } from "../handling/random.ts";

/** Whether a proof holds: `stale` is one that once did, or may have, and is no more suspicious than a slow form. */
type ProofVerdict = "valid" | "stale" | "invalid";

/** Asks for work, and looks at what comes back. Nothing is kept of a challenge until it was met. */
export interface ProofOfWork {
  /** A challenge that holds for one call of one operation, for five minutes. */
  challenge(operation: string, now: number): string;
  /** Looks at `challenge:number`. A valid one is used up. */
  verify(
    proof: string,
    work: { readonly operation: string; readonly bits: number; readonly now: number },
  ): ProofVerdict;
}

const challengeMs = 5 * 60_000;
/** Each of these cost somebody the work. */
const mostUsed = 100_000;
const shape = /^([0-9a-z]{1,11})\.([\w-]{22})\.([\w-]{43}):(\d{1,16})$/;

/**
 * Makes proof of work by SHA-256. A challenge is a time, random bits and a keyed hash over both and the
 * operation, so that only ours are accepted and each for its operation alone. The key is this
 * process's: after a restart, or at another node, a caller is asked again.
 */
export function createProofOfWork({
  sha256,
  randomBytes,
}: Pick<Platform, "sha256" | "randomBytes">): ProofOfWork {
  const key = toBase64Url(randomBytes(32));
  const used = createBoundedMap<string, true>(mostUsed);
  // Twice, for a plain hash of key and message can be lengthened by those who do not know the key.
  const sign = (operation: string, time: string, random: string) =>
    sha256(key + sha256(`${key}\n${operation}\n${time}\n${random}`));
  return {
    challenge(operation, now) {
      const [time, random] = [now.toString(36), toBase64Url(randomBytes(16))];
      return `${time}.${random}.${sign(operation, time, random)}`;
    },
    verify(proof, { operation, bits, now }) {
      const match = shape.exec(proof);
      if (match === null) return "invalid";
      const [, time = "", random = "", signature = ""] = match;
      const age = now - Number.parseInt(time, 36);
      if (signature !== sign(operation, time, random)) return "stale";
      if (!(age >= 0 && age <= challengeMs) || used.get(random) === true) return "stale";
      if (leadingZeroBits(sha256(proof)) < bits) return "invalid";
      used.set(random, true);
      return "valid";
    },
  };
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** How many zero bits a hash in base64url begins with: six to a character. */
function leadingZeroBits(hash: string): number {
  const first = hash.search(/[^A]/);
  return first < 0 ? hash.length * 6 : first * 6 + Math.clz32(alphabet.indexOf(hash[first]!)) - 26;
}
