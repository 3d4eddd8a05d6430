import { Secret, TOTP } from "otpauth";
import type { Service } from "servery/server";
import { describe, expect, test } from "vitest";

import { makeDatabaseFile, readRows } from "../access/stored-rows.ts";
import { createProgram, email, openVault } from "./credentials.ts";
import { admin, openQuickClub, otherPassword, password, tokenIn } from "./fixture.ts";

const minute = 60_000;
const hour = 60 * minute;

async function openOffice() {
  const club = openQuickClub();
  const boss = { email: "boss@example.com", password, roles: [admin] };
  const { id: bossId } = await club.service.accounts.create(boss);
  const office = club.browser();
  await office.signIn(boss.email);
  return { ...club, office, boss, bossId };
}

async function openAda() {
  const club = openQuickClub();
  await club.service.accounts.create({ email, password });
  return { ...club, ada: club.browser() };
}

describe("a fresh proof", () => {
  test("with an app set up is not had by changing the password, which asks for no code", async () => {
    const { ada, clock } = await openVault();
    const { secret } = (await ada.post("/auth/totp/begin")).json;
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    await ada.post("/auth/totp/confirm", { code: app.generate({ timestamp: clock.now() }) });
    clock.advance(hour);
    const passwords = { currentPassword: password, newPassword: otherPassword };
    expect((await ada.post("/auth/change-password", passwords)).json.status).toBe("signed_in");
    expect((await ada.send("DELETE", "/auth/totp")).json.code).toBe("fresh_sign_in_required");
    const again = await ada.post("/auth/prove-again", { password: otherPassword });
    expect(again.json.status).toBe("second_factor_required");
  });

  test("with an app set up is not had by ending the session while its password changes", async () => {
    const { ada, clock } = await openVault();
    const { secret } = (await ada.post("/auth/totp/begin")).json;
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    await ada.post("/auth/totp/confirm", { code: app.generate({ timestamp: clock.now() }) });
    clock.advance(hour);
    const { session } = await ada.whoAmI();
    const passwords = { currentPassword: password, newPassword: otherPassword };
    const [changed, ended] = await Promise.all([
      ada.post("/auth/change-password", passwords),
      ada.send("DELETE", `/auth/sessions/${session.id}`),
    ]);
    expect([ended.status, changed.json.code]).toEqual([204, "wrong_credentials"]);
    expect((await ada.whoAmI()).user).toBeNull();
  });

  test("is had by changing the password where that is all there is to prove", async () => {
    const { ada, clock } = await openVault();
    clock.advance(hour);
    const passwords = { currentPassword: password, newPassword: otherPassword };
    await ada.post("/auth/change-password", passwords);
    expect((await ada.post("/auth/totp/begin")).status).toBe(200);
  });

  test("does not last longer, nor the session, by setting one's own roles", async () => {
    const { office, bossId, clock } = await openOffice();
    const before = (await office.whoAmI()).session;
    clock.advance(9 * minute);
    const set = () => office.send("PUT", `/auth/users/${bossId}/roles`, { roles: ["admin"] });
    expect((await set()).status).toBe(204);
    const { session } = await office.whoAmI();
    expect(session.id).not.toBe(before.id);
    expect(session).toMatchObject({ expiresAt: before.expiresAt, freshUntil: before.freshUntil });
    clock.advance(2 * minute);
    expect((await set()).json.code).toBe("fresh_sign_in_required");
  });
});

describe("an invitation", () => {
  test("of an administrator who was dismissed is void", async () => {
    const { office, boss, bossId, service, mails, browser } = await openOffice();
    await service.accounts.create({ ...boss, email: "chief@example.com" });
    const chief = browser();
    await chief.signIn("chief@example.com");
    const invite = async (address: string) => {
      await office.post("/auth/invitations", { email: address, roles: ["admin"] });
      return tokenIn((await mails())[0]);
    };
    const accept = (address: string, token: string) =>
      browser().post("/auth/accept-invitation", { email: address, password, token });
    const [early, first, second] = [
      await invite("early@example.com"),
      await invite("back@example.com"),
      await invite("door@example.com"),
    ];
    expect((await accept("early@example.com", early)).status).toBe(200);
    const disable = (disabled: boolean) =>
      chief.send("PUT", `/auth/users/${bossId}/disabled`, { disabled });
    expect((await disable(true)).status).toBe(204);
    expect((await accept("back@example.com", first)).json.code).toBe("invalid_token");
    expect((await disable(false)).status).toBe(204);
    await chief.send("PUT", `/auth/users/${bossId}/roles`, { roles: [] });
    expect((await accept("door@example.com", second)).json.code).toBe("invalid_token");
  });

  test("to the first administrator is void once somebody administers", async () => {
    const club = openQuickClub();
    await club.browser().whoAmI();
    const line = JSON.stringify(club.log.lines);
    const token = /#([A-Za-z0-9_-]{43})/.exec(line)![1];
    await club.service.accounts.create({ email: "boss@example.com", password, roles: [admin] });
    const claim = { email: "thief@example.com", password, token };
    const late = await club.browser().post("/auth/accept-invitation", claim);
    expect(late.json.code).toBe("invalid_token");
  });
});

