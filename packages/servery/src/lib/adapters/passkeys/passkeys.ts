import type { Passkeys } from "../../ports/passkeys.ts";
import { toRegistrationOptions, toSignInOptions } from "./options.ts";
import { verifyRegistration, verifySignIn } from "./verify.ts";

/** How passkeys are asked for. */
export interface PasskeysOptions {
  /** What people read when they are asked for a passkey. Default: the contract's title. */
  readonly name?: string;
}

/**
 * Passkeys (WebAuthn Level 3) through SimpleWebAuthn, which is loaded at the first use: install
 * `@simplewebauthn/server` beside Servery, and `@simplewebauthn/browser` in the front-end. Passkeys are
 * bound to the host name of `identity.origin`: under another one browsers do not find them.
 *
 * ```ts
 * identity: { origin: "https://shop.example", passkeys: passkeys() }
 * ```
 */
export function passkeys(options: PasskeysOptions = {}): Passkeys {
  return {
    name: options.name,
    toRegistrationOptions,
    toSignInOptions,
    verifyRegistration,
    verifySignIn,
  };
}
