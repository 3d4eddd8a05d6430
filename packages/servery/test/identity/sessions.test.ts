import { describe, expect, test } from "vitest";

import {
  openClub,
  openQuickClub,
  otherPassword,
  password,
  readStored,
  temporaryFile,
  tokenIn,
} from "./fixture.ts";

const email = "ada@example.com";
const hour = 3_600_000;
const day = 24 * hour;
const sessionCookie = "__Host-club-session";

async function openSignedIn(settings: Parameters<typeof openQuickClub>[0] = {}) {
  const club = openQuickClub(settings);
  const { id } = await club.service.accounts.create({ email, password, name: "Ada" });
  const ada = club.browser("198.51.100.1");
  await ada.signIn(email);
  return { ...club, id, ada };
}

type Browser = Awaited<ReturnType<typeof openSignedIn>>["ada"];

const isIn = async (browser: Browser) => (await browser.get("/private")).status === 200;

describe("the cookie of a session", () => {
  test("is for this host alone, and no script reads it", async () => {
    const { browser, ada } = await openSignedIn();
    const { headers } = await browser().signIn(email);
    const lines = headers.getSetCookie();
    expect(lines).toEqual([
      expect.stringMatching(
        /^__Host-club-session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure$/,
      ),
      expect.stringMatching(
        /^__Host-club-device=[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Strict; Secure$/,
      ),
    ]);
    expect(ada.cookies.size).toBe(2);
  });

  test.each(["localhost:4000", "127.0.0.1", "[::1]:4000", "app.localhost"])(
    "has a plain name on %s while one writes, where browsers take no Secure one",
    async (host) => {
      const { browser } = await openSignedIn();
      const { headers } = await browser().post("/auth/sign-in", { email, password }, { host });
      const [line] = headers.getSetCookie();
      expect(line).toMatch(/^club-session=[\w-]{43}; Path=\/; .*SameSite=Strict$/);
      const [pair = ""] = line!.split(";");
      expect((await browser().get("/private", { host, cookie: pair })).status).toBe(200);
      expect((await browser().get("/private", { cookie: pair })).status).toBe(401);
    },
  );

  test("is Secure on any host in production, and SameSite as the settings say", async () => {
    const database = temporaryFile();
    // Which makes the tables.
    const { service: dev } = openQuickClub({ database });
    await dev.ready();
    await dev.close();
    const { service, browser } = openQuickClub({
      database,
      mode: "production",
      identity: { origin: "https://club.example", sessions: { sameSite: "none" } },
    });
    await service.accounts.create({ email, password });
    const local = { host: "localhost:4000" };
    const { headers } = await browser().post("/auth/sign-in", { email, password }, local);
    expect(headers.getSetCookie()[0]).toMatch(/^__Host-club-session=.*SameSite=None; Secure$/);
  });

  test("is another one after each sign-in, and the one before holds no longer (fixation)", async () => {
    const { ada, browser } = await openSignedIn();
    const before = ada.cookies.get(sessionCookie)!;
    await ada.signIn(email);
    expect(ada.cookies.get(sessionCookie)).not.toBe(before);
    const old = browser();
    old.cookies.set(sessionCookie, before);
    expect(await isIn(old)).toBe(false);
    expect(await isIn(ada)).toBe(true);
    // Whoever planted a value before the sign-in knows nothing of the session after it.
    const planted = browser();
    planted.cookies.set(sessionCookie, "A".repeat(43));
    await planted.signIn(email);
    expect(planted.cookies.get(sessionCookie)).not.toBe("A".repeat(43));
  });

  test("is kept as a hash only", async () => {
    const database = temporaryFile();
    const { ada } = await openSignedIn({ database });
    const stored = readStored(database);
    expect(stored).toContain("servery_sessions");
    for (const token of ada.cookies.values()) expect(stored).not.toContain(token);
  });

  test("is cleared by whoAmI and sign-out once it has ended, and by nothing else", async () => {
    const { ada } = await openSignedIn();
    ada.cookies.set(sessionCookie, "A".repeat(43));
    const refused = await ada.get("/private");
    expect([refused.status, refused.headers.getSetCookie()]).toEqual([401, []]);
    expect(await ada.whoAmI()).toEqual({ user: null, session: null });
    expect(ada.cookies.has(sessionCookie)).toBe(false);
    ada.cookies.set(sessionCookie, "B".repeat(43));
    expect((await ada.post("/auth/sign-out")).status).toBe(204);
    expect(ada.cookies.has(sessionCookie)).toBe(false);
  });
});

describe("a request's credentials", () => {
  const notIn = async (cookie: (token: string) => Record<string, string>) => {
    const { ada, browser } = await openSignedIn();
    const token = ada.cookies.get(sessionCookie)!;
    const { status } = await browser().get("/private", cookie(token));
    return status;
  };

  test.each<[string, (token: string) => Record<string, string>]>([
    [
      "two cookies of one name",
      (t) => ({ cookie: `${sessionCookie}=${t}; ${sessionCookie}=${t}` }),
    ],
    ["a cookie without its prefix", (t) => ({ cookie: `club-session=${t}` })],
    ["a cookie whose name only ends alike", (t) => ({ cookie: `x${sessionCookie}=${t}` })],
    ["a cookie in another case", (t) => ({ cookie: `__host-club-session=${t}` })],
    ["a value in quotes", (t) => ({ cookie: `${sessionCookie}="${t}"` })],
    ["a value one shorter", (t) => ({ cookie: `${sessionCookie}=${t.slice(1)}` })],
    ["a value of 12,000 characters", (t) => ({ cookie: `${sessionCookie}=${t.repeat(279)}` })],
    ["a cookie as a bearer token", (t) => ({ authorization: `Bearer ${t}` })],
    [
      "a bearer token that does not hold, beside a cookie that does",
      (t) => ({ authorization: "Bearer nobody", cookie: `${sessionCookie}=${t}` }),
    ],
    [
      "an empty bearer token beside a cookie that holds",
      (t) => ({ authorization: "Bearer", cookie: `${sessionCookie}=${t}` }),
    ],
  ])("are refused: %s", async (_, headers) => {
    expect(await notIn(headers)).toBe(401);
  });

  test.each<[string, (token: string) => Record<string, string>]>([
    ["other cookies around", (t) => ({ cookie: `a=b;  ${sessionCookie}=${t} ; c="d;` })],
    [
      "a proxy's own Basic credentials beside a cookie",
      (t) => ({ authorization: "Basic dGVzdDp0ZXN0", cookie: `${sessionCookie}=${t}` }),
    ],
  ])("are taken: %s", async (_, headers) => {
    expect(await notIn(headers)).toBe(200);
  });
});

describe("a session", () => {
  test("ends after seven days without use", async () => {
    const { ada, clock } = await openSignedIn();
    for (let use = 0; use < 3; use++) {
      clock.advance(7 * day - 1);
      expect(await isIn(ada)).toBe(true);
    }
    clock.advance(7 * day);
    expect(await isIn(ada)).toBe(false);
  });

  test("ends so though a page stands open that watches", async () => {
    const { ada, clock } = await openSignedIn();
    const poll = { version: 1, queries: [], waitMs: 0 };
    for (let count = 0; count < 6; count++) {
      clock.advance(day);
      expect((await ada.post("/_servery/live/poll", poll)).status).toBe(200);
    }
    clock.advance(day);
    expect(await isIn(ada)).toBe(false);
  });

  test("ends after thirty days, however much it is used", async () => {
    const { ada, clock } = await openSignedIn();
    for (let count = 0; count < 29; count++) {
      clock.advance(day);
      expect(await isIn(ada)).toBe(true);
    }
    clock.advance(day);
    expect(await isIn(ada)).toBe(false);
  });

  test("is listed, and ended by its owner alone, at once", async () => {
    const { ada, browser, service } = await openSignedIn();
    const phone = browser("192.0.2.1");
    await phone.post(
      "/auth/sign-in",
      { email, password },
      { "user-agent": "Firefox/140 (Android)" },
    );
    expect(await isIn(phone)).toBe(true);
    const { items } = (await ada.get("/auth/sessions")).json;
    const other = items.find(({ current }: { current: boolean }) => !current);
    expect(other).toMatchObject({
      device: "Firefox on Android",
      address: "192.0.2.1",
      kind: "cookie",
    });

    await service.accounts.create({ email: "bob@example.com", password });
    const bob = browser("203.0.113.1");
    await bob.signIn("bob@example.com");
    expect((await bob.send("DELETE", `/auth/sessions/${other.id}`)).status).toBe(404);
    expect(await isIn(phone)).toBe(true);
    expect((await ada.send("DELETE", `/auth/sessions/${other.id}`)).status).toBe(204);
    expect(await isIn(phone)).toBe(false);
    expect((await ada.send("DELETE", `/auth/sessions/${other.id}`)).status).toBe(404);
    expect(await isIn(ada)).toBe(true);
  });

  test("goes on when all others are ended", async () => {
    const { ada, browser } = await openSignedIn();
    const others = [browser(), browser(), browser()];
    for (const other of others) await other.signIn(email);
    expect((await ada.post("/auth/sessions/revoke-others")).json).toEqual({ ended: 3 });
    for (const other of others) expect(await isIn(other)).toBe(false);
    expect(await isIn(ada)).toBe(true);
  });

  test("ends with a changed password, but for the one that changed it, which gets a new token", async () => {
    const { ada, browser, mails } = await openSignedIn();
    const other = browser();
    await other.signIn(email);
    const before = ada.cookies.get(sessionCookie);
    const change = { currentPassword: password, newPassword: otherPassword };
    expect((await ada.post("/auth/change-password", change)).json.status).toBe("signed_in");
    expect(ada.cookies.get(sessionCookie)).not.toBe(before);
    expect([await isIn(ada), await isIn(other)]).toEqual([true, false]);
    expect((await mails())[0]!.subject).toMatch(/password/i);
    expect((await ada.get("/auth/sessions")).json.items).toHaveLength(1);
  });

  test("ends with a reset password, and every device is a strange one again (stale sessions)", async () => {
    const { ada, browser, mails } = await openSignedIn();
    const phone = browser();
    await phone.signIn(email);
    expect([await isIn(ada), await isIn(phone)]).toEqual([true, true]);
    await browser().post("/auth/request-password-reset", { email });
    const token = tokenIn((await mails())[0]);
    await browser().post("/auth/reset-password", { token, newPassword: otherPassword });
    expect([await isIn(ada), await isIn(phone)]).toEqual([false, false]);
    for (let guess = 0; guess < 5; guess++) await browser("203.0.113.1").signIn(email);
    expect((await ada.signIn(email, otherPassword)).status).toBe(429);
  });

  test("is fresh for ten minutes, and again once its owner has proved who they are", async () => {
    const { ada, clock } = await openSignedIn();
    expect((await ada.get("/vault")).status).toBe(200);
    clock.advance(10 * 60_000 + 1);
    const stale = await ada.get("/vault");
    expect([stale.status, stale.json.code]).toEqual([401, "fresh_sign_in_required"]);
    const before = ada.cookies.get(sessionCookie);
    expect((await ada.post("/auth/prove-again", { password: otherPassword })).status).toBe(401);
    expect((await ada.post("/auth/prove-again", { password })).status).toBe(200);
    expect(ada.cookies.get(sessionCookie)).not.toBe(before);
    expect((await ada.get("/vault")).status).toBe(200);
    const { session } = await ada.whoAmI();
    expect(session.freshUntil).toBe(clock.now() + 10 * 60_000);
    expect((await ada.get("/auth/sessions")).json.items).toHaveLength(1);
  });

  test("ends for the memo of another process too: at once for changes, in 20 ms for reads", async () => {
    const database = temporaryFile();
    const { ada, id, service, clock } = await openSignedIn({ database });
    const second = openQuickClub({ database });
    await second.service.ready();
    const elsewhere = second.browser();
    for (const [name, value] of ada.cookies) elsewhere.cookies.set(name, value);
    expect([await isIn(ada), await isIn(elsewhere)]).toEqual([true, true]);
    await service.accounts.setDisabled(id, true);
    second.clock.advance(19);
    expect([await isIn(ada), await isIn(elsewhere)]).toEqual([false, true]);
    expect((await elsewhere.post("/auth/prove-again", { password })).status).toBe(401);
    expect(await isIn(elsewhere)).toBe(false);
    await service.accounts.setDisabled(id, false);
    // It ended for good.
    expect([await isIn(ada), await isIn(elsewhere)]).toEqual([false, false]);
    expect((await elsewhere.signIn(email)).status).toBe(200);
    for (const [name, value] of elsewhere.cookies) ada.cookies.set(name, value);
    expect(await isIn(ada)).toBe(true);
    await elsewhere.post("/auth/sign-out");
    clock.advance(20);
    expect(await isIn(ada)).toBe(false);
  });

  test("outlives the process, with the counts of failed attempts", async () => {
    const database = temporaryFile();
    const first = await openSignedIn({ database });
    const stranger = first.browser("203.0.113.1");
    for (let guess = 0; guess < 5; guess++) await stranger.signIn(email, otherPassword);
    await first.service.close();
    const second = openQuickClub({ database });
    const ada = second.browser();
    for (const [name, value] of first.ada.cookies) ada.cookies.set(name, value);
    expect(await isIn(ada)).toBe(true);
    expect((await second.browser("192.0.2.1").signIn(email)).status).toBe(429);
  });

  test("notes its use at most once an hour, in the background", async () => {
    const database = temporaryFile();
    const { ada, clock, service } = await openSignedIn({ database });
    const lastUse = () => /"last_used_at":(\d+),"expires_at"/.exec(readStored(database))![1];
    const begun = lastUse();
    const writes = () => service.status().data!.writes.committed;
    const before = writes();
    for (let count = 0; count < 59; count++) {
      clock.advance(60_000);
      await isIn(ada);
    }
    expect([writes(), lastUse()]).toEqual([before, begun]);
    clock.advance(60_000);
    await isIn(ada);
    await service.read(async () => undefined);
    await expect.poll(() => writes()).toBe(before + 1);
    expect(Number(lastUse()) - Number(begun)).toBe(hour);
  });
});

test("fifty devices of a user are remembered, those that were used last", async () => {
  const database = temporaryFile();
  const { browser, clock } = await openSignedIn({ database });
  for (let device = 0; device < 55; device++) {
    clock.advance(1000);
    await browser(`203.0.113.${device}`).signIn(email);
  }
  const [, rows = ""] = /^servery_devices: (.*)$/m.exec(readStored(database)) ?? [];
  const devices = JSON.parse(rows) as { last_used_at: number }[];
  expect(devices).toHaveLength(50);
  expect(Math.min(...devices.map((device) => device.last_used_at))).toBe(clock.now() - 49_000);
});

test("a mail tells of a sign-in on a new device", async () => {
  const { browser, mails } = await openSignedIn();
  await browser("203.0.113.9").post(
    "/auth/sign-in",
    { email, password },
    { "user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" },
  );
  const [mail] = await mails();
  expect(mail).toMatchObject({ to: email });
  expect(mail!.text).toContain("Firefox on Windows");
  expect(mail!.text).toContain("203.0.113.9");
});

test("a service that cannot say where its front-end is does not start in production", () => {
  expect(() => openClub({ mode: "production" })).toThrow(/origin is missing/);
  for (const origin of [
    "club.example",
    "https://club.example/",
    "http://club.example",
    "ftp://x.y",
  ])
    expect(() => openClub({ mode: "production", identity: { origin } })).toThrow(/origin is/);
  expect(() => openClub({ identity: { passwords: { minLength: 4 } } })).toThrow(/minLength is 4/);
  expect(() => openClub({ identity: { sessions: { idleMs: 0 } } })).toThrow(/idleMs is 0/);
  expect(() => openClub({ identity: { pages: { invitation: "//evil.example" } } })).toThrow(
    /pages/,
  );
});
