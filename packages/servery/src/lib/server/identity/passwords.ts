import type { Argon2Cost, Platform } from "../../ports/platform.ts";
import { equalBytes } from "./bytes.ts";
import { parsePasswordString, printPasswordString } from "./password-string.ts";
import { createSlots } from "./slots.ts";

/** At rest only: what an account's password is compared with. */
export const passwordTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_passwords (
  user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  phc TEXT NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID`,
];

/** Hashes passwords, a few at once; more wait, and more than that are refused with `overloaded`. */
export interface Passwords {
  /** A PHC string of argon2id. */
  hash(password: string): Promise<string>;
  /** Compares; without a PHC string it takes as long, and nothing matches. */
  verify(phc: string | undefined, password: string): Promise<PasswordCheck>;
  /** @throws Refusal `overloaded` when there is no room for a further hash. */
  assertRoom(): void;
}

interface PasswordCheck {
  readonly ok: boolean;
  /** Whether the hash was made with other parameters than today's. */
  readonly needsRehash: boolean;
}

/** OWASP's second choice: 38 ms on a core, 19 MiB. */
const cost: Argon2Cost = { memoryKib: 19_456, passes: 2, parallelism: 1, length: 32 };
const saltLength = 16;
const mostWaiting = 32;

/** Makes {@link Passwords}: on a machine with several cores, one is left to everything else. */
export function createPasswords(
  platform: Pick<Platform, "argon2id" | "randomBytes" | "cores">,
): Passwords {
  const slots = createSlots(Math.max(1, platform.cores - 1), mostWaiting);
  const nobody = { cost, salt: new Uint8Array(saltLength), hash: new Uint8Array(cost.length) };
  return {
    assertRoom: slots.assertRoom,
    async hash(password) {
      const salt = platform.randomBytes(saltLength);
      const text = toPasswordText(password);
      const hash = await slots.run(() => platform.argon2id(text, salt, cost));
      return printPasswordString({ cost, salt, hash });
    },
    async verify(phc, password) {
      const kept = phc === undefined ? undefined : parsePasswordString(phc);
      const { salt, hash, ...known } = kept ?? nobody;
      const text = toPasswordText(password);
      const given = await slots.run(() => platform.argon2id(text, salt, known.cost));
      const ok = equalBytes(given, hash) && kept !== undefined;
      return { ok, needsRehash: ok && !isToday(known.cost) };
    },
  };
}

/** The same password typed on another keyboard is the same password (NIST SP 800-63B §3.1.1.2). */
export function toPasswordText(password: string): string {
  return password.normalize("NFKC");
}

function isToday({ memoryKib, passes, parallelism, length }: Argon2Cost): boolean {
  return (
    memoryKib === cost.memoryKib &&
    passes === cost.passes &&
    parallelism === cost.parallelism &&
    length === cost.length
  );
}
