import { describe, expect, test } from "vitest";

import {
  codeIn,
  openQuickClub,
  otherPassword,
  password,
  readStored,
  temporaryFile,
  tokenIn,
} from "./fixture.ts";

const email = "ada@example.com";
const minute = 60_000;

type Club = ReturnType<typeof openQuickClub>;
type Browser = ReturnType<Club["browser"]>;

async function signUp({ mails }: Club, browser: Browser, given = password, address = email) {
  const { json } = await browser.post("/auth/sign-up", { email: address, password: given });
  const { attempt } = json as { attempt: string };
  return { attempt, code: codeIn((await mails())[0]) };
}

async function requestReset({ mails }: Club, browser: Browser, headers?: HeadersInit) {
  await browser.post("/auth/request-password-reset", { email }, headers);
  return tokenIn((await mails())[0]);
}

/** A code that is not the one given. */
const wrongCode = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, "0");

describe("a code", () => {
  test("that 50 verify at once makes one account and one session (race)", async () => {
    const club = openQuickClub();
    const claim = await signUp(club, club.browser());
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        club.browser(`203.0.113.${index}`).post("/auth/verify-email", claim),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ json }) => json.code === "invalid_code")).toHaveLength(49);
    expect(await club.service.accounts.find(email)).toMatchObject({ email });
  });

  test("can be guessed five times, at once or one by one, and is void then", async () => {
    const club = openQuickClub();
    const { attempt, code } = await signUp(club, club.browser());
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        club
          .browser(`203.0.113.${index}`)
          .post("/auth/verify-email", { attempt, code: wrongCode(code) }),
      ),
    );
    expect(new Set(guesses.map(({ json }) => json.code))).toEqual(new Set(["invalid_code"]));
    const late = await club.browser().post("/auth/verify-email", { attempt, code });
    expect(late.json.code).toBe("invalid_code");
  });

  test("is still good after four wrong ones, and not after ten minutes", async () => {
    const club = openQuickClub();
    const ada = club.browser();
    const first = await signUp(club, ada);
    for (let guess = 0; guess < 4; guess++)
      await ada.post("/auth/verify-email", { ...first, code: wrongCode(first.code) });
    expect((await ada.post("/auth/verify-email", first)).status).toBe(200);

    const second = await signUp(club, ada, password, "bob@example.com");
    club.clock.advance(10 * minute);
    expect((await ada.post("/auth/verify-email", second)).json.code).toBe("invalid_code");
  });

  test("is of one attempt, and cannot be found from what is stored", async () => {
    const database = temporaryFile();
    const club = openQuickClub({ database });
    const first = await signUp(club, club.browser());
    const second = await signUp(club, club.browser(), otherPassword);
    const mixed = { attempt: second.attempt, code: first.code };
    expect((await club.browser().post("/auth/verify-email", mixed)).status).toBe(422);
    const stored = readStored(database);
    for (const secret of [first.attempt, second.attempt, first.code, second.code, password])
      expect(stored).not.toContain(secret);
  });
});

describe("an account that somebody made in another's name (pre-account hijack)", () => {
  test("does not come to be: each code confirms the password of its own attempt", async () => {
    const club = openQuickClub();
    const thief = club.browser("203.0.113.1");
    const owner = club.browser("198.51.100.1");
    const planted = await thief.post("/auth/sign-up", { email, password: otherPassword });
    const { attempt, code } = await signUp(club, owner);
    // The owner's code does not confirm the thief's attempt.
    const { attempt: theirs } = planted.json;
    expect((await thief.post("/auth/verify-email", { attempt: theirs, code })).status).toBe(422);
    expect((await owner.post("/auth/verify-email", { attempt, code })).status).toBe(200);
    expect((await club.browser().signIn(email, otherPassword)).status).toBe(401);
    expect((await club.browser().signIn(email)).status).toBe(200);
  });

  test("an attempt is void once the address has an account", async () => {
    const club = openQuickClub();
    const first = await signUp(club, club.browser(), otherPassword);
    const second = await signUp(club, club.browser());
    expect((await club.browser().post("/auth/verify-email", second)).status).toBe(200);
    expect((await club.browser().post("/auth/verify-email", first)).json.code).toBe("invalid_code");
    expect((await club.browser().signIn(email, otherPassword)).status).toBe(401);
  });
});

