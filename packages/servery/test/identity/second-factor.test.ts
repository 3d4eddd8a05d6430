import { Secret, TOTP } from "otpauth";
import type { ServiceSettings } from "servery/server";
import { describe, expect, test } from "vitest";

import { makeDatabaseFile, readRows } from "../access/stored-rows.ts";
import { admin, email, openVault } from "./credentials.ts";
import { otherPassword, password, tokenIn } from "./fixture.ts";

const step = 30_000;
const minute = 60_000;

/** An account whose app is set up, and its owner signed in. */
async function openWithApp(settings: ServiceSettings = {}) {
  const opened = await openVault(settings);
  const { ada, clock, browser } = opened;
  const { secret, uri } = (await ada.post("/auth/totp/begin")).json;
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = (offset = 0) => app.generate({ timestamp: clock.now() + offset });
  const confirmed = await ada.post("/auth/totp/confirm", { code: code() });
  clock.advance(step);
  const begin = async (who = browser()) => {
    const { json } = await who.signIn(email);
    const complete = (given: string, more: object = {}) =>
      who.post("/auth/second-factor", { challenge: json.challenge, code: given, ...more });
    return { who, began: json, complete };
  };
  const codes: string[] = confirmed.json.recoveryCodes;
  return { ...opened, secret, uri, code, codes, confirmed, begin };
}

