import { nothing } from "../nothing.ts";
import { action, mutation, query } from "../operation.ts";
import { problem } from "../problem.ts";
import { sensitive } from "../sensitive.ts";
import { notFound } from "./problems.ts";
import {
  listOf,
  nullable,
  object,
  oneOf,
  opaque,
  text,
  time,
  toObject,
  transport,
} from "./schemas.ts";
import { signInResult } from "./shapes.ts";

/** An account elsewhere that signs a user in here. */
export interface SocialLink {
  readonly id: string;
  readonly provider: string;
  readonly email: string | null;
  readonly createdAt: number;
}

const link = toObject({ id: text, provider: text, email: nullable(text), createdAt: time });

/** Sign-in through other providers: authorization code with PKCE (OpenID Connect Core, RFC 9700). */
export function socialOperations(path: `/${string}`, providers: readonly string[]) {
  return {
    social: {
      start: sensitive(
        action({
          path: `${path}/social/start`,
          access: "public",
          limit: "30/minute",
          summary: "Where to send the browser. Keep `flow` until it comes back",
          input: object<{ provider: string }>({ provider: oneOf(...providers) }),
          output: object<{ readonly url: string; readonly flow: string }>({
            url: text,
            flow: text,
          }),
          problems: { provider_unavailable: problem(503, "This provider cannot be reached") },
        }),
      ),
      finish: sensitive(
        action({
          path: `${path}/social/finish`,
          access: "public",
          limit: "30/minute",
          summary: "Sign in, sign up or link an account with what the provider sent back",
          input: object<{ flow: string; url: string; session?: "cookie" | "tokens" }>({
            flow: opaque,
            url: { type: "string", minLength: 1, maxLength: 4000 },
            "session?": transport,
          }),
          output: signInResult(),
          problems: {
            provider_unavailable: problem(503, "This provider cannot be reached"),
            sign_in_refused: problem(422, "The provider did not confirm this sign-in"),
            email_unverified: problem(422, "The provider has not verified the e-mail address"),
            account_exists: problem(
              409,
              "There is an account with this address: sign in to it, then link this one",
            ),
            linked_elsewhere: problem(409, "This account is linked to another user"),
          },
        }),
      ),
      list: query({
        path: `${path}/social`,
        summary: "The accounts elsewhere that sign one in here",
        output: object<{ readonly items: SocialLink[] }>({ items: listOf(link) }),
      }),
      unlink: mutation({
        path: `${path}/social/:id`,
        method: "DELETE",
        access: "fresh",
        summary: "Unlink an account elsewhere",
        input: object<{ id: string }>({ id: opaque }),
        output: nothing,
        problems: {
          not_found: notFound,
          last_way_in: problem(409, "Without it nobody could sign in to this account"),
        },
      }),
    },
  };
}