describe("a stranger", () => {
  test("who signs up with an address keeps no reset link from its owner", async () => {
    const club = openQuickClub();
    await club.service.accounts.create({ email, password });
    for (let each = 0; each < 8; each++)
      await club.browser(`203.0.113.${each}`).post("/auth/sign-up", { email, password });
    await club.browser().post("/auth/request-password-reset", { email });
    expect((await club.mails()).map(({ subject }) => subject)[0]).toMatch(/password/i);
  });

  test("cannot guess at codes that were never mailed", async () => {
    const database = makeDatabaseFile();
    const club = openQuickClub({ database });
    for (let each = 0; each < 8; each++)
      await club.browser(`203.0.113.${each}`).post("/auth/sign-up", { email, password });
    await club.service.close();
    const rows = readRows(database, "SELECT data FROM servery_challenges WHERE kind = 'sign_up'");
    const open = rows.filter(({ data }) => JSON.parse(String(data)).phc !== "");
    expect([rows.length, open.length]).toEqual([8, 5]);
  });

  test("with an account of their own does not keep the hashes busy", async () => {
    const club = openQuickClub();
    await club.service.accounts.create({ email, password });
    const ada = club.browser();
    await ada.signIn(email);
    const codes = new Map<string, number>();
    for (let each = 0; each < 60; each++) {
      const { json } = await ada.signIn(email);
      codes.set(json.code, (codes.get(json.code) ?? 0) + 1);
    }
    expect(codes.get("too_many_attempts") ?? 0).toBeGreaterThan(20);
    const phone = club.browser("203.0.113.9");
    await phone.signIn(email);
    let refused = 0;
    for (let each = 0; each < 60; each++)
      if ((await phone.post("/auth/prove-again", { password })).json.code === "too_many_attempts")
        refused++;
    expect(refused).toBeGreaterThan(20);
  });
});

describe("who has stolen a session", () => {
  test("keeps its owner from no device that they know", async () => {
    const { ada, browser } = await openAda();
    await ada.signIn(email);
    const thief = browser("203.0.113.9");
    thief.cookies.set("__Host-club-session", ada.cookies.get("__Host-club-session")!);
    for (let each = 0; each < 60; each++) await thief.post("/auth/prove-again", { password: "no" });
    expect((await ada.signIn(email)).status).toBe(200);
  });
});

describe("a changed password", () => {
  test("ends reset links that were asked for before", async () => {
    const { ada, mails, browser } = await openVault();
    await browser().post("/auth/request-password-reset", { email });
    const token = tokenIn((await mails())[0]);
    const passwords = { currentPassword: password, newPassword: otherPassword };
    await ada.post("/auth/change-password", passwords);
    const late = await browser().post("/auth/reset-password", { token, newPassword: password });
    expect(late.json?.code).toBe("invalid_token");
  });
});

describe("an API key", () => {
  test("is nobody where everybody may call, for there it has no scope", async () => {
    const { ada, id, service } = await openVault();
    const { json } = await ada.post("/auth/api-keys", { name: "robot", scopes: ["records:read"] });
    const robot = createProgram(service);
    expect((await robot.get("/read", json.key)).status).toBe(200);
    expect((await robot.get("/private", json.key)).status).toBe(403);
    expect((await robot.get("/counter", json.key)).json).toEqual({ text: "nobody" });
    expect((await ada.get("/counter")).json).toEqual({ text: id });
  });
});

describe("what is kept", () => {
  test("of one user's sessions is a hundred, those that were used last", async () => {
    const { ada, browser, clock } = await openAda();
    await ada.signIn(email);
    for (let each = 0; each < 101; each++) {
      clock.advance(2000);
      await browser(`203.0.113.${each}`).signIn(email);
    }
    expect((await ada.get("/private")).status).toBe(401);
    await ada.signIn(email);
    expect((await ada.get("/auth/sessions")).json.items).toHaveLength(100);
  });

  test("of strangers' sign-outs is no more than sixty a minute", async () => {
    const { browser } = await openAda();
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => browser("203.0.113.1").post("/auth/sign-out")),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  test.each(["/auth/session", "/auth/sessions", "/auth/users", "/auth/audit"])(
    "of %s is nothing in any cache",
    async (path) => {
      const { office } = await openOffice();
      const { status, headers } = await office.get(path);
      expect([status, headers.get("cache-control"), headers.get("etag")]).toEqual([
        200,
        "no-store",
        null,
      ]);
    },
  );
});

/** A request whose body comes later. */
function sendSlowly(service: Pick<Service, "fetch">, cookies: ReadonlyMap<string, string>) {
  let sendBody: (json: object) => void = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      sendBody = (json) => {
        controller.enqueue(new TextEncoder().encode(JSON.stringify(json)));
        controller.close();
      };
    },
  });
  const headers = {
    "content-type": "application/json",
    "sec-fetch-site": "same-origin",
    "servery-csrf": "1",
    cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
  };
  const init = { method: "PATCH", headers, body, duplex: "half" as const };
  const answer = service.fetch(new Request("https://club.example/auth/profile", init));
  return { answer, sendBody };
}

describe("a request whose body is held back", () => {
  test("does nothing once its session has ended", async () => {
    const { ada, service } = await openAda();
    await ada.signIn(email);
    const cookies = new Map(ada.cookies);
    const slow = sendSlowly(service, cookies);
    const inTime = sendSlowly(service, cookies);
    inTime.sendBody({ name: "Ada" });
    expect((await inTime.answer).status).toBe(204);
    await ada.post("/auth/sign-out");
    slow.sendBody({ name: "Eve" });
    expect((await slow.answer).status).toBe(401);
    expect(await service.accounts.find(email)).toMatchObject({ name: "Ada" });
  });
});

describe("a number that cannot be read again", () => {
  test.each([2 ** 53, -(2 ** 53), 1e300])("%d as a plan's end bricks no account", async (until) => {
    const { office, bossId } = await openOffice();
    const plan = { plan: "members", holds: true, until };
    expect((await office.send("PUT", `/auth/users/${bossId}/plan`, plan)).status).toBe(422);
    expect((await office.get("/auth/users")).status).toBe(200);
  });
});