describe("setting up an app", () => {
  test("shows the secret in the form that apps read, and recovery codes once", async () => {
    const { uri, secret, codes, ada } = await openWithApp();
    expect(uri).toBe(
      `otpauth://totp/vault:ada%40example.com?issuer=vault&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{6}-){3}[0-9A-HJKMNP-TV-Z]{6}$/);
    expect((await ada.get("/auth/second-factor")).json).toEqual({
      totp: true,
      recoveryCodesLeft: 10,
    });
    expect((await ada.post("/auth/totp/begin")).json.code).toBe("already_set_up");
  });

  test("locks nobody out before a code has confirmed it", async () => {
    const { ada, browser, clock } = await openVault();
    expect((await ada.post("/auth/totp/confirm", { code: "123456" })).json.code).toBe("not_set_up");
    const first = (await ada.post("/auth/totp/begin")).json.secret;
    const wrong = await ada.post("/auth/totp/confirm", { code: "abcdef" });
    expect(wrong).toMatchObject({ status: 422, json: { code: "invalid_code" } });
    expect((await browser().signIn(email)).json.status).toBe("signed_in");
    expect((await ada.get("/auth/second-factor")).json).toEqual({
      totp: false,
      recoveryCodesLeft: 0,
    });
    expect((await ada.post("/auth/recovery-codes")).json.code).toBe("not_set_up");
    expect((await ada.send("DELETE", "/auth/totp")).json.code).toBe("not_set_up");
    // Beginning again forgets the first secret.
    expect((await ada.post("/auth/totp/begin")).status).toBe(200);
    const stale = new TOTP({ secret: Secret.fromBase32(first) });
    const code = stale.generate({ timestamp: clock.now() });
    expect((await ada.post("/auth/totp/confirm", { code })).json.code).toBe("invalid_code");
  });

  test("needs a fresh sign-in, ends all other sessions and tells the user", async () => {
    const { ada, browser, clock, mails } = await openVault();
    const other = browser();
    await other.signIn(email);
    clock.advance(11 * minute);
    expect((await ada.post("/auth/totp/begin")).json.code).toBe("fresh_sign_in_required");
    await ada.post("/auth/prove-again", { password });
    const { secret } = (await ada.post("/auth/totp/begin")).json;
    expect((await other.get("/private")).status).toBe(200);
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    await ada.post("/auth/totp/confirm", { code: app.generate({ timestamp: clock.now() }) });
    expect((await other.get("/private")).status).toBe(401);
    expect((await ada.get("/private")).status).toBe(200);
    expect((await mails())[0]?.subject).toContain("authenticator");
  });
});

describe("signing in with an app", () => {
  test("a password gives a challenge and no session", async () => {
    const { begin, code } = await openWithApp();
    const { who, began, complete } = await begin();
    expect(began).toEqual({
      status: "second_factor_required",
      challenge: expect.any(String),
      factors: ["totp", "recovery_code"],
    });
    expect(who.cookies.size).toBe(0);
    expect((await who.get("/private")).status).toBe(401);
    const done = await complete(code());
    expect(done.json).toMatchObject({ status: "signed_in", user: { email }, tokens: null });
    expect((await who.get("/private")).status).toBe(200);
  });

  test("a challenge is used once, also by two at the same moment", async () => {
    const { begin, code, codes } = await openWithApp();
    const { complete } = await begin();
    const both = await Promise.all([complete(code()), complete(codes[0]!)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    expect((await complete(codes[1]!)).status).toBe(422);
  });

  test("a code is used once: who watched it has nothing", async () => {
    const { begin, code } = await openWithApp();
    const watched = code();
    expect((await (await begin()).complete(watched)).status).toBe(200);
    expect((await (await begin()).complete(watched)).status).toBe(422);
  });

  test("the code that confirmed the app does not sign in", async () => {
    const { begin, code, clock } = await openWithApp();
    expect((await (await begin()).complete(code(-step))).status).toBe(422);
    clock.advance(step);
    expect((await (await begin()).complete(code())).status).toBe(200);
  });

  test.each([
    [-2 * step, 422],
    [-step, 200],
    [step, 200],
    [2 * step, 422],
  ])("a clock that is off by %i ms gets %i", async (offset, status) => {
    const { begin, code, clock } = await openWithApp();
    clock.advance(5 * step);
    expect((await (await begin()).complete(code(offset))).status).toBe(status);
  });

  test("a later code takes the earlier ones with it", async () => {
    const { begin, code, clock } = await openWithApp();
    clock.advance(5 * step);
    const earlier = code();
    expect((await (await begin()).complete(code(step))).status).toBe(200);
    expect((await (await begin()).complete(earlier)).status).toBe(422);
  });

  test("asks a known password and a wrong code apart, and says nothing more", async () => {
    const { begin, browser } = await openWithApp();
    const stranger = browser();
    const guess = await stranger.post("/auth/second-factor", {
      challenge: "x".repeat(43),
      code: "123456",
    });
    const { complete } = await begin();
    const wrong = await complete("000000");
    expect(wrong.status).toBe(422);
    expect({ ...wrong.json, instance: "" }).toEqual({ ...guess.json, instance: "" });
  });

  test("gives tokens where tokens are asked for", async () => {
    const { begin, code } = await openWithApp();
    const { who, complete } = await begin();
    const done = await complete(code(), { session: "tokens" });
    expect(done.json.tokens.accessToken).toMatch(/^sat_/);
    expect(who.cookies.size).toBe(0);
  });
});

describe("guessing codes", () => {
  test("a challenge takes five tries, and then not even the right code", async () => {
    const { begin, code, clock } = await openWithApp();
    const { complete } = await begin();
    for (let count = 0; count < 5; count++) expect((await complete("000000")).status).toBe(422);
    clock.advance(2000);
    expect((await complete(code())).status).toBe(422);
  });

  test("an account's tries are counted over all challenges, and the waits grow", async () => {
    const { begin, clock, code } = await openWithApp();
    const pending = [await begin(), await begin(), await begin()];
    const waits: number[] = [];
    for (let count = 0; count < 12; count++) {
      const answer = await pending[count % 3]!.complete("000000");
      if (answer.status !== 429) continue;
      waits.push(answer.json.data.retryAfterSeconds);
      expect(answer.headers.get("retry-after")).toBe(String(waits.at(-1)));
      clock.advance(waits.at(-1)! * 1000);
    }
    expect(waits).toEqual([1, 2, 4, 8]);
    clock.advance(15 * minute);
    expect((await (await begin()).complete(code())).status).toBe(200);
    expect((await (await begin()).complete("000000")).status).toBe(422);
  });

  test("a known password does not sign in without limit to get fresh challenges", async () => {
    const { begin } = await openWithApp();
    const statuses: (string | number)[] = [];
    for (let count = 0; count < 7; count++) {
      const { began } = await begin();
      statuses.push(began.status);
    }
    expect(statuses).toEqual([...Array<string>(5).fill("second_factor_required"), 429, 429]);
  });

  test("200 guesses at once are counted as 200: at most five are looked at", async () => {
    const { begin, code } = await openWithApp();
    const { complete } = await begin();
    const guesses = Array.from({ length: 200 }, (_, index) => complete(String(100_000 + index)));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 422).length).toBeLessThanOrEqual(5);
    expect(statuses.every((status) => status === 422 || status === 429)).toBe(true);
    expect((await complete(code())).status).not.toBe(200);
  });

  test("a stranger without the password uses up nobody's tries", async () => {
    const { browser, begin, code } = await openWithApp();
    const stranger = browser();
    for (let count = 0; count < 20; count++)
      await stranger.post("/auth/second-factor", { challenge: `x${count}`, code: "000000" });
    expect((await (await begin()).complete(code())).status).toBe(200);
  });

  test("a challenge ends after ten minutes", async () => {
    const { begin, code, clock } = await openWithApp();
    const { complete } = await begin();
    clock.advance(10 * minute);
    expect((await complete(code())).status).toBe(422);
  });
});

describe("recovery codes", () => {
  test("sign in once each, however they are typed", async () => {
    const { begin, codes, ada } = await openWithApp();
    const typed = codes[0]!
      .toLowerCase()
      .replaceAll("-", " ")
      .replaceAll("0", "o")
      .replaceAll("1", "l");
    expect((await (await begin()).complete(typed)).status).toBe(200);
    expect((await (await begin()).complete(codes[0]!)).status).toBe(422);
    expect((await ada.get("/auth/second-factor")).json.recoveryCodesLeft).toBe(9);
  });

  test("end when new ones are made", async () => {
    const { begin, codes, ada, mails } = await openWithApp();
    const renewed = (await ada.post("/auth/recovery-codes")).json.recoveryCodes;
    expect((await (await begin()).complete(codes[1]!)).status).toBe(422);
    expect((await (await begin()).complete(renewed[1])).status).toBe(200);
    expect((await mails()).map(({ subject }) => subject)).toContain("New recovery codes at vault");
  });

  test("are not named where none is left", async () => {
    const { begin, codes, clock } = await openWithApp();
    for (const code of codes) {
      clock.advance(5000);
      expect((await (await begin()).complete(code)).status).toBe(200);
    }
    expect((await begin()).began.factors).toEqual(["totp"]);
  });
});

describe("what changes on the way", () => {
  test("removing the app ends other sessions, recovery codes and pending sign-ins, and tells the user", async () => {
    const { ada, begin, code, codes, mails } = await openWithApp();
    const signedIn = await begin();
    await signedIn.complete(code());
    const pending = await begin();
    expect((await ada.send("DELETE", "/auth/totp")).status).toBe(204);
    expect((await signedIn.who.get("/private")).status).toBe(401);
    expect((await pending.complete(codes[0]!)).status).toBe(422);
    expect((await begin()).began.status).toBe("signed_in");
    expect((await mails()).map(({ subject }) => subject).join()).toContain("authenticator");
  });

  test("a disabled account finishes no pending sign-in", async () => {
    const { begin, codes, service, browser, id } = await openWithApp();
    const pending = await begin();
    await service.accounts.create({ email: "root@example.com", password, roles: [admin] });
    const root = browser();
    await root.signIn("root@example.com");
    const disable = (disabled: boolean) =>
      root.send("PUT", `/auth/users/${id}/disabled`, { disabled });
    expect((await disable(true)).status).toBe(204);
    expect((await pending.complete(codes[0]!)).status).toBe(422);
    expect((await disable(false)).status).toBe(204);
    expect((await pending.complete(codes[0]!)).status).toBe(422);
    expect((await (await begin()).complete(codes[0]!)).status).toBe(200);
  });

  test("a deleted account takes app, codes, keys and tokens with it", async () => {
    const database = makeDatabaseFile();
    const { ada, service, begin, codes } = await openWithApp({ database });
    await ada.post("/auth/api-keys", { name: "Sync", scopes: ["records:read"] });
    const program = await (await begin()).complete(codes[0]!, { session: "tokens" });
    expect(program.status).toBe(200);
    expect((await ada.post("/auth/delete-account")).status).toBe(204);
    await service.close();
    const tables = ["totp", "recovery_codes", "api_keys", "tokens", "sessions"];
    const left = tables.filter(
      (name) => readRows(database, `SELECT * FROM servery_${name}`).length,
    );
    expect(left).toEqual([]);
  });

  test("a reset password does not get around the app, and ends pending sign-ins", async () => {
    const { browser, begin, code, codes, mails } = await openWithApp();
    const pending = await begin();
    const visitor = browser();
    await visitor.post("/auth/request-password-reset", { email });
    const token = tokenIn((await mails())[0]);
    const reset = await visitor.post("/auth/reset-password", { token, newPassword: otherPassword });
    expect(reset.status).toBe(204);
    expect((await pending.complete(codes[0]!)).status).toBe(422);
    const again = await visitor.signIn(email, otherPassword);
    expect(again.json.status).toBe("second_factor_required");
    const { challenge } = again.json;
    expect((await visitor.post("/auth/second-factor", { challenge, code: code() })).status).toBe(
      200,
    );
  });
});
