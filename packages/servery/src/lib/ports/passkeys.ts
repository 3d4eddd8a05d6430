/** What WebAuthn's own JSON forms say (WebAuthn Level 3, §5.1 and §5.4): the browser makes and reads them. */
export type WebAuthnJson = Readonly<Record<string, unknown>>;

/** The website as authenticators know it. Always what was configured, never what a request says. */
export interface RelyingParty {
  /** `https://shop.example` */
  readonly origin: string;
  /** The host name of the origin, to which passkeys are bound. */
  readonly id: string;
  /** What people read. */
  readonly name: string;
}

/** Whom a passkey is made for. */
export interface PasskeyOwner {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
}

/** A passkey as it is kept: nothing in it is secret. */
export interface StoredPasskey {
  /** The credential id, base64url. */
  readonly id: string;
  /** COSE key. */
  readonly publicKey: Uint8Array;
  /** How often the authenticator says it was used; always 0 where it does not count. */
  readonly counter: number;
  /** How the browser reaches the authenticator: `internal`, `hybrid`, `usb`. */
  readonly transports: readonly string[];
  /** Whether a service keeps it and syncs it between devices. */
  readonly synced: boolean;
}

/** What an authenticator said when it was used. */
export interface PasskeyUse {
  readonly counter: number;
  readonly synced: boolean;
}

/** What came of a browser's response. `why` is for the log; nothing secret is in it. */
export type PasskeyOutcome<R> =
  | { readonly ok: true; readonly value: R }
  | { readonly ok: false; readonly why: string };

/**
 * Makes and verifies WebAuthn's messages. An implementation demands user verification, so that a passkey
 * stands for two factors, and passkeys that the authenticator can find by itself. It checks challenge,
 * origin, relying party and signature, and never throws for what a response says; the counter is its
 * caller's to judge, in the transaction that writes it.
 */
export interface Passkeys {
  /** What people read when they are asked for a passkey. Default: the contract's title. */
  readonly name: string | undefined;
  /** What the browser needs to make a passkey. `challenge` is base64url. */
  toRegistrationOptions(
    party: RelyingParty,
    owner: PasskeyOwner,
    challenge: string,
    known: readonly Pick<StoredPasskey, "id" | "transports">[],
  ): Promise<WebAuthnJson>;
  /** What the browser needs to ask for any passkey of this website. */
  toSignInOptions(party: RelyingParty, challenge: string): Promise<WebAuthnJson>;
  verifyRegistration(
    party: RelyingParty,
    challenge: string,
    response: WebAuthnJson,
  ): Promise<PasskeyOutcome<StoredPasskey>>;
  verifySignIn(
    party: RelyingParty,
    challenge: string,
    response: WebAuthnJson,
    passkey: StoredPasskey,
  ): Promise<PasskeyOutcome<PasskeyUse>>;
}
