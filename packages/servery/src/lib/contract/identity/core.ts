import { nothing } from "../nothing.ts";
import { action, mutation, query } from "../operation.ts";
import { sensitive } from "../sensitive.ts";
import type { SpamGuard } from "../spam-guard.ts";
import {
  invalidCode,
  invalidToken,
  lastAdministrator,
  notFound,
  tooManyAttempts,
  weakPassword,
  wrongCredentials,
} from "./problems.ts";
import {
  code,
  email,
  label,
  listOf,
  nullable,
  object,
  opaque,
  password,
  personName,
  text,
  transport,
} from "./schemas.ts";
import { type SessionSummary, sessionState, sessionSummary, signInResult } from "./shapes.ts";

type Transport = { readonly session?: "cookie" | "tokens" };

/** The property that programs are to fill in; none without a honeypot. */
type Bait<Honeypot extends string> = { readonly [Name in Honeypot]?: string };

/** The operations of {@link coreOperations}, with a honeypot of this name. */
export type CoreOperations<Honeypot extends string = never> = ReturnType<
  typeof coreOperations<Honeypot>
>;

/** Accounts with a password: sign up, in and out, and what one does with one's own account. */
export function coreOperations<Honeypot extends string>(
  path: `/${string}`,
  spam: SpamGuard | undefined,
) {
  const guarded = spam === undefined ? {} : { spam };
  const bait = spam?.honeypot === undefined ? {} : { [`${spam.honeypot}?`]: text };
  return {
    signUp: sensitive(
      action({
        ...guarded,
        path: `${path}/sign-up`,
        access: "public",
        limit: "10/minute",
        status: 202,
        summary: "Ask for an account. The answer is the same whether there is one already",
        input: object<{ email: string; password: string; name?: string } & Bait<Honeypot>>({
          email,
          password,
          "name?": personName,
          ...bait,
        }),
        output: object<{ readonly attempt: string }>({ attempt: text }),
        problems: { weak_password: weakPassword },
      }),
    ),
    verifyEmail: sensitive(
      action({
        path: `${path}/verify-email`,
        access: "public",
        limit: "30/minute",
        summary: "Prove an address with the code from the mail: makes the account and signs in",
        input: object<{ attempt: string; code: string } & Transport>({
          attempt: opaque,
          code,
          "session?": transport,
        }),
        output: signInResult(),
        problems: { invalid_code: invalidCode },
      }),
    ),
    signIn: sensitive(
      action({
        path: `${path}/sign-in`,
        access: "public",
        summary: "Sign in with a password",
        input: object<{ email: string; password: string; device?: string } & Transport>({
          email,
          password,
          "device?": { ...opaque, description: "The device token of an earlier sign-in by tokens" },
          "session?": transport,
        }),
        output: signInResult(),
        problems: { wrong_credentials: wrongCredentials, too_many_attempts: tooManyAttempts },
      }),
    ),
    signOut: mutation({
      path: `${path}/sign-out`,
      access: "public",
      limit: "60/minute",
      summary: "End the session of this call, where it has one",
      output: nothing,
    }),
    whoAmI: query({
      path: `${path}/session`,
      access: "public",
      summary: "Who is signed in",
      output: sessionState(),
    }),
    proveAgain: sensitive(
      action({
        path: `${path}/prove-again`,
        summary: "Prove with the password who one is, for what needs a fresh sign-in",
        input: object<{ password: string }>({ password }),
        output: signInResult(),
        problems: { wrong_credentials: wrongCredentials, too_many_attempts: tooManyAttempts },
      }),
    ),
    changePassword: sensitive(
      action({
        path: `${path}/change-password`,
        summary: "Change one's password, and end one's other sessions",
        input: object<{ currentPassword: string; newPassword: string }>({
          currentPassword: password,
          newPassword: password,
        }),
        output: signInResult(),
        problems: {
          wrong_credentials: wrongCredentials,
          too_many_attempts: tooManyAttempts,
          weak_password: weakPassword,
        },
      }),
    ),
    requestPasswordReset: sensitive(
      mutation({
        ...guarded,
        path: `${path}/request-password-reset`,
        access: "public",
        limit: "10/minute",
        status: 202,
        summary: "Ask for a link to a new password. The answer is the same for every address",
        input: object<{ email: string } & Bait<Honeypot>>({ email, ...bait }),
        output: object<{ readonly sent: true }>({ sent: { const: true } }),
      }),
    ),
    resetPassword: sensitive(
      action({
        path: `${path}/reset-password`,
        access: "public",
        limit: "30/minute",
        summary: "Set a new password with the link's token. Ends every session, and starts none",
        input: object<{ token: string; newPassword: string }>({
          token: opaque,
          newPassword: password,
        }),
        output: nothing,
        problems: { invalid_token: invalidToken, weak_password: weakPassword },
      }),
    ),
    acceptInvitation: sensitive(
      action({
        path: `${path}/accept-invitation`,
        access: "public",
        limit: "30/minute",
        summary: "Make the account that a one-time link invites to, and sign in",
        input: object<
          { token: string; email: string; password: string; name?: string } & Transport
        >({
          token: opaque,
          email,
          password,
          "name?": personName,
          "session?": transport,
        }),
        output: signInResult(),
        problems: { invalid_token: invalidToken, weak_password: weakPassword },
      }),
    ),
    updateProfile: mutation({
      path: `${path}/profile`,
      method: "PATCH",
      summary: "Change what one is called",
      input: object<{ name: string | null }>({ name: nullable(personName) }),
      output: nothing,
    }),
    deleteAccount: mutation({
      path: `${path}/delete-account`,
      access: "fresh",
      summary: "Delete one's account and what belongs to it",
      output: nothing,
      problems: { last_administrator: lastAdministrator },
    }),
    exportData: sensitive(
      query({
        path: `${path}/export`,
        access: "fresh",
        summary: "Everything that is kept about the caller",
        unsafeOpen: true,
        output: object<{
          readonly exportedAt: number;
          readonly account: unknown;
          readonly data: unknown;
        }>({
          exportedAt: { type: "integer" },
          account: {},
          data: {},
        }),
      }),
    ),
    sessions: {
      list: query({
        path: `${path}/sessions`,
        summary: "One's sessions, the latest used first",
        output: object<{ readonly items: SessionSummary[] }>({ items: listOf(sessionSummary) }),
      }),
      revoke: mutation({
        path: `${path}/sessions/:id`,
        method: "DELETE",
        summary: "End one of one's sessions",
        input: object<{ id: string }>({ id: label }),
        output: nothing,
        problems: { not_found: notFound },
      }),
      revokeOthers: mutation({
        path: `${path}/sessions/revoke-others`,
        summary: "End all of one's sessions but this one",
        output: object<{ readonly ended: number }>({ ended: { type: "integer" } }),
      }),
    },
  };
}
