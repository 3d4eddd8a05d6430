import type { Fail } from "../handling/handler.ts";
import type { weakPassword } from "../../contract/identity/problems.ts";
import type { Operation } from "../../contract/operation.ts";
import type { IdentityCore } from "./core.ts";
import { toPasswordText } from "./passwords.ts";
import { minPasswordLength } from "./settings.ts";

/** Whom a password is for: what it should not be made of. */
export interface PasswordOwner {
  readonly email: string;
  readonly name?: string | null | undefined;
}

/** What new passwords are held to; those of accounts with a second factor may be shorter. */
export function toPasswordRules(
  { settings, contract }: IdentityCore,
  hasSecondFactor = false,
): PasswordRules {
  const minLength = minPasswordLength(settings, hasSecondFactor);
  return { minLength, service: contract.name };
}

export type Weakness = "too_short" | "common" | "like_account";

/** What a service asks of passwords. */
export interface PasswordRules {
  readonly minLength: number;
  /** The contract's name, which says nothing secret either. */
  readonly service: string;
}

/**
 * Finds what is wrong with a password; `undefined` for a good one. There is no rule about kinds of
 * characters: length is what counts, and that nobody would guess it first.
 */
export async function findWeakness(
  password: string,
  { minLength, service }: PasswordRules,
  { email, name }: PasswordOwner,
): Promise<Weakness | undefined> {
  const text = toPasswordText(password);
  if ([...text].length < minLength) return "too_short";
  if (isLike(text, [email, name ?? "", service])) return "like_account";
  return (await isCommon(text)) ? "common" : undefined;
}

/** A problem's worth of {@link findWeakness}: throws `weak_password` where there is one. */
export async function assertStrong(
  password: string,
  rules: PasswordRules,
  owner: PasswordOwner,
  fail: Fail<Operation<"action", never, never, { weak_password: typeof weakPassword }>>,
): Promise<void> {
  const reason = await findWeakness(password, rules, owner);
  if (reason !== undefined) throw fail("weak_password", { reason, minLength: rules.minLength });
}

const fewestOwn = 8;

/** Whether hardly anything is left without the words that everybody knows of the account. */
function isLike(text: string, sources: readonly string[]): boolean {
  const words = sources
    .flatMap((source) => fold(source).split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4)
    .toSorted((a, b) => b.length - a.length);
  const folded = fold(text).replaceAll(/[^\p{L}\p{N}]+/gu, "");
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), folded);
  return rest.length < folded.length && rest.length < fewestOwn;
}

async function isCommon(text: string): Promise<boolean> {
  const { commonPasswords } = await import("./common-passwords.ts");
  const folded = fold(text);
  const unit = toUnit(folded);
  if (unit.length <= 4 || isRun(unit)) return true;
  const core = unit.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return [folded, unit, core].some((candidate) => commonPasswords().has(candidate));
}

/** What a text repeats: `abcabcab` repeats `abc`. */
function toUnit(text: string): string {
  for (let length = 1; length <= text.length / 2; length++) {
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).slice(0, text.length) === text) return unit;
  }
  return text;
}

/** Whether every character is the next, the one before or the same: `abcdefgh`, `9876543210`. */
function isRun(text: string): boolean {
  return [1, -1, 0].some((step) =>
    [...text].every((character, index, all) => {
      if (index === 0) return true;
      const difference = character.codePointAt(0)! - all[index - 1]!.codePointAt(0)!;
      return difference === step || (step !== 0 && difference === -9 * step);
    }),
  );
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
