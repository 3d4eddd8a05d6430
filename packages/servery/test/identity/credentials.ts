import { action, contract, identity, query, role, scope } from "servery";
import type { CurrentUser, ServiceSettings } from "servery/server";
import * as z from "zod";

import { bindClub, createBrowser, password } from "./fixture.ts";

export const admin = role("admin");
const reading = scope("records:read");
const writing = scope("records:write");

const output = z.object({ text: z.string() });
/** What keys may and may not do. */
const doors = {
  private: query({ path: "/private", output }),
  counter: query({ path: "/counter", access: "public", output }),
  read: query({ path: "/read", access: reading, output }),
  write: action({ path: "/write", access: [reading, writing], output }),
  office: query({ path: "/office", access: [reading, admin], output }),
  vault: query({ path: "/vault", access: [reading, "fresh"], output }),
};
const open = () => ({ text: "come in" });
const handlers = {
  counter: ({ user }: { user?: CurrentUser | undefined }) => ({ text: user?.id ?? "nobody" }),
  private: open,
  read: open,
  write: open,
  office: open,
  vault: open,
};

/** Every way in but passkeys and other providers, which need settings. */
const vault = contract({
  name: "vault",
  operations: {
    ...identity({ administrators: admin, tokens: true, scopes: [reading, writing], totp: true }),
    ...doors,
  },
});

export const email = "ada@example.com";

/** A service with one account, and its owner signed in. */
export async function openVault(settings: ServiceSettings = {}) {
  const opened = bindClub(vault, { handlers, ...settings });
  const { id } = await opened.service.accounts.create({ email, password, name: "Ada" });
  const ada = opened.browser();
  await ada.signIn(email);
  return { ...opened, id, ada };
}

/** A program without cookies: says who it is by a bearer token. */
export function createProgram(service: Parameters<typeof createBrowser>[0]) {
  const browser = createBrowser(service);
  const withToken = (token: string) => ({ authorization: `Bearer ${token}` });
  return {
    get: (path: string, token: string) => browser.get(path, withToken(token)),
    post: (path: string, token: string, json?: unknown) =>
      browser.post(path, json, withToken(token)),
    signIn: (given = password) =>
      browser.post("/auth/sign-in", { email, password: given, session: "tokens" }),
    refresh: (refreshToken: string, headers?: HeadersInit) =>
      browser.post("/auth/refresh", { refreshToken }, headers),
  };
}