describe("the link to a new password", () => {
  async function openWithAda() {
    const club = openQuickClub({ identity: { origin: "https://www.club.example" } });
    await club.service.accounts.create({ email, password });
    return club;
  }

  test("works once, also for many at once, and signs nobody in", async () => {
    const club = await openWithAda();
    const ada = club.browser();
    const token = await requestReset(club, ada);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        ada.post("/auth/reset-password", { token, newPassword: otherPassword }),
      ),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ json }) => json?.code === "invalid_token")).toHaveLength(19);
    expect(ada.cookies.size).toBe(0);
    expect((await ada.signIn(email)).status).toBe(401);
    expect((await ada.signIn(email, otherPassword)).status).toBe(200);
    expect((await club.mails()).map(({ subject }) => subject)).toContainEqual(
      expect.stringMatching(/password/i),
    );
  });

  test("holds for twenty minutes", async () => {
    const club = await openWithAda();
    const token = await requestReset(club, club.browser());
    club.clock.advance(20 * minute);
    const reset = { token, newPassword: otherPassword };
    expect((await club.browser().post("/auth/reset-password", reset)).status).toBe(422);
  });

  test("is void once another one was used", async () => {
    const club = await openWithAda();
    const first = await requestReset(club, club.browser());
    const second = await requestReset(club, club.browser());
    const reset = (token: string) =>
      club.browser().post("/auth/reset-password", { token, newPassword: otherPassword });
    expect((await reset(second)).status).toBe(204);
    expect((await reset(first)).status).toBe(422);
  });

  test("is not used up by a password that is too weak", async () => {
    const club = await openWithAda();
    const token = await requestReset(club, club.browser());
    const weak = await club
      .browser()
      .post("/auth/reset-password", { token, newPassword: "ada@example.com1" });
    expect(weak.json).toMatchObject({
      code: "weak_password",
      data: { reason: "like_account", minLength: 15 },
    });
    const strong = { token, newPassword: otherPassword };
    expect((await club.browser().post("/auth/reset-password", strong)).status).toBe(204);
  });

  test("leads to the origin that was configured, whatever the request says (host poisoning)", async () => {
    const club = await openWithAda();
    const poison = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      forwarded: "host=evil.example",
      referer: "https://evil.example/",
    };
    await requestReset(club, club.browser(), poison);
    const [mail] = await club.mails();
    expect(mail!.text).toContain("https://www.club.example/reset-password#");
    expect(mail!.text + mail!.html).not.toContain("evil");
  });

  test("goes to the address of the account, not to one that only looks like it", async () => {
    const club = openQuickClub();
    await club.service.accounts.create({ email: "mike@example.com", password });
    // The Kelvin sign is a k in lower case: another mailbox, the same account.
    const kelvin = "mi\u212Ae@example.com";
    await club.browser().post("/auth/request-password-reset", { email: kelvin });
    await club.browser().post("/auth/sign-up", { email: kelvin, password: otherPassword });
    const recipients = (await club.mails()).map(({ to }) => to);
    expect(recipients).toEqual(["mike@example.com", "mike@example.com"]);
  });

  test("is not sent to fill a letter box: five mails an hour of each kind for each address", async () => {
    const club = await openWithAda();
    for (let count = 0; count < 8; count++) {
      const stranger = club.browser(`203.0.113.${count}`);
      const answer = await stranger.post("/auth/request-password-reset", { email });
      expect([answer.status, answer.json]).toEqual([202, { sent: true }]);
      await stranger.post("/auth/sign-up", { email, password: otherPassword });
    }
    await club.mails();
    expect(await club.mails()).toHaveLength(10);
  });
});

test.each(["", "x", "A".repeat(43), "A".repeat(200), "'; DROP TABLE users; --", "\u0000"])(
  "a token that nobody gave out, %j, opens nothing",
  async (token) => {
    const club = openQuickClub();
    const ada = club.browser();
    expect(
      (await ada.post("/auth/verify-email", { attempt: token, code: "12345678" })).status,
    ).toBe(422);
    expect((await ada.post("/auth/reset-password", { token, newPassword: password })).status).toBe(
      422,
    );
    const invited = { token, email, password };
    expect((await ada.post("/auth/accept-invitation", invited)).status).toBe(422);
    expect(ada.cookies.size).toBe(0);
  },
);
