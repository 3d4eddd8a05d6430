import { describe, expect, test } from "vitest";

import { type Answer, openQuickClub, otherPassword, password } from "./fixture.ts";

const email = "ada@example.com";
const minute = 60_000;

async function openWithAda(settings: Parameters<typeof openQuickClub>[0] = {}) {
  const opened = openQuickClub(settings);
  const { id } = await opened.service.accounts.create({ email, password });
  return { ...opened, id };
}

/** How a sign-in ended: its status, and how long it says to wait. */
function outcomeOf({ status, headers, json }: Answer) {
  if (status !== 429) return status;
  expect(json.data.retryAfterSeconds).toBe(Number(headers.get("retry-after")));
  return `429 ${json.code} ${json.data.retryAfterSeconds}`;
}

describe("guesses at one account", () => {
  test.each([email, "nobody@example.com"])(
    "five of %s are free, then each waits twice as long as the one before",
    async (guessed) => {
      const { browser, clock } = await openWithAda();
      const waits: (number | string)[] = [];
      for (let guess = 0; guess < 18; guess++) {
        const stranger = browser(`203.0.113.${guess}`);
        waits.push(outcomeOf(await stranger.signIn(guessed, otherPassword)));
        const refused = outcomeOf(await stranger.signIn(guessed, otherPassword));
        if (guess < 4) {
          expect(refused).toBe(401);
          guess++;
          continue;
        }
        waits.push(refused);
        clock.advance(Number(String(refused).split(" ")[2]) * 1000);
      }
      const wait = (seconds: number) => `429 too_many_attempts ${seconds}`;
      const paced = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900].flatMap(
        (seconds) => [401, wait(seconds)],
      );
      expect(waits).toEqual([401, 401, ...paced]);
    },
  );

  test("100 at once get no more tries than five", async () => {
    const { browser } = await openWithAda();
    const strangers = Array.from({ length: 100 }, (_, index) => browser(`203.0.113.${index}`));
    const outcomes = await Promise.all(
      strangers.map(async (stranger) => outcomeOf(await stranger.signIn(email, otherPassword))),
    );
    expect(outcomes.filter((outcome) => outcome === 401)).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 503)).toHaveLength(0);
    // Also the right password, from a stranger, has to wait now.
    expect(outcomeOf(await browser("198.51.100.1").signIn(email))).toBe("429 too_many_attempts 1");
  });

  test("end after a hundred, until the password is reset", async () => {
    const { browser, clock, log, mails } = await openWithAda();
    const stranger = browser("203.0.113.1");
    const outcomes = new Map<number | string, number>();
    for (let guess = 0; guess < 103; guess++) {
      const outcome = outcomeOf(await stranger.signIn(email, otherPassword));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      clock.advance(15 * minute);
    }
    expect(Object.fromEntries(outcomes)).toEqual({ "401": 100, "429 too_many_attempts 900": 3 });
    clock.advance(20 * 24 * 60 * minute);
    const owner = browser("198.51.100.1");
    const refused = await owner.signIn(email);
    expect(refused.json.detail).toBe("Reset the password by mail.");
    expect(log.lines.map(({ fields }) => fields["securityEvent"])).toContainEqual(
      expect.objectContaining({ kind: "lockout" }),
    );

    await owner.post("/auth/request-password-reset", { email });
    const [mail] = await mails();
    const token = /#(\S{43})/.exec(mail!.text)![1];
    const reset = await owner.post("/auth/reset-password", { token, newPassword: otherPassword });
    expect(reset.status).toBe(204);
    expect((await owner.signIn(email, otherPassword)).status).toBe(200);
  });

  test("a stranger's do not lock the owner out of a known device", async () => {
    const { browser } = await openWithAda();
    const owner = browser("198.51.100.1");
    expect((await owner.signIn(email)).status).toBe(200);
    await owner.post("/auth/sign-out");
    const stranger = browser("203.0.113.1");
    for (let guess = 0; guess < 6; guess++) await stranger.signIn(email, otherPassword);
    expect(outcomeOf(await browser("192.0.2.1").signIn(email))).toBe("429 too_many_attempts 1");
    expect((await owner.signIn(email)).status).toBe(200);
    // Which has reset the count for nobody but the owner's account.
    expect((await browser("192.0.2.1").signIn(email)).status).toBe(200);
  });

  test("a known device has a count of its own, and is known for its own users only", async () => {
    const { service, browser } = await openWithAda();
    await service.accounts.create({ email: "bob@example.com", password });
    const adas = browser("198.51.100.1");
    await adas.signIn(email);
    await adas.post("/auth/sign-out");
    for (let guess = 0; guess < 5; guess++)
      expect((await adas.signIn(email, otherPassword)).status).toBe(401);
    expect(outcomeOf(await adas.signIn(email))).toBe("429 too_many_attempts 1");
    // Bob's account is no less guarded by it: these count for the account itself.
    for (let guess = 0; guess < 5; guess++)
      expect((await adas.signIn("bob@example.com", otherPassword)).status).toBe(401);
    expect(outcomeOf(await browser("192.0.2.1").signIn("bob@example.com"))).toMatch(/^429/);
  });

  test("a stranger's do not keep a signed-in user from proving who they are", async () => {
    const { browser } = await openWithAda();
    const owner = browser("198.51.100.1");
    await owner.signIn(email);
    owner.cookies.delete("__Host-club-device");
    const stranger = browser("203.0.113.1");
    for (let guess = 0; guess < 6; guess++) await stranger.signIn(email, otherPassword);
    expect((await owner.post("/auth/prove-again", { password })).status).toBe(200);
  });

  test("whoever holds a stolen session gets no more of them by proving again", async () => {
    const { browser } = await openWithAda();
    const thief = browser("203.0.113.1");
    await thief.signIn(email);
    for (let guess = 0; guess < 3; guess++) {
      const wrong = { currentPassword: otherPassword, newPassword: "crimson valley orchard 3" };
      expect((await thief.post("/auth/prove-again", { password: otherPassword })).status).toBe(401);
      expect((await thief.post("/auth/change-password", wrong)).status).toBe(guess < 2 ? 401 : 429);
    }
    expect(outcomeOf(await thief.post("/auth/prove-again", { password }))).toMatch(/^429/);
  });
});

