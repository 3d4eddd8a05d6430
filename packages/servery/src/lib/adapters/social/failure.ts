import type { CustomFetch } from "openid-client";

import type { SocialOutcome } from "../../ports/social.ts";

/** The provider gave no answer that could be read. */
export class ProviderUnreachable extends Error {
  override readonly name = "ProviderUnreachable";

  constructor(cause: unknown) {
    super(`The provider could not be asked: ${describe(cause)}`, { cause });
  }
}

/** `fetch` for the library, that tells a provider which is down from one which refuses. */
export const fetchProvider: CustomFetch = async (url, options) => {
  // The library's own form of the options is looser than it need be.
  const response = await fetch(url, options as RequestInit).catch((error: unknown) => {
    throw new ProviderUnreachable(error);
  });
  if (response.status < 500) return response;
  throw new ProviderUnreachable(`it answered ${response.status}`);
};

/** Runs a step of a flow; whatever goes wrong is the provider's failure or the refusal. */
export async function settle<R>(step: () => Promise<R>): Promise<SocialOutcome<R>> {
  try {
    return { ok: true, value: await step() };
  } catch (error) {
    const unreachable = [error, causeOf(error)].find((each) => each instanceof ProviderUnreachable);
    const failure = unreachable !== undefined || isOurs(error) ? "unavailable" : "refused";
    return { ok: false, failure, why: describe(unreachable ?? error) };
  }
}

/** Errors of OAuth that are about this client or the provider, not about who signs in (RFC 6749 §4.1.2.1, §5.2). */
const ours = new Set([
  "invalid_client",
  "unauthorized_client",
  "server_error",
  "temporarily_unavailable",
]);

/** A client that is not believed is answered with a challenge, where it sent its secret in the header. */
function isOurs(error: unknown): boolean {
  const challenged =
    error instanceof Error && "code" in error && error.code === "OAUTH_WWW_AUTHENTICATE_CHALLENGE";
  return challenged || ours.has(oauthError(error) ?? "");
}

function oauthError(error: unknown): string | undefined {
  const code = error instanceof Error && "error" in error ? error.error : undefined;
  return typeof code === "string" && /^[a-z_]{1,60}$/.test(code) ? code : undefined;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

/** Messages only: a response or its parameters may hold a code or a token. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : "unknown";
  const because = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  const code = oauthError(error);
  return `${error.message}${code === undefined ? "" : ` (${code})`}${because}`;
}
