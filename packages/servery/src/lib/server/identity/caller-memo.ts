import type { UserPrincipal } from "../handling/principal.ts";
import type { FoundCredential } from "./feature.ts";

/** A credential that was looked up, with whom it stands for. */
export interface KnownCaller {
  readonly principal: UserPrincipal;
  readonly found: FoundCredential;
  /** Kept up to date here; written down at most hourly. */
  lastUsedAt: number;
  touchedAt: number;
}

/** Callers by the SHA-256 of what they sent. Bounded; the longest known go first. */
export interface CallerMemo {
  get(key: string): KnownCaller | undefined;
  set(key: string, caller: KnownCaller): void;
  delete(key: string): void;
  /** Forgets every credential of a user: something about them has changed. */
  forget(userId: string): void;
  /** Forgets all, for what has changed is not known. */
  clear(): void;
  /** Called after each of these two; without a user for all. */
  onForgotten: ((userId?: string) => void) | undefined;
}

/** Makes a {@link CallerMemo} of at most `limit` credentials. */
export function createCallerMemo(limit: number): CallerMemo {
  const callers = new Map<string, KnownCaller>();
  const keysOf = new Map<string, Set<string>>();

  function remove(key: string): void {
    const userId = callers.get(key)?.principal.userId;
    if (userId === undefined) return;
    callers.delete(key);
    const keys = keysOf.get(userId)!;
    keys.delete(key);
    if (keys.size === 0) keysOf.delete(userId);
  }

  const memo: CallerMemo = {
    onForgotten: undefined,
    get: (key) => callers.get(key),
    set(key, caller) {
      remove(key);
      if (callers.size >= limit) remove(callers.keys().next().value!);
      callers.set(key, caller);
      const { userId } = caller.principal;
      const keys = keysOf.get(userId);
      if (keys === undefined) keysOf.set(userId, new Set([key]));
      else keys.add(key);
    },
    delete: remove,
    forget(userId) {
      for (const key of keysOf.get(userId) ?? []) callers.delete(key);
      keysOf.delete(userId);
      memo.onForgotten?.(userId);
    },
    clear() {
      callers.clear();
      keysOf.clear();
      memo.onForgotten?.();
    },
  };
  return memo;
}
