import { contract, identity, query, role } from "servery";
import { createClient, type HttpClientOptions, sessionOf, tokens } from "servery/client";
import { expect, test } from "vitest";
import * as z from "zod";

import { bindClub, codeIn, createBrowser, password } from "../identity/fixture.ts";

const Who = z.object({ id: z.string().nullable() });
const club = contract({
  name: "club",
  operations: {
    ...identity({ administrators: role("admin"), tokens: true, spam: { work: 8 } }),
    mine: query({ path: "/mine", output: Who }),
    open: query({ path: "/open", access: "public", output: Who }),
    vault: query({ path: "/vault", access: "fresh", output: Who }),
  },
});
const credentials = { email: "ada@club.example", password };
const minute = 60_000;

/** A real service with Ada's account, on a clock that stands still, and what clients have sent to it. */
async function openService() {
  const tell = ({ user }: { user?: { id: string } | undefined }) => ({ id: user?.id ?? null });
  const opened = bindClub(club, { handlers: { mine: tell, open: tell, vault: tell } });
  const { service, clock } = opened;
  const { id } = await service.accounts.create(credentials);
  const sent: string[] = [];
  const lost: string[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const path = new URL(url).pathname;
    sent.push(path);
    const response = await service.fetch(new Request(url, init));
    if (lost[0] !== path) return response;
    lost.shift();
    throw new TypeError("The connection was lost.");
  };
  const time = { now: clock.now, schedule: skip };
  const connect = (options: Partial<HttpClientOptions> = {}) =>
    createClient(club, { url: "https://club.example", fetch, clock: time, ...options });
  const count = (path: string) => sent.filter((each) => each === path).length;
  return { ...opened, id, sent, lost, connect, count };
}

/** Waits of less than a second are none; the others, which are time limits, never end. */
function skip(milliseconds: number, task: () => void): () => void {
  if (milliseconds < 1000) setImmediate(task);
  return () => {};
}

test("by tokens: fifty calls after ten minutes refresh once, and stay one session", async () => {
  const { connect, clock, count, id } = await openService();
  const client = connect({ session: tokens() });
  await client.auth.signIn(credentials);
  clock.advance(10 * minute);
  const all = await Promise.all(Array.from({ length: 50 }, () => client.mine()));
  expect(all).toEqual(all.map(() => ({ id })));
  expect(count("/auth/refresh")).toBe(1);
  expect((await client.auth.sessions.list()).items).toMatchObject([{ kind: "tokens" }]);
});

test("by tokens: a lost answer to a refresh, twice, ends nothing", async () => {
  const { connect, clock, lost, count, id } = await openService();
  const client = connect({ session: tokens() });
  await client.auth.signIn(credentials);
  clock.advance(10 * minute);
  lost.push("/auth/refresh", "/auth/refresh");
  expect(await client.mine()).toEqual({ id });
  expect(count("/auth/refresh")).toBe(3);
  clock.advance(10 * minute);
  expect(await client.mine()).toEqual({ id });
});

test("by tokens: a session that was ended elsewhere is told to the app, and public things go on", async () => {
  const { connect } = await openService();
  const [here, there] = [connect({ session: tokens() }), connect({ session: tokens() })];
  await here.auth.signIn(credentials);
  await there.auth.signIn(credentials);
  const told: unknown[] = [];
  sessionOf(here).onChange(({ state, reason }) => told.push([state, reason]));
  await sessionOf(here).load();
  expect(await there.auth.sessions.revokeOthers()).toEqual({ ended: 1 });
  expect((await here.mine.safe()).problem?.code).toBe("unauthenticated");
  expect(await here.open()).toEqual({ id: null });
  expect(told).toEqual([
    ["signed_in", undefined],
    ["signed_out", "ended"],
  ]);
});

test("by tokens: signing out ends the session, also when the access token had ended", async () => {
  const { connect, clock, service } = await openService();
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key),
  };
  const client = connect({ session: tokens({ storage }) });
  await client.auth.signIn(credentials);
  clock.advance(10 * minute);
  await client.auth.signOut();
  expect([...items.keys()]).toEqual(["servery:club@https://club.example:device"]);
  const browser = createBrowser(service);
  await browser.signIn(credentials.email);
  expect((await browser.get("/auth/sessions")).json.items).toHaveLength(1);
});

test("by tokens: the device's name comes with the sign-in", async () => {
  const { connect, mails } = await openService();
  const client = connect({ session: tokens() });
  await client.auth.signIn(credentials);
  const result = await client.auth.signIn(credentials);
  expect(result).toMatchObject({ status: "signed_in", device: expect.any(String) });
  // It was sent along, so it is no new device.
  expect(await mails()).toEqual([]);
});

test("by cookie: the session follows sign-in, a new password and sign-out", async () => {
  const { service, connect, id } = await openService();
  const { cookies } = createBrowser(service);
  const fetch = async (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    headers.set("sec-fetch-site", "same-origin");
    const response = await service.fetch(new Request(url, { ...init, headers }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  const client = connect({ fetch });
  const session = sessionOf(client);
  expect((await session.load()).state).toBe("signed_out");
  await client.auth.signIn(credentials);
  expect(session.user).toMatchObject({ id, email: credentials.email });
  expect(await client.vault()).toEqual({ id });
  await client.auth.changePassword({
    currentPassword: password,
    newPassword: "cobalt meadow trumpet 9",
  });
  expect(await client.mine()).toEqual({ id });
  await client.auth.updateProfile({ name: "Ada" });
  expect(session.user?.name).toBe("Ada");
  await client.auth.signOut();
  expect(session.current).toMatchObject({ state: "signed_out", reason: "signed_out" });
  expect((await client.mine.safe()).problem?.code).toBe("unauthenticated");
});

test("a form that asks for work gets it, and its visitor is signed in by the code from the mail", async () => {
  const { connect, count, mails } = await openService();
  const client = connect({ session: tokens() });
  const session = sessionOf(client);
  const { attempt } = await client.auth.signUp({ email: "bob@club.example", password });
  expect(count("/auth/sign-up")).toBe(2);
  await client.auth.verifyEmail({ attempt, code: codeIn((await mails())[0]) });
  expect(session.user?.email).toBe("bob@club.example");
  expect(await client.mine()).toEqual({ id: session.user?.id });
});
