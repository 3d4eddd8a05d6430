import type * as OpenIdClient from "openid-client";

import { revealText, type Secret } from "../../boundary/secrets/secret.ts";
import { fetchProvider, ProviderUnreachable } from "./failure.ts";

/** The library with what it knows of one provider. */
export interface Discovered {
  readonly library: typeof OpenIdClient;
  readonly configuration: OpenIdClient.Configuration;
}

interface DiscoveryOptions {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string | Secret;
  readonly timeoutMs: number;
}

/**
 * Asks a provider where its endpoints are (OpenID Connect Discovery 1.0), once: what it said is kept as
 * long as the process runs, a failure is not kept. Its keys are looked up anew as it changes them.
 */
export function createDiscovery(options: DiscoveryOptions): () => Promise<Discovered> {
  let known: Promise<Discovered> | undefined;
  return () =>
    (known ??= discover(options).catch((error: unknown) => {
      known = undefined;
      throw error instanceof ProviderUnreachable ? error : new ProviderUnreachable(error);
    }));
}

async function discover(options: DiscoveryOptions): Promise<Discovered> {
  const { issuer, clientId, clientSecret, timeoutMs } = options;
  const library = await import("openid-client");
  const configuration = await library.discovery(
    issuer,
    clientId,
    {},
    toAuthentication(library, revealText(clientSecret)),
    {
      timeout: timeoutMs / 1000,
      [library.customFetch]: fetchProvider,
      execute: issuer.protocol === "http:" ? [library.allowInsecureRequests] : [],
    },
  );
  return { library, configuration };
}

/** In the header, as the standard has it, unless the provider takes it in the body only. */
function toAuthentication(library: typeof OpenIdClient, secret: string): OpenIdClient.ClientAuth {
  const basic = library.ClientSecretBasic(secret);
  const post = library.ClientSecretPost(secret);
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
}
