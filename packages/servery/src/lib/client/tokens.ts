import { ServeryError } from "../base/servery-error.ts";
import type { SignInResult } from "../contract/identity/shapes.ts";
import type { HeaderValues } from "./call-headers.ts";
import type { CredentialKeeper } from "./credential-keeper.ts";
import type { SessionConnection, SessionMode } from "./session-mode.ts";
import { type Refreshed, refreshTokens } from "./token-refresh.ts";
import {
  createMemoryStorage,
  type KeptTokens,
  readTokens,
  toKeptTokens,
  type TokenStorage,
} from "./token-storage.ts";

/** What may be said of a session by tokens. */
export interface TokensOptions {
  /** Where they are kept. Default in memory: then a reload, or another tab, has to sign in again. */
  readonly storage?: TokenStorage | undefined;
}

/** These make a session for the caller, and take `session` in their input. */
const starts =
  /^(?:signIn|verifyEmail|acceptInvitation|secondFactor\.complete|passkeys\.signIn|social\.finish)$/;
/** These need nobody to be signed in, and an old session must not stand in their way. */
const strangers = /^(?:signUp|signIn|verifyEmail|acceptInvitation|resetPassword)$/;
/** These end it. */
const ends = /^(?:signOut|deleteAccount)$/;
/** How long a refresh that failed is not tried again before there is need. */
const pauseMs = 10_000;

/**
 * Keeps a session by tokens, for mobile, command lines and other origins: sends the access token with each
 * call, and refreshes it before it ends or when the service no longer takes it, once however many calls
 * and tabs need it. For pages of the service's own origin its cookie is the safer way, and the default.
 *
 * ```ts
 * const client = createClient(shop, { url, session: tokens({ storage: localStorage }) });
 * ```
 */
export function tokens({ storage }: TokensOptions = {}): SessionMode {
  const isShared = storage !== undefined;
  return {
    connect: (connection) => {
      if (!connection.identity.has("refresh"))
        throw new ServeryError(
          "no_tokens",
          `The contract of "${connection.name}" has no tokens: declare its identity with { tokens: true }.`,
        );
      return createTokenKeeper(connection, storage ?? createMemoryStorage(), isShared);
    },
  };
}

function createTokenKeeper(
  connection: SessionConnection,
  storage: TokenStorage,
  isShared: boolean,
): CredentialKeeper {
  const key = `servery:${connection.name}`;
  const deviceKey = `${key}:device`;
  const { clock } = connection.caller;
  const place = { connection, storage, key, isShared };
  let refreshing: Promise<Refreshed> | undefined;
  let pausedUntil = 0;

  async function refresh(stale: KeptTokens, shared: HeaderValues): Promise<KeptTokens | undefined> {
    refreshing ??= refreshTokens(place, stale, shared)
      .then((refreshed) => {
        if (refreshed.hasEnded) keeper.onEnd?.();
        return refreshed;
      })
      .finally(() => {
        refreshing = undefined;
      });
    return (await refreshing).tokens;
  }

  /** What is kept serves as long as the service takes it, so a refresh that fails does not matter yet. */
  async function refreshAhead(held: KeptTokens, shared: HeaderValues) {
    const now = clock.now();
    if (now < held.refreshAt || now < pausedUntil) return held;
    try {
      return await refresh(held, shared);
    } catch {
      pausedUntil = clock.now() + pauseMs;
      return held;
    }
  }

  const keeper: CredentialKeeper = {
    isShared,
    onEnd: undefined,
    isEmpty: async () => (await readTokens(storage, key)) === undefined,
    toHeaders: async ({ identity = "" }, shared, sender) => {
      if (strangers.test(identity)) return {};
      const held = await readTokens(storage, key);
      if (sender.userId === undefined) sender.userId = held?.userId ?? null;
      const current = held && (await refreshAhead(held, shared));
      if (current === undefined || current.userId !== sender.userId) return {};
      return { authorization: `Bearer ${current.accessToken}` };
    },
    renew: async ({ authorization }, shared, sender) => {
      const held = authorization === undefined ? undefined : await readTokens(storage, key);
      if (held === undefined) return false;
      // Else another call or tab was faster.
      const isStale = authorization === `Bearer ${held.accessToken}`;
      const current = isStale ? await refresh(held, shared) : held;
      return current?.userId === sender.userId;
    },
    completeInput: async ({ identity = "" }, input) => {
      if (!starts.test(identity)) return input;
      const device = identity === "signIn" ? await storage.getItem(deviceKey) : null;
      return { session: "tokens", ...(device !== null && { device }), ...(input as object) };
    },
    take: async ({ identity }, output) => {
      if (identity === undefined) return;
      const given = Object(output) as Extract<SignInResult, { status: "signed_in" }>;
      if (ends.test(identity)) await storage.removeItem(key);
      if (given.device) await storage.setItem(deviceKey, given.device);
      if (!given.tokens) return;
      const kept = toKeptTokens(given.tokens, given.user.id, clock.now());
      await storage.setItem(key, JSON.stringify(kept));
    },
  };
  return keeper;
}
