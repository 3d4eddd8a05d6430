import type { Exchange } from "../../src/lib/ports/exchange.ts";
import { anonymous, type UserPrincipal } from "../../src/lib/server/handling/principal.ts";
import type { Identity } from "../../src/lib/server/identity/identity.ts";

/** What a test says of a user; the rest is that of a fresh session without any rights. */
export type FakeUser = Partial<Omit<UserPrincipal, "kind" | "key">>;

/**
 * Knows users by plain names: `cookie: session=NAME` or `authorization: Bearer NAME`. Every name that it
 * does not know has ended.
 */
export function createFakeIdentity(
  users: Readonly<Record<string, FakeUser>>,
  handlers: Readonly<Record<string, (context: never) => unknown>> = {},
): Identity {
  return {
    systemTables: [],
    tables: {},
    open: () => Promise.resolve(),
    close: () => Promise.resolve(),
    identify(exchange) {
      const { credential, name } = readCredential(exchange);
      if (name === undefined) return { principal: anonymous, credential, invalid: false };
      const user = Object.hasOwn(users, name) ? users[name] : undefined;
      if (user === undefined) return { principal: anonymous, credential, invalid: true };
      return { principal: toPrincipal(name, user), credential, invalid: false };
    },
    handler: (name) => handlers[name],
  };
}

function readCredential(exchange: Exchange) {
  const bearer = /^Bearer (.+)$/.exec(exchange.header("authorization") ?? "")?.[1];
  if (bearer !== undefined) return { credential: "bearer", name: bearer } as const;
  const cookie = /(?:^|; )session=([^;]+)/.exec(exchange.header("cookie") ?? "")?.[1];
  return { credential: cookie === undefined ? "none" : "cookie", name: cookie } as const;
}

function toPrincipal(name: string, user: FakeUser): UserPrincipal {
  const userId = user.userId ?? name;
  return {
    kind: "user",
    key: `user:${userId}`,
    userId,
    credential: "session",
    credentialId: `credential-of-${name}`,
    roles: new Set(),
    plans: new Map(),
    scopes: undefined,
    // The test's clock starts there.
    authenticatedAt: 1_700_000_000_000,
    ...user,
  };
}
