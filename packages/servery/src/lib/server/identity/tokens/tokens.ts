import type { tokenOperations } from "../../../contract/identity/tokens.ts";
import type { Ledger, SystemReads } from "../../data/data.ts";
import { readUser } from "../account.ts";
import { forgetCaller, type IdentityCore } from "../core.ts";
import type { BearerKind, IdentityFeature, IdentityHandler } from "../feature.ts";
import { endSession, readSession, type Session, touchSession } from "../sessions.ts";
import { tellUser } from "../tell-user.ts";
import { findAccessEnd, rotate, type Rotation, startFamily, tokenTables } from "./families.ts";
import { parseAccessToken, parseRefreshToken, type RefreshToken } from "./token-text.ts";

type Operations = ReturnType<typeof tokenOperations>;

/** Access and refresh tokens, for callers without cookies. */
export function createTokens(core: IdentityCore): IdentityFeature {
  const { platform } = core;
  return {
    systemTables: tokenTables,
    tokens: { issue: (ledger, session, now) => startFamily(ledger, platform, session, now) },
    bearers: [createAccessTokens(core)],
    handlers: { refresh: createRefresh(core) },
  };
}

/**
 * Whatever is wrong with a token, the answer is the same. Reuse is found and acted on in one transaction,
 * which commits although the caller is refused.
 */
function createRefresh(core: IdentityCore): IdentityHandler<Operations["refresh"]> {
  return async ({ input, fail, now, visit, transact }) => {
    const token = parseRefreshToken(input.refreshToken);
    if (token === undefined) throw fail("session_ended");
    const { rotation, userId } = await transact((ledger) =>
      refresh(core, ledger, { token, now: now(), address: visit.address }),
    );
    if (userId !== undefined) visit.actAs(userId);
    if (rotation.kind === "rotated" || rotation.kind === "repeated") return rotation.tokens;
    throw fail("session_ended");
  };
}

interface Attempt {
  readonly token: RefreshToken;
  readonly now: number;
  readonly address: string | undefined;
}

function refresh(
  core: IdentityCore,
  ledger: Ledger,
  { token, now, address }: Attempt,
): { readonly rotation: Rotation; readonly userId?: string } {
  const session = findSession(core, ledger, token.sessionId, now);
  if (session === undefined) return { rotation: { kind: "unknown" } };
  const rotation = rotate(ledger, core.platform, session, token, now);
  const { userId } = session;
  if (rotation.kind === "unknown") return { rotation };
  // A memoised access token may have been replaced.
  forgetCaller(core, ledger, userId);
  if (rotation.kind === "reused") revoke(core, ledger, session, { now, address });
  else touchSession(ledger, session.id, now);
  return { rotation, userId };
}

/** A session of tokens whose time is not up. */
function findSession(
  { settings }: IdentityCore,
  reads: SystemReads,
  id: string,
  now: number,
): Session | undefined {
  const session = readSession(reads, id);
  if (session === undefined || session.kind !== "tokens") return undefined;
  const isOver = session.expiresAt <= now || now - session.lastUsedAt >= settings.lifetimes.idleMs;
  const isDisabled = readUser(reads, session.userId)?.disabledAt !== null;
  return isOver || isDisabled ? undefined : session;
}

/** Two have had a token of this session, and nobody can tell which of them is the user. */
function revoke(
  { securityEvents }: IdentityCore,
  ledger: Ledger,
  { id, userId }: Session,
  { now, address }: Pick<Attempt, "now" | "address">,
): void {
  endSession(ledger, userId, id);
  securityEvents.record(ledger, {
    kind: "refresh_reuse",
    severity: "critical",
    userId,
    address: address ?? null,
    detail: "A refresh token was used again, so its session was ended",
  });
  tellUser(ledger, userId, { kind: "sessions_revoked", data: {}, now });
}

function createAccessTokens({ platform, settings }: IdentityCore): BearerKind {
  return {
    prefix: "sat_",
    find(reads, text, now) {
      const token = parseAccessToken(text);
      if (token === undefined) return undefined;
      const end = findAccessEnd(reads, platform, token, now);
      const session = end === undefined ? undefined : readSession(reads, token.sessionId);
      if (session === undefined || end === undefined) return undefined;
      return {
        userId: session.userId,
        credential: "token",
        credentialId: session.id,
        scopes: undefined,
        authenticatedAt: session.authenticatedAt,
        expiresAt: end,
        idleMs: settings.lifetimes.idleMs,
        lastUsedAt: session.lastUsedAt,
        touch: (ledger, at) => touchSession(ledger, session.id, at),
      };
    },
  };
}
