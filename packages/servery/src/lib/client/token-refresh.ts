import type { Tokens } from "../contract/identity/shapes.ts";
import { isProblemError } from "../protocol/problem-error.ts";
import type { HeaderValues } from "./call-headers.ts";
import type { SessionConnection } from "./session-mode.ts";
import { runExclusively } from "./exclusive.ts";
import { invoke } from "./invoke.ts";
import { type KeptTokens, readTokens, toKeptTokens, type TokenStorage } from "./token-storage.ts";

/** Shorter than the locks' patience and the lease, so that neither runs out on a refresh. */
const timeoutMs = 8_000;
const retry = { attempts: 3, baseDelayMs: 200, maxDelayMs: 2_000 };

/** What a refresh came to: the tokens to use now, if any, and whether it was this that ended them. */
export interface Refreshed {
  readonly tokens: KeptTokens | undefined;
  readonly hasEnded: boolean;
}

/** Where a refresh works. */
export interface RefreshPlace {
  readonly connection: SessionConnection;
  readonly storage: TokenStorage;
  readonly key: string;
  /** Whether others may refresh what is kept there. */
  readonly isShared: boolean;
}

/**
 * Changes `stale` tokens for the next ones, unless another tab has done so meanwhile. What comes is kept
 * only where the tokens that it was asked with are still kept: a sign-out or another sign-in that came
 * between is not undone.
 * @throws ProblemError what kept it from being done: the session may go on, and the next call tries anew.
 */
export function refreshTokens(
  place: RefreshPlace,
  stale: KeptTokens,
  shared: HeaderValues,
): Promise<Refreshed> {
  const { connection, storage, key, isShared } = place;
  const { clock, random } = connection.caller;
  const read = () => readTokens(storage, key);
  const change = async (): Promise<Refreshed> => {
    const held = await read();
    if (held?.accessToken !== stale.accessToken) return { tokens: held, hasEnded: false };
    const next = await request(connection, held, shared);
    const now = await read();
    if (now?.refreshToken !== held.refreshToken) return { tokens: now, hasEnded: false };
    if (next === undefined) await storage.removeItem(key);
    else await storage.setItem(key, JSON.stringify(next));
    return { tokens: next, hasEnded: next === undefined };
  };
  return isShared ? runExclusively({ name: key, storage, clock, random }, change) : change();
}

/** `undefined` when the session has ended. */
async function request(
  { caller, identity }: SessionConnection,
  { refreshToken, userId }: KeptTokens,
  headers: HeaderValues,
): Promise<KeptTokens | undefined> {
  const operation = identity.get("refresh")!;
  const options = { headers, retry, timeoutMs };
  try {
    const next = await invoke(
      { ...caller, headers: undefined },
      operation,
      { refreshToken },
      options,
    );
    return toKeptTokens(next as Tokens, userId, caller.clock.now());
  } catch (error) {
    if (isProblemError(error) && error.code === "session_ended") return undefined;
    throw error;
  }
}