describe("guesses from one address", () => {
  test.each([
    ["an IPv4 address", () => "203.0.113.1"],
    ["a network of IPv6, whichever of its addresses (rotation)", (n: number) => `2001:db8::${n}`],
  ])("30 a minute of %s, then two seconds for each", async (_, address) => {
    const { browser, clock } = await openWithAda();
    const guess = async (n: number) =>
      outcomeOf(await browser(address(n)).signIn(`user${n}@example.com`, otherPassword));
    for (let n = 1; n <= 30; n++) expect(await guess(n)).toBe(401);
    expect(await guess(31)).toBe("429 too_many_attempts 2");
    clock.advance(2000);
    expect(await guess(32)).toBe(401);
    expect(await guess(33)).toBe("429 too_many_attempts 2");
    expect((await browser("198.51.100.1").signIn(email)).status).toBe(200);
  });

  test("many accounts, or many that are none, become a security event each", async () => {
    const { service, browser, log } = await openWithAda();
    const stranger = browser("203.0.113.1");
    for (let n = 0; n < 10; n++) {
      await service.accounts.create({ email: `user${n}@example.com`, password });
      await stranger.signIn(`user${n}@example.com`, otherPassword);
      await stranger.signIn(`nobody${n}@example.com`, otherPassword);
    }
    const events = log.lines.flatMap(({ fields }) => fields["securityEvent"] ?? []);
    expect(events).toEqual([
      expect.objectContaining({ kind: "credential_stuffing", address: "203.0.113.1" }),
      expect.objectContaining({ kind: "account_enumeration", address: "203.0.113.1" }),
    ]);
  });
});
