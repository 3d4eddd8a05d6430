import { isLoopback } from "../../base/loopback.ts";
import { isOrigin } from "../../base/origin.ts";
import { ServeryError } from "../../base/servery-error.ts";
import type { Passkeys } from "../../ports/passkeys.ts";
import type { SocialProvider } from "../../ports/social.ts";
import type { SameSite } from "./cookies.ts";
import type { MailSettings } from "./mail/open-mail.ts";

/** How long sessions hold, in milliseconds. */
export interface SessionLifetimes {
  /** A session that was not used for so long has ended. Default 7 days. */
  readonly idleMs: number;
  /** A session ends so long after its beginning, however much it is used. Default 30 days. */
  readonly absoluteMs: number;
  /** For how long a proof of who one is counts as fresh. Default 10 minutes. */
  readonly freshMs: number;
}

/** What a hook of the application gets: Kysely as the user, in the same transaction or snapshot. */
export interface AccountHookContext {
  // The service's own tables are not known here; `Db<typeof tables>` names them.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly db: any;
  readonly userId: string;
}

/** How a service does the identity that its contract declares. */
export interface IdentitySettings extends MailSettings {
  /**
   * Where the front-end is: `https://shop.example`, without a path. Links in mails lead there. Needed in
   * production; default `SERVERY_ORIGIN`, in dev `http://localhost:PORT`. Never taken from a request.
   */
  readonly origin?: string;
  /** The pages of the front-end that links lead to; the token stands after `#`, so that it is in no log. */
  readonly pages?: Partial<IdentityPages>;
  readonly passwords?: {
    /** Characters that a password needs. Default 15, and 8 for accounts with a second factor, the least there is. */
    readonly minLength?: number;
  };
  readonly sessions?: Partial<SessionLifetimes> & {
    /** Default `strict`. `lax` where links from elsewhere lead to pages that need the session; `none` for front-ends of other sites. */
    readonly sameSite?: SameSite;
  };
  /** How passkeys are made and verified: `passkeys()` of `servery/passkeys`. Needed where the contract has them. */
  readonly passkeys?: Passkeys;
  /** How each provider that the contract names is reached: `openId(…)` of `servery/social`. */
  readonly social?: Readonly<Record<string, SocialProvider>>;
  /**
   * Deletes or hands over what belongs to a user who leaves, in the transaction that deletes the account.
   * What still refers to the user then, keeps the account from being deleted.
   */
  onDelete?(context: AccountHookContext): Promise<void>;
  /** What the application knows about a user, for the export of their data. */
  export?(context: AccountHookContext): Promise<unknown>;
}

/** Paths below the origin. */
export interface IdentityPages {
  /** Default `/reset-password`. */
  readonly resetPassword: string;
  /** Default `/invitation`. */
  readonly invitation: string;
  /** Where other providers send the browser back to, to be registered with them. Default `/signed-in`. */
  readonly social: string;
}

/** The settings with their defaults. */
export interface ResolvedSettings {
  readonly given: IdentitySettings;
  readonly origin: string;
  readonly pages: IdentityPages;
  readonly minLength: number;
  readonly lifetimes: SessionLifetimes;
  readonly sameSite: SameSite;
}

/** What the defaults depend on. */
export interface SettingsSurroundings {
  readonly mode: "dev" | "production";
  /** The port of the environment. */
  readonly port: number;
}

const day = 86_400_000;
const defaultLifetimes: SessionLifetimes = {
  idleMs: 7 * day,
  absoluteMs: 30 * day,
  freshMs: 600_000,
};
const leastLength = 8;

/**
 * Completes the settings.
 * @throws ServeryError `invalid_identity`, naming every mistake.
 */
export function toIdentitySettings(
  given: IdentitySettings,
  around: SettingsSurroundings,
): ResolvedSettings {
  const mistakes = findMistakes(given, around);
  if (mistakes.length > 0)
    throw new ServeryError(
      "invalid_identity",
      `The settings of \`identity\` cannot be used: ${mistakes.join("; ")}.`,
    );
  const { sameSite = "strict", ...lifetimes } = given.sessions ?? {};
  return {
    given,
    origin: given.origin ?? `http://localhost:${around.port}`,
    pages: {
      resetPassword: "/reset-password",
      invitation: "/invitation",
      social: "/signed-in",
      ...given.pages,
    },
    minLength: given.passwords?.minLength ?? 15,
    lifetimes: { ...defaultLifetimes, ...lifetimes },
    sameSite,
  };
}

function findMistakes(given: IdentitySettings, { mode }: SettingsSurroundings): string[] {
  const { origin, pages = {}, passwords = {}, sessions = {} } = given;
  const mistakes: string[] = [];
  if (origin === undefined && mode === "production")
    mistakes.push(
      'origin is missing: say where the front-end is, such as "https://shop.example", for the links in mails',
    );
  if (origin !== undefined && !isOrigin(origin))
    mistakes.push(
      `origin is ${JSON.stringify(origin)}: write scheme and host, such as "https://shop.example", without a path or a slash at the end`,
    );
  else if (
    mode === "production" &&
    origin?.startsWith("http:") &&
    !isLoopback(new URL(origin).hostname)
  )
    mistakes.push(`origin is ${JSON.stringify(origin)}: links with secrets in them need https`);
  for (const [name, path] of Object.entries(pages))
    if (!/^\/(?!\/)[^\s#]*$/.test(path))
      mistakes.push(`pages.${name} is ${JSON.stringify(path)}: write a path such as "/reset"`);
  const { minLength = 15 } = passwords;
  if (!Number.isInteger(minLength) || minLength < leastLength || minLength > 64)
    mistakes.push(`passwords.minLength is ${minLength}: it may be ${leastLength} to 64`);
  for (const name of ["idleMs", "absoluteMs", "freshMs"] as const)
    if (sessions[name] !== undefined && !(sessions[name] >= 1000))
      mistakes.push(`sessions.${name} is ${sessions[name]}: it must be at least 1000 milliseconds`);
  return mistakes;
}

/** How long a password must be: an account with a second factor does not hang on it alone. */
export function minPasswordLength(
  { minLength }: ResolvedSettings,
  hasSecondFactor: boolean,
): number {
  return hasSecondFactor ? Math.min(minLength, leastLength) : minLength;
}
