/** What a provider is asked with: all of it belongs to one flow, and is kept by the service. */
export interface SocialFlow {
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string;
  /** Comes back in the address, and binds it to the flow. */
  readonly state: string;
  /** Comes back in the ID token, and binds it to the flow. */
  readonly nonce: string;
  /** The secret behind the PKCE challenge (RFC 7636). */
  readonly verifier: string;
}

/** An account at a provider. */
export interface SocialProfile {
  /** Names the account at its provider for good; an e-mail address does not. */
  readonly subject: string;
  readonly email: string | null;
  /** Whether the provider says that it has verified the address. */
  readonly emailVerified: boolean;
  readonly name: string | null;
}

/** `unavailable`: the provider could not be asked. `refused`: it, or what it sent, does not confirm the sign-in. */
export type SocialFailure = "unavailable" | "refused";

/** What came of asking a provider. `why` is for the log: no code, token or secret is in it. */
export type SocialOutcome<R> =
  | { readonly ok: true; readonly value: R }
  | { readonly ok: false; readonly failure: SocialFailure; readonly why: string };

/**
 * Another service that says who somebody is. An implementation uses an authorization code with PKCE,
 * checks state, nonce, issuer and audience, and gives up in time. It never throws for what a provider
 * or a caller does.
 */
export interface SocialProvider {
  /** Where to send the browser. */
  start(flow: SocialFlow): Promise<SocialOutcome<URL>>;
  /** Finishes with the whole address to which the provider sent the browser back. */
  finish(flow: SocialFlow, returned: URL): Promise<SocialOutcome<SocialProfile>>;
}
