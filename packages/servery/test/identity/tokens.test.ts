import { expect, test } from "vitest";

import type { Tokens } from "../../src/lib/contract/identity/shapes.ts";
import { createRandom, toSeed } from "../durability/random.ts";
import { admin, createProgram, openVault } from "./credentials.ts";
import { createBrowser, password, type Answer } from "./fixture.ts";

const minute = 60_000;
const day = 86_400_000;

async function openWithTokens() {
  const opened = await openVault();
  const phone = createProgram(opened.service);
  const { tokens } = (await phone.signIn()).json as { tokens: Tokens };
  const sessions = async () => (await opened.ada.get("/auth/sessions")).json.items.length;
  return { ...opened, phone, tokens, sessions };
}

test("a program signs in with tokens, and gets no cookie", async () => {
  const { service, phone, clock } = await openWithTokens();
  const answer = await phone.signIn();
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(answer.json).toMatchObject({
    status: "signed_in",
    tokens: {
      accessToken: expect.stringMatching(/^sat_/),
      accessExpiresAt: clock.now() + 10 * minute,
      refreshToken: expect.stringMatching(/^srt_/),
      sessionExpiresAt: clock.now() + 30 * day,
    },
  });
  const { accessToken, refreshToken } = answer.json.tokens;
  expect((await phone.get("/private", accessToken)).status).toBe(200);
  expect((await phone.get("/private", refreshToken)).status).toBe(401);
  // Neither token, nor the session's own in the middle of the second, is a cookie.
  for (const value of [accessToken, refreshToken, refreshToken.split("_").at(-2)]) {
    const browser = createBrowser(service);
    browser.cookies.set("__Host-vault-session", value.slice(-43));
    expect((await browser.get("/private")).status).toBe(401);
  }
});

test("an access token ends after ten minutes, memoised or not", async () => {
  const { phone, tokens, clock } = await openWithTokens();
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(200);
  clock.advance(10 * minute - 1);
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(200);
  clock.advance(1);
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(401);
});

test("a revoked session's tokens end at once, also where they were memoised", async () => {
  const { phone, tokens, ada } = await openWithTokens();
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(200);
  expect((await ada.post("/auth/sessions/revoke-others")).json).toEqual({ ended: 1 });
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(401);
  expect((await phone.refresh(tokens.refreshToken)).json.code).toBe("session_ended");
});

test("an access token that was memoised ends with the second refresh after it", async () => {
  const { phone, tokens } = await openWithTokens();
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(200);
  const next = (await phone.refresh(tokens.refreshToken)).json;
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(200);
  expect((await phone.get("/private", next.accessToken)).status).toBe(200);
  await phone.refresh(next.refreshToken);
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(401);
  expect((await phone.get("/private", next.accessToken)).status).toBe(200);
});

test("a disabled account's tokens end at once, and refresh nothing", async () => {
  const { phone, tokens, service, browser, id } = await openWithTokens();
  await service.accounts.create({ email: "root@example.com", password, roles: [admin] });
  const root = browser();
  await root.signIn("root@example.com");
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(200);
  await root.send("PUT", `/auth/users/${id}/disabled`, { disabled: true });
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(401);
  expect((await phone.refresh(tokens.refreshToken)).status).toBe(401);
});

test("a program signs itself out", async () => {
  const { phone, tokens } = await openWithTokens();
  expect((await phone.post("/auth/sign-out", tokens.accessToken)).status).toBe(204);
  expect((await phone.get("/private", tokens.accessToken)).status).toBe(401);
  expect((await phone.refresh(tokens.refreshToken)).status).toBe(401);
});

test("50 refreshes at once with one token, and all their answers lost, leave one family", async () => {
  const { phone, tokens, sessions } = await openWithTokens();
  const answers: Answer[] = await Promise.all(
    Array.from({ length: 50 }, () => phone.refresh(tokens.refreshToken)),
  );
  const [first] = answers;
  expect(first!.status).toBe(200);
  for (const { json } of answers) expect(json).toEqual(first!.json);
  expect(await sessions()).toBe(2);
  const next = await phone.refresh(first!.json.refreshToken);
  expect(next.status).toBe(200);
  expect((await phone.get("/private", next.json.accessToken)).status).toBe(200);
});

