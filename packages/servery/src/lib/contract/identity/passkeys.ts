import type { DescribedSchema } from "../from-json-schema.ts";
import { nothing } from "../nothing.ts";
import { action, mutation, query } from "../operation.ts";
import { problem } from "../problem.ts";
import { sensitive } from "../sensitive.ts";
import { notFound } from "./problems.ts";
import {
  label,
  listOf,
  nullable,
  object,
  opaque,
  text,
  time,
  toObject,
  transport,
} from "./schemas.ts";
import { signInResult } from "./shapes.ts";

/** A passkey of a user. */
export interface PasskeySummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** Whether it is kept by a service that syncs it between devices. */
  readonly synced: boolean;
}

const passkey = toObject({
  id: text,
  name: text,
  createdAt: time,
  lastUsedAt: nullable(time),
  synced: { type: "boolean" },
});

/** What WebAuthn's own JSON forms say; the browser's library makes and reads them. */
type WebAuthnJson = Readonly<Record<string, unknown>>;

const options = (): DescribedSchema<{
  readonly challenge: string;
  readonly options: WebAuthnJson;
}> => object({ challenge: text, options: { type: "object" } });

const rejected = problem(422, "The passkey could not be verified");

/** Passkeys (WebAuthn Level 3), to sign in without a password. */
export function passkeyOperations(path: `/${string}`) {
  return {
    passkeys: {
      signInOptions: sensitive(
        action({
          path: `${path}/passkeys/sign-in-options`,
          access: "public",
          limit: "30/minute",
          summary: "What the browser needs to ask for a passkey",
          unsafeOpen: true,
          output: options(),
        }),
      ),
      signIn: sensitive(
        action({
          path: `${path}/passkeys/sign-in`,
          access: "public",
          limit: "30/minute",
          summary: "Sign in, or prove again who one is, with a passkey",
          input: object<{
            challenge: string;
            response: WebAuthnJson;
            session?: "cookie" | "tokens";
          }>({ challenge: opaque, response: { type: "object" }, "session?": transport }),
          output: signInResult(),
          problems: { passkey_rejected: rejected },
        }),
      ),
      registrationOptions: sensitive(
        action({
          path: `${path}/passkeys/registration-options`,
          access: "fresh",
          summary: "What the browser needs to make a passkey",
          unsafeOpen: true,
          output: options(),
        }),
      ),
      register: sensitive(
        action({
          path: `${path}/passkeys`,
          access: "fresh",
          status: 201,
          summary: "Add a passkey to one's account",
          input: object<{ challenge: string; response: WebAuthnJson; name: string }>({
            challenge: opaque,
            response: { type: "object" },
            name: label,
          }),
          output: object<{ readonly id: string }>({ id: text }),
          problems: { passkey_rejected: rejected },
        }),
        "response",
      ),
      list: query({
        path: `${path}/passkeys`,
        summary: "One's passkeys",
        output: object<{ readonly items: PasskeySummary[] }>({ items: listOf(passkey) }),
      }),
      remove: mutation({
        path: `${path}/passkeys/:id`,
        method: "DELETE",
        access: "fresh",
        summary: "Remove a passkey",
        input: object<{ id: string }>({ id: { ...label, maxLength: 1400 } }),
        output: nothing,
        problems: {
          not_found: notFound,
          last_way_in: problem(409, "Without it nobody could sign in to this account"),
        },
      }),
    },
  };
}
