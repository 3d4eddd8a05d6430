import type { Exchange } from "../../ports/exchange.ts";
import { createBoundedMap } from "../../base/bounded-map.ts";
import { anonymous, type UserPrincipal } from "../handling/principal.ts";
import type { KnownCaller } from "./caller-memo.ts";
import type { AnyData } from "../data/any-data.ts";
import { glanceMs } from "../data/system-connection.ts";
import type { IdentityCore } from "./core.ts";
import type { BearerKind, FoundCredential } from "./feature.ts";
import { readGrants } from "./grants.ts";
import type { Identified, Purpose } from "./identity.ts";
import { findCookieSession, touchSession } from "./sessions.ts";

/** Tells whose the credentials of a request are. */
export type IdentifyCaller = (exchange: Pick<Exchange, "header">, purpose?: Purpose) => Identified;

const nobody: Identified = { principal: anonymous, credential: "none", invalid: false };
const invalidCookie: Identified = { principal: anonymous, credential: "cookie", invalid: true };
const invalidBearer: Identified = { principal: anonymous, credential: "bearer", invalid: true };
const touchEveryMs = 3_600_000;
const rememberedCookies = 10_000;
/** Of a longer `Cookie` header nothing is remembered: it is bounded by count alone otherwise. */
const longestRemembered = 1000;
/** No token of ours is longer. */
const longestToken = 512;

/**
 * Makes what identifies callers. Memoised, and never longer than it is true: this process forgets on its
 * own commits, and all of it when another process has committed; what time ends is looked at each time.
 *
 * A bearer token wins over a cookie, and where it does not hold the cookie is not asked: a caller that
 * means to be somebody must not act as somebody else. Other schemes of `Authorization` are not ours.
 */
export function createIdentifyCaller(core: IdentityCore, data: AnyData): IdentifyCaller {
  const { platform, cookies, memo } = core;
  const bearers = core.features.flatMap((feature) => feature.bearers ?? []);
  const touch = createTouch(core, data);
  const hashes = createBoundedMap<string, string>(rememberedCookies);
  let foreignCommits = data.foreignCommits();

  /** The SHA-256 of the session's token. To parse and hash it again is most of what a known caller costs. */
  function readHash(exchange: Pick<Exchange, "header">): string | undefined {
    const header = (name: string) => exchange.header(name);
    const source = cookies.sourceOf(header);
    if (source === undefined) return undefined;
    const known = hashes.get(source);
    if (known !== undefined) return known;
    const token = cookies.session(header);
    if (token === undefined || token === "malformed") return token;
    const hash = platform.sha256(token);
    if (source.length <= longestRemembered) hashes.set(source, hash);
    return hash;
  }

  function know(
    key: string,
    purpose: Purpose,
    find: () => FoundCredential | undefined,
  ): UserPrincipal | undefined {
    const commits = data.foreignCommits(
      purpose === "read" ? platform.monotonic() - glanceMs : undefined,
    );
    if (commits !== foreignCommits) {
      // First, for whoever is told that all is forgotten asks again who calls.
      foreignCommits = commits;
      memo.clear();
    }
    const now = platform.now();
    const known = memo.get(key);
    if (known !== undefined && isInTime(known.found, known.lastUsedAt, now))
      return purpose === "watch" ? known.principal : use(known, now);
    memo.delete(key);
    const found = find();
    if (found === undefined || !isInTime(found, found.lastUsedAt, now)) return undefined;
    const principal = toPrincipal(data, found);
    if (principal === undefined) return undefined;
    const { lastUsedAt } = found;
    const caller = { principal, found, lastUsedAt, touchedAt: lastUsedAt };
    memo.set(key, caller);
    return purpose === "watch" ? principal : use(caller, now);
  }

  function use(caller: KnownCaller, now: number): UserPrincipal {
    caller.lastUsedAt = now;
    if (now - caller.touchedAt >= touchEveryMs) touch(caller, now);
    return caller.principal;
  }

  return (exchange, purpose = "change") => {
    const token = readBearer(exchange.header("authorization"));
    if (token !== undefined) {
      const kind = findKind(bearers, token);
      if (kind === undefined) return invalidBearer;
      const principal = know(platform.sha256(token), purpose, () =>
        kind.find(data.system, token, platform.now()),
      );
      return principal === undefined
        ? invalidBearer
        : { principal, credential: "bearer", invalid: false };
    }
    const hash = readHash(exchange);
    if (hash === undefined) return nobody;
    if (hash === "malformed") return invalidCookie;
    const principal = know(hash, purpose, () => findCookie(core, data, hash));
    return principal === undefined
      ? invalidCookie
      : { principal, credential: "cookie", invalid: false };
  };
}

function isInTime(found: FoundCredential, lastUsedAt: number, now: number): boolean {
  return now < found.expiresAt && now - lastUsedAt < found.idleMs;
}

/** The token of `Authorization: Bearer …` (RFC 6750 §2.1); empty where it is malformed. */
function readBearer(header: string | undefined): string | undefined {
  if (header === undefined || !/^bearer(?: |$)/i.test(header)) return undefined;
  const token = header.slice(7).trim();
  return token.length <= longestToken ? token : "";
}

function findKind(bearers: readonly BearerKind[], token: string): BearerKind | undefined {
  return bearers.find(({ prefix }) => token.startsWith(prefix));
}

function findCookie(
  { settings }: IdentityCore,
  data: AnyData,
  tokenHash: string,
): FoundCredential | undefined {
  const session = findCookieSession(data.system, tokenHash);
  if (session === undefined) return undefined;
  const { id, userId, authenticatedAt, expiresAt, lastUsedAt } = session;
  return {
    userId,
    credential: "session",
    credentialId: id,
    scopes: undefined,
    authenticatedAt,
    expiresAt,
    idleMs: settings.lifetimes.idleMs,
    lastUsedAt,
    touch: (ledger, now) => touchSession(ledger, id, now),
  };
}

/** Whom a credential stands for; `undefined` for an account that is gone or disabled. */
function toPrincipal({ system }: AnyData, found: FoundCredential): UserPrincipal | undefined {
  const { userId, credential, credentialId, scopes, authenticatedAt } = found;
  const user = system.get("SELECT disabledAt FROM main.users WHERE id = ?", userId);
  if (user === undefined || user["disabledAt"] !== null) return undefined;
  const { roles, plans } = readGrants(system, userId);
  return {
    kind: "user",
    key: `user:${userId}`,
    userId,
    credential,
    credentialId,
    roles,
    plans,
    scopes,
    authenticatedAt,
  };
}

/** Writes down in the background that a credential is in use. */
function createTouch({ log }: IdentityCore, data: AnyData) {
  return (caller: KnownCaller, now: number): void => {
    caller.touchedAt = now;
    data
      .write({
        operation: "identity.touch",
        run: (_db, ledger) => Promise.resolve(caller.found.touch(ledger, now)),
      })
      // It is tried again within the hour, and a service that shuts down has more to do.
      .catch((error: unknown) => log.debug({ error }, "The use of a session was not noted"));
  };
}
