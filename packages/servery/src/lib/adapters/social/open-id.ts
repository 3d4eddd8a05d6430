import { isLoopback } from "../../base/loopback.ts";
import { ServeryError } from "../../base/servery-error.ts";
import type { Secret } from "../../boundary/secrets/secret.ts";
import type { SocialProvider } from "../../ports/social.ts";
import { createDiscovery } from "./discovery.ts";
import { settle } from "./failure.ts";
import { readProfile } from "./profile.ts";

/** A client that was registered at an OpenID provider. */
export interface OpenIdOptions {
  /** The provider's issuer: `https://accounts.google.com`. `http:` only on a loopback host. */
  readonly issuer: string;
  readonly clientId: string;
  /** Stays on the server. A `secret()` is revealed when the provider is first asked. */
  readonly clientSecret: string | Secret;
  /** What to ask for beside `openid`. Default `["email", "profile"]`. */
  readonly scopes?: readonly string[];
  /** How long the provider may take to answer a request, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Sign-in through an OpenID provider (OpenID Connect Core 1.0, RFC 9700): authorization code with PKCE,
 * state and nonce, through openid-client, which is loaded at the first use: install `openid-client`
 * beside Servery. Register `<identity.origin>/signed-in` there as the redirect URI.
 *
 * ```ts
 * social: { google: openId({ issuer: "https://accounts.google.com", clientId, clientSecret }) }
 * ```
 *
 * @throws ServeryError `insecure_issuer` for an issuer without TLS elsewhere than on this machine.
 */
export function openId(options: OpenIdOptions): SocialProvider {
  const issuer = toIssuer(options.issuer);
  const scope = ["openid", ...(options.scopes ?? ["email", "profile"])].join(" ");
  const discover = createDiscovery({ ...options, issuer, timeoutMs: options.timeoutMs ?? 10_000 });
  return {
    start: (flow) =>
      settle(async () => {
        const { library, configuration } = await discover();
        return library.buildAuthorizationUrl(configuration, {
          redirect_uri: flow.redirectUri,
          scope,
          state: flow.state,
          nonce: flow.nonce,
          code_challenge: await library.calculatePKCECodeChallenge(flow.verifier),
          code_challenge_method: "S256",
        });
      }),
    finish: (flow, returned) =>
      settle(async () => {
        const provider = await discover();
        // The rest of the address is the caller's word.
        const url = new URL(flow.redirectUri);
        url.search = returned.search;
        const tokens = await provider.library.authorizationCodeGrant(provider.configuration, url, {
          pkceCodeVerifier: flow.verifier,
          expectedState: flow.state,
          expectedNonce: flow.nonce,
        });
        return readProfile(provider, tokens.access_token, tokens.claims()!);
      }),
  };
}

function toIssuer(text: string): URL {
  const issuer = new URL(text);
  if (issuer.protocol === "https:") return issuer;
  if (issuer.protocol === "http:" && isLoopback(issuer.hostname)) return issuer;
  throw new ServeryError(
    "insecure_issuer",
    `The issuer ${text} has no TLS, so anybody between it and this service could say who signs in. Use https.`,
  );
}