test("a refresh that is repeated under one idempotency key is answered, never withheld", async () => {
  const { phone, tokens } = await openWithTokens();
  const key = { "idempotency-key": `"018f5a3e-9e4b-4c53-9d0c-3f2b7a1c5d6e"` };
  const first = await phone.refresh(tokens.refreshToken, key);
  expect(first.status).toBe(200);
  expect((await phone.refresh(tokens.refreshToken, key)).json).toEqual(first.json);
});

test.each([
  ["after 30 seconds", 30_001, 1],
  ["after its successor was used", 0, 2],
  ["after the successor's successor was used", 0, 3],
])("a token used again %s ends the session, and is noticed", async (_when, wait, refreshes) => {
  const { phone, tokens, clock, sessions, mails, service, id, ada } = await openWithTokens();
  let last = tokens;
  for (let count = 0; count < refreshes; count++)
    last = (await phone.refresh(last.refreshToken)).json;
  expect((await phone.get("/private", last.accessToken)).status).toBe(200);
  clock.advance(wait);
  const refused = await phone.refresh(tokens.refreshToken);
  expect(refused).toMatchObject({ status: 401, json: { code: "session_ended" } });
  expect((await phone.get("/private", last.accessToken)).status).toBe(401);
  expect((await phone.refresh(last.refreshToken)).status).toBe(401);
  expect(await sessions()).toBe(1);
  expect((await mails())[0]).toMatchObject({ subject: "You were signed out at vault" });
  await service.accounts.grant(id, admin);
  const events = (await ada.get("/auth/security-events?kind=refresh_reuse")).json.items;
  expect(events).toMatchObject([{ severity: "critical", userId: id, count: 1 }]);
  const trail = (await ada.get("/auth/audit?operation=auth.refresh")).json.items;
  expect(trail).toContainEqual(expect.objectContaining({ outcome: "session_ended", userId: id }));
});

test("a stranger who knows the name of a session ends nothing", async () => {
  const { phone, tokens, sessions } = await openWithTokens();
  const [, sessionId] = tokens.refreshToken.split("_");
  for (const guess of [
    `srt_${sessionId}_${"x".repeat(43)}_${"y".repeat(43)}`,
    `srt_unknown_${"x".repeat(43)}_${"y".repeat(43)}`,
    tokens.accessToken,
    "srt_",
    "nonsense",
  ])
    expect((await phone.refresh(guess)).json.code).toBe("session_ended");
  expect(await sessions()).toBe(2);
  expect((await phone.refresh(tokens.refreshToken)).status).toBe(200);
});

test("a session of tokens ends after 7 days without a refresh, and after 30 days in any case", async () => {
  const { phone, tokens, clock } = await openWithTokens();
  let last = tokens;
  for (let days = 0; days < 28; days += 6) {
    clock.advance(6 * day);
    const answer = await phone.refresh(last.refreshToken);
    if (days >= 24) expect(answer.status).toBe(401);
    else expect(answer.json.sessionExpiresAt).toBe(tokens.sessionExpiresAt);
    last = answer.json;
  }
  const other = (await phone.signIn()).json.tokens;
  clock.advance(7 * day);
  expect((await phone.refresh(other.refreshToken)).status).toBe(401);
});

const seed = toSeed();
test(`100 rounds of parallel refreshes, lost answers and waits keep one family (SERVERY_SEED=${seed})`, async () => {
  const { phone, clock, tokens } = await openWithTokens();
  const random = createRandom(seed);
  let held = tokens;
  for (let round = 0; round < 100; round++) {
    const parallel = 1 + random.below(8);
    const answers = await Promise.all(
      Array.from({ length: parallel }, () => phone.refresh(held.refreshToken)),
    );
    for (const { status, json } of answers) {
      expect([round, status]).toEqual([round, 200]);
      expect(json).toEqual(answers[0]!.json);
    }
    const isLost = random.below(3) === 0;
    clock.advance(isLost ? random.below(30_001) : random.below(2 * minute));
    if (isLost) expect((await phone.refresh(held.refreshToken)).json).toEqual(answers[0]!.json);
    held = answers[0]!.json;
    clock.advance(minute);
  }
});
