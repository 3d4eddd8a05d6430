import { fromJsonSchema } from "../from-json-schema.ts";
import type { JsonSchema } from "../json-schema.ts";
import { email, flag, listOf, nullable, object, oneOf, text, time, toObject } from "./schemas.ts";

/** A signed-in user, as their own front-end sees them. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  /** Names of the roles that the user holds. */
  readonly roles: string[];
  /** Names of the plans that hold now. */
  readonly plans: string[];
}

const account: JsonSchema = toObject({
  id: text,
  email,
  name: nullable(text),
  roles: listOf(text),
  plans: listOf(text),
});

/** Credentials for callers without cookies. */
export interface Tokens {
  /** Sent as `Authorization: Bearer …`. */
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly accessExpiresAt: number;
  /** For one use: each refresh gives the next one. */
  readonly refreshToken: string;
  /** When the user has to sign in again, in epoch milliseconds. */
  readonly sessionExpiresAt: number;
}

export const tokens: JsonSchema = toObject({
  accessToken: text,
  accessExpiresAt: time,
  refreshToken: text,
  sessionExpiresAt: time,
});

/** What came of proving who one is. */
export type SignInResult =
  | {
      readonly status: "signed_in";
      readonly user: Account;
      /** Only where `tokens` were asked for; else the session is in a cookie. */
      readonly tokens: Tokens | null;
      /** Comes with tokens: to be kept over a sign-out, and sent with the next sign-in from this device. */
      readonly device?: string;
    }
  | {
      readonly status: "second_factor_required";
      /** To be sent with the second factor. */
      readonly challenge: string;
      readonly factors: ("totp" | "recovery_code")[];
    };

export const signInResult = () =>
  fromJsonSchema<SignInResult>({
    anyOf: [
      toObject({
        status: { const: "signed_in" },
        user: account,
        tokens: nullable(tokens),
        "device?": text,
      }),
      toObject({
        status: { const: "second_factor_required" },
        challenge: text,
        factors: listOf(oneOf("totp", "recovery_code")),
      }),
    ],
  });

/** Who calls, and through what. */
export interface SessionState {
  readonly user: Account | null;
  readonly session: {
    readonly id: string;
    readonly expiresAt: number;
    /** Until when what needs a fresh sign-in may be done. */
    readonly freshUntil: number;
  } | null;
}

export const sessionState = () =>
  object<SessionState>({
    user: nullable(account),
    session: nullable(toObject({ id: text, expiresAt: time, freshUntil: time })),
  });

/** One session of a user, in the list of them. */
export interface SessionSummary {
  readonly id: string;
  /** What the browser or program calls itself, in words. */
  readonly device: string;
  readonly address: string | null;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
  readonly kind: "cookie" | "tokens";
  /** Whether it is the one that asks. */
  readonly current: boolean;
}

export const sessionSummary: JsonSchema = toObject({
  id: text,
  device: text,
  address: nullable(text),
  createdAt: time,
  lastUsedAt: time,
  expiresAt: time,
  kind: oneOf("cookie", "tokens"),
  current: flag,
});
