export { passkeys } from "./lib/adapters/passkeys/passkeys.ts";
export type { PasskeysOptions } from "./lib/adapters/passkeys/passkeys.ts";
export type {
  PasskeyOutcome,
  PasskeyOwner,
  Passkeys,
  PasskeyUse,
  RelyingParty,
  StoredPasskey,
  WebAuthnJson,
} from "./lib/ports/passkeys.ts";
