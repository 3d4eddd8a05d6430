import { hash, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

/** A session that is kept in memory. */
interface Session {
  readonly userId: string;
  readonly expiresAt: number;
}

/** The sessions of a peer, as a careful hand writes them. */
export interface Sessions {
  /** Whose session a `Cookie` header carries; undefined where it is unknown, over or revoked. */
  find(cookie: string | undefined): string | undefined;
  revoke(cookie: string | undefined): void;
}

const name = "session=";
const mostKept = 10_000;

/**
 * Tokens are kept hashed; a look-up joins session and user and is memoised. Memory is bounded, and is
 * emptied whenever a session is revoked, so that a revoked one is refused from the next request on.
 */
export function openSessions(database: DatabaseSync): Sessions {
  const select = database.prepare(
    `SELECT users.id AS userId, sessions.expiresAt FROM sessions JOIN users ON users.id = sessions.userId
     WHERE sessions.tokenHash = ?`,
  );
  const remove = database.prepare("DELETE FROM sessions WHERE tokenHash = ?");
  const kept = new Map<string, Session>();
  const load = (token: string): Session | undefined => {
    const session = select.get(toTokenHash(token)) as unknown as Session | undefined;
    if (session === undefined) return undefined;
    if (kept.size >= mostKept) kept.clear();
    kept.set(token, session);
    return session;
  };
  return {
    find(cookie) {
      const token = readToken(cookie);
      if (token === undefined) return undefined;
      const session = kept.get(token) ?? load(token);
      return session === undefined || session.expiresAt <= Date.now() ? undefined : session.userId;
    },
    revoke(cookie) {
      remove.run(toTokenHash(readToken(cookie) ?? ""));
      kept.clear();
    },
  };
}

/** Makes a user with a session that ends after so many milliseconds; answers its `Cookie` header. */
export function seedSession(database: DatabaseSync, userId: string, lifetimeMs: number): string {
  const token = randomBytes(32).toString("base64url");
  database
    .prepare("INSERT INTO users (id, email) VALUES (?, ?)")
    .run(userId, `${userId}@example.com`);
  database
    .prepare("INSERT INTO sessions (tokenHash, userId, expiresAt) VALUES (?, ?, ?)")
    .run(toTokenHash(token), userId, Date.now() + lifetimeMs);
  return name + token;
}

function toTokenHash(token: string): string {
  return hash("sha256", token, "base64url");
}

function readToken(cookie: string | undefined): string | undefined {
  if (cookie === undefined) return undefined;
  const start = cookie.startsWith(name) ? 0 : cookie.indexOf(`; ${name}`) + 2;
  if (start === 1) return undefined;
  const end = cookie.indexOf(";", start);
  return cookie.slice(start + name.length, end < 0 ? cookie.length : end);
}
