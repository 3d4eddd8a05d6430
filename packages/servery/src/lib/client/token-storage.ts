import type { Tokens } from "../contract/identity/shapes.ts";

/**
 * Where a device keeps its tokens: `localStorage`, React Native's AsyncStorage, or an object like them.
 * What every script of a page can read, every injected script can take; a phone's keychain cannot be.
 */
export interface TokenStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** Tokens, and when to ask for the next ones by this device's clock. */
export interface KeptTokens extends Tokens {
  readonly userId: string;
  /** Epoch milliseconds. */
  readonly refreshAt: number;
}

/** How long before its end an access token is not used any more. */
const aheadMs = 30_000;
/** As long as a service's access tokens hold at most. */
const longestMs = 600_000;

/**
 * Says when tokens that have just come are to be refreshed. A clock by which they hold longer than any do,
 * or have ended already, is not the service's: then they hold as long as usual.
 */
export function toKeptTokens(tokens: Tokens, userId: string, now: number): KeptTokens {
  const left = tokens.accessExpiresAt - now;
  const holds = left > aheadMs && left < longestMs ? left : longestMs;
  return { ...tokens, userId, refreshAt: now + holds - aheadMs };
}

/** Keeps things until the program ends. */
export function createMemoryStorage(): TokenStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  };
}

/** Reads tokens; `undefined` for none, and for what is not ours. */
export async function readTokens(
  storage: TokenStorage,
  key: string,
): Promise<KeptTokens | undefined> {
  const kept = parseRecord(await storage.getItem(key)) as Partial<KeptTokens>;
  const texts = [kept.accessToken, kept.refreshToken, kept.userId];
  const isWhole = texts.every((text) => typeof text === "string");
  return isWhole && typeof kept.refreshAt === "number" ? (kept as KeptTokens) : undefined;
}

/** Reads a stored object; an empty one for what is none. */
export function parseRecord(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text ?? "{}")) as Record<string, unknown>;
  } catch {
    return {};
  }
}
