import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { Account, Tokens } from "../contract/identity/shapes.ts";

interface Family {
  readonly user: Account;
  access: string;
  refresh: string;
  /** The refresh token before, forgiven once more as long as the one after it was not used. */
  previous: string | undefined;
  accessExpiresAt: number;
}

/** A service with accounts in memory, whose answers a test can spoil. Its cookie is an access token. */
export interface FakeAccounts {
  /** Each request, as `POST /auth/refresh`. */
  readonly seen: string[];
  /** Each request's headers, in the same order. */
  readonly headers: IncomingMessage["headers"][];
  /** How long an access token holds. */
  accessMs: number;
  /** What happens to the answers of refreshes, in turn: it is lost, held back, or refused. */
  readonly spoiled: ("lost" | "held" | "refused" | "overloaded")[];
  /** Ends the access tokens of all sessions, not the sessions. */
  expire(): void;
  /** Ends all sessions. */
  revoke(): void;
  /** How many requests were of this kind. */
  count(request: string): number;
  handle(request: IncomingMessage, response: ServerResponse): void;
}

export const ada: Account = {
  id: "u-ada",
  email: "ada@example.com",
  name: "Ada",
  roles: [],
  plans: [],
};
export const bob: Account = { ...ada, id: "u-bob", email: "bob@example.com", name: "Bob" };

/** Accounts of Ada and Bob, whose passwords do not matter. `now` is the service's clock. */
export function createFakeAccounts(now: () => number = Date.now): FakeAccounts {
  const families = new Set<Family>();
  let made = 0;

  function renew(family: Family): Tokens {
    made += 1;
    family.previous = family.refresh;
    family.access = `access-${made}`;
    family.refresh = `refresh-${made}`;
    family.accessExpiresAt = now() + accounts.accessMs;
    return toTokens(family);
  }

  function refresh(token: unknown): Tokens | undefined {
    for (const family of families) {
      if (family.refresh === token) return renew(family);
      if (family.previous === token) return toTokens(family);
    }
    return undefined;
  }

  function familyOf(request: IncomingMessage): Family | undefined {
    const { authorization, cookie } = request.headers;
    const token = (authorization ?? cookie)?.replace(/^Bearer |^session=/, "");
    const family = [...families].find(({ access }) => access === token);
    return family && family.accessExpiresAt > now() ? family : undefined;
  }

  const accounts: FakeAccounts = {
    seen: [],
    headers: [],
    accessMs: 600_000,
    spoiled: [],
    expire: () => {
      for (const family of families) family.accessExpiresAt = 0;
    },
    revoke: () => families.clear(),
    count: (request) => accounts.seen.filter((each) => each === request).length,
    handle: (request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        const path = request.url?.replace(/^\/api/, "") ?? "";
        accounts.seen.push(`${request.method} ${path}`);
        accounts.headers.push(request.headers);
        answer(path, body === "" ? {} : (JSON.parse(body) as Record<string, unknown>));
      });

      function answer(path: string, input: Record<string, unknown>): void {
        const family = familyOf(request);
        if (path === "/auth/sign-in") return signIn(input["email"], input["session"]);
        if (path === "/auth/session")
          return send(200, { user: family?.user ?? null, session: null });
        if (path === "/auth/refresh") return answerRefresh(input["refreshToken"]);
        if (path === "/auth/sign-out") return signOut(family);
        if (path === "/public") return send(200, { user: family?.user.id ?? null });
        if (family === undefined) return refuse(401, "unauthenticated");
        return send(200, { user: family.user.id });
      }

      function signIn(email: unknown, session: unknown): void {
        const user = [ada, bob].find((each) => each.email === email);
        if (user === undefined) return refuse(401, "wrong_credentials");
        const family = { user, access: "", refresh: "", previous: undefined, accessExpiresAt: 0 };
        families.add(family);
        const tokens = renew(family);
        if (session === "tokens")
          return send(200, { status: "signed_in", user, tokens, device: "device-1" });
        response.setHeader("set-cookie", `session=${tokens.accessToken}; Path=/; HttpOnly`);
        return send(200, { status: "signed_in", user, tokens: null });
      }

      function signOut(family: Family | undefined): void {
        if (family) families.delete(family);
        response.writeHead(204).end();
      }

      function answerRefresh(token: unknown): void {
        const spoil = accounts.spoiled.shift();
        if (spoil === "refused") return void request.socket.destroy();
        if (spoil === "overloaded") return refuse(503, "overloaded");
        const tokens = refresh(token);
        if (spoil === "lost") return void request.socket.destroy();
        if (spoil === "held") return undefined;
        return tokens ? send(200, tokens) : refuse(401, "session_ended");
      }

      function refuse(status: number, code: string): void {
        send(status, { title: code, status, code }, "application/problem+json");
      }

      function send(status: number, value: unknown, type = "application/json"): void {
        response.writeHead(status, { "content-type": type }).end(JSON.stringify(value));
      }
    },
  };
  return accounts;
}

function toTokens({ access, refresh, accessExpiresAt }: Family): Tokens {
  return {
    accessToken: access,
    accessExpiresAt,
    refreshToken: refresh,
    sessionExpiresAt: accessExpiresAt + 30 * 86_400_000,
  };
}

/** Serves them over HTTP. */
export async function serveAccounts(accounts: FakeAccounts) {
  const server = createServer((request, response) => accounts.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
