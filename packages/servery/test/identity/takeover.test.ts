import { Secret, TOTP } from "otpauth";
import { describe, expect, test } from "vitest";

import { openVault } from "./credentials.ts";
import { admin, openQuickClub, otherPassword, password } from "./fixture.ts";

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
