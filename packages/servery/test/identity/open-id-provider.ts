import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { type Configuration, type KoaContextWithOIDC, Provider } from "oidc-provider";

/** An account at the provider. */
interface ProviderAccount {
  readonly subject: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly name?: string;
}

/** A real OpenID provider on this machine, at which whoever asks is signed in as `account`. */
export interface OpenIdProvider {
  readonly issuer: string;
  account: ProviderAccount;
  /** Requests to its token endpoint. */
  readonly tokenRequests: { count: number };
  /** While it is down, every request ends as the connection does. */
  down: boolean;
  /** What a browser does between leaving for `url` and coming back: the address it comes back to. */
  visit(url: string): Promise<string>;
  close(): Promise<void>;
}

export const client = { clientId: "shop", clientSecret: "a secret of the shop's" };

export async function startOpenIdProvider(redirectUri: string): Promise<OpenIdProvider> {
  const server = createServer();
  const issuer = await listen(server);
  const provider = new Provider(
    issuer,
    toConfiguration(redirectUri, (id) =>
      state.account.subject === id ? state.account : undefined,
    ),
  );
  const state: OpenIdProvider = {
    issuer,
    account: { subject: "alice" },
    tokenRequests: { count: 0 },
    down: false,
    visit: (url) => visit(issuer, url),
    close: () =>
      new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
  const serve = provider.callback();
  server.on("request", (request, response) => {
    if (state.down) return void request.socket.destroy();
    if (request.url?.startsWith("/token")) state.tokenRequests.count++;
    if (!request.url?.startsWith("/interaction/")) return void serve(request, response);
    void provider.interactionFinished(request, response, {
      login: { accountId: state.account.subject },
    });
  });
  return state;
}

function toConfiguration(
  redirectUri: string,
  find: (subject: string) => ProviderAccount | undefined,
): Configuration {
  return {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: "client_secret_basic",
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: grantAll,
    findAccount: (_context, subject) => {
      const account = find(subject);
      return (
        account && {
          accountId: account.subject,
          claims: () => ({
            sub: account.subject,
            email: account.email,
            email_verified: account.emailVerified,
            name: account.name,
          }),
        }
      );
    },
  };
}

/** Consent that was given before. */
async function grantAll({ oidc }: KoaContextWithOIDC) {
  const grant = new oidc.provider.Grant({
    clientId: oidc.client!.clientId,
    accountId: oidc.session!.accountId!,
  });
  grant.addOIDCScope("openid email profile");
  await grant.save();
  return grant;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Follows redirects with cookies, as a fresh browser, until they leave the provider. */
async function visit(issuer: string, url: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = url;
  while (next.startsWith(issuer)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(next, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) throw new Error(`${response.status} ${await response.text()}`);
    next = new URL(location, next).href;
  }
  return next;
}
