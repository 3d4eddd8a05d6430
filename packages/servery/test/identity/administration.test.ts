import { describe, expect, test } from "vitest";

import {
  admin,
  clerk,
  members,
  openQuickClub,
  otherPassword,
  password,
  temporaryFile,
  tokenIn,
} from "./fixture.ts";

const minute = 60_000;

async function openWithAdministrator(settings: Parameters<typeof openQuickClub>[0] = {}) {
  const club = openQuickClub(settings);
  const boss = { email: "boss@example.com", password, roles: [admin] };
  const { id: bossId } = await club.service.accounts.create(boss);
  const { id } = await club.service.accounts.create({ email: "ada@example.com", password });
  const office = club.browser();
  await office.signIn("boss@example.com");
  const ada = club.browser();
  await ada.signIn("ada@example.com");
  return { ...club, office, ada, id, bossId };
}

type Browser = Awaited<ReturnType<typeof openWithAdministrator>>["ada"];
const statusOf = async (browser: Browser, path: string) => (await browser.get(path)).status;

describe("an administrator", () => {
  test("gives a role, which holds at once, and takes it, which ends the user's sessions", async () => {
    const { office, ada, id } = await openWithAdministrator();
    expect(await statusOf(ada, "/office")).toBe(403);
    const roles = (names: string[]) =>
      office.send("PUT", `/auth/users/${id}/roles`, { roles: names });
    expect((await roles(["admin", "clerk"])).status).toBe(204);
    expect(await statusOf(ada, "/office")).toBe(200);
    expect((await roles(["clerk"])).status).toBe(204);
    expect(await statusOf(ada, "/office")).toBe(401);
    await ada.signIn("ada@example.com");
    expect(await statusOf(ada, "/office")).toBe(403);
    expect((await ada.whoAmI()).user.roles).toEqual(["clerk"]);
    expect((await roles(["owner"])).status).toBe(422);
    expect((await office.send("PUT", "/auth/users/nobody/roles", { roles: [] })).status).toBe(404);
  });

  test("gives a plan until a time, and it ends then, memoised or not", async () => {
    const { office, ada, id, clock } = await openWithAdministrator();
    const until = clock.now() + minute;
    const plan = { plan: "members", holds: true, until };
    expect((await office.send("PUT", `/auth/users/${id}/plan`, plan)).status).toBe(204);
    expect(await statusOf(ada, "/lounge")).toBe(200);
    clock.advance(minute - 1);
    expect(await statusOf(ada, "/lounge")).toBe(200);
    clock.advance(1);
    expect(await statusOf(ada, "/lounge")).toBe(403);
    expect((await ada.whoAmI()).user.plans).toEqual([]);
  });

  test("disables an account: its sessions end, and a sign-in is refused as a wrong one", async () => {
    const { office, ada, id, browser } = await openWithAdministrator();
    const disable = (disabled: boolean) =>
      office.send("PUT", `/auth/users/${id}/disabled`, { disabled });
    expect((await disable(true)).status).toBe(204);
    expect(await statusOf(ada, "/private")).toBe(401);
    const [disabled, unknown] = await Promise.all([
      browser("203.0.113.1").signIn("ada@example.com"),
      browser("203.0.113.2").signIn("nobody@example.com"),
    ]);
    expect(disabled.json).toEqual({ ...unknown.json, instance: disabled.json.instance });
    expect((await disable(false)).status).toBe(204);
    expect(await statusOf(ada, "/private")).toBe(401);
    expect((await ada.signIn("ada@example.com")).status).toBe(200);
  });

  test("is kept when it is the last one", async () => {
    const { office, id, bossId, service } = await openWithAdministrator();
    const disable = { disabled: true };
    const mine = await office.send("PUT", `/auth/users/${bossId}/disabled`, disable);
    expect([mine.status, mine.json.code]).toEqual([409, "last_administrator"]);
    const roles = await office.send("PUT", `/auth/users/${bossId}/roles`, { roles: ["clerk"] });
    expect([roles.status, roles.json.code]).toEqual([409, "last_administrator"]);
    const leave = await office.post("/auth/delete-account");
    expect([leave.status, leave.json.code]).toEqual([409, "last_administrator"]);
    expect((await office.whoAmI()).user.id).toBe(bossId);
    // One who is disabled is none.
    await service.accounts.grant(id, admin);
    await service.accounts.setDisabled(id, true);
    expect((await office.send("PUT", `/auth/users/${bossId}/disabled`, disable)).status).toBe(409);
    await service.accounts.setDisabled(id, false);
    expect((await office.send("PUT", `/auth/users/${bossId}/disabled`, disable)).status).toBe(204);
    expect(await statusOf(office, "/private")).toBe(401);
  });

  test("may leave when another is left", async () => {
    const { office, ada, id, service } = await openWithAdministrator();
    await service.accounts.grant(id, admin);
    const leave = async (who: Browser) => (await who.post("/auth/delete-account")).status;
    expect([await leave(office), await leave(ada)]).toEqual([204, 409]);
  });

  test("gets a new token with every change of their own roles", async () => {
    const { office, bossId, service, id } = await openWithAdministrator();
    await service.accounts.grant(id, admin);
    const before = office.cookies.get("__Host-club-session");
    const set = (roles: string[]) => office.send("PUT", `/auth/users/${bossId}/roles`, { roles });
    await set(["admin", "clerk"]);
    const between = office.cookies.get("__Host-club-session");
    expect(between).not.toBe(before);
    expect(await statusOf(office, "/office")).toBe(200);
    await set(["clerk"]);
    expect(office.cookies.get("__Host-club-session")).not.toBe(between);
    expect([await statusOf(office, "/private"), await statusOf(office, "/office")]).toEqual([
      200, 403,
    ]);
  });

  test("must have signed in freshly, and nobody else may", async () => {
    const { office, ada, id, clock } = await openWithAdministrator();
    const body = { plan: "members", holds: true };
    expect((await ada.send("PUT", `/auth/users/${id}/plan`, body)).status).toBe(403);
    expect(await statusOf(ada, "/auth/users")).toBe(403);
    expect(await statusOf(ada, "/auth/audit")).toBe(403);
    expect(await statusOf(ada, "/auth/security-events")).toBe(403);
    clock.advance(11 * minute);
    expect((await office.send("PUT", `/auth/users/${id}/plan`, body)).json.code).toBe(
      "fresh_sign_in_required",
    );
    expect(await statusOf(office, "/auth/users")).toBe(200);
  });

  test("looks accounts up, page by page", async () => {
    const { office, service } = await openWithAdministrator();
    for (const name of ["Grace", "Edsger", "Barbara"])
      await service.accounts.create({ email: `${name}@Example.com`, name });
    const found = (await office.get("/auth/users?search=grACE@ex")).json;
    expect(found.items).toMatchObject([{ name: "Grace", roles: [], disabled: false }]);
    const first = (await office.get("/auth/users?pageSize=3")).json;
    const second = (await office.get(`/auth/users?pageSize=3&cursor=${first.nextCursor}`)).json;
    const emails = [...first.items, ...second.items].map(({ email }: { email: string }) => email);
    expect(new Set(emails).size).toBe(5);
    expect(second.nextCursor).toBeNull();
    expect((await office.get("/auth/users?search=%25")).json.items).toEqual([]);
  });

  test("looks the trail up: how each sign-in ended, and each of its writes where asked", async () => {
    const { office, browser } = await openWithAdministrator();
    await browser("203.0.113.5").signIn("ada@example.com", otherPassword);
    const outcomes = async (query: string) =>
      (await office.get(`/auth/audit?operation=auth.signIn${query}`)).json.items.map(
        ({ outcome }: { outcome: string }) => outcome,
      );
    expect(await outcomes("")).toEqual(["wrong_credentials", "ok", "ok"]);
    expect(await outcomes("&details=true")).toEqual(
      expect.arrayContaining(["wrong_credentials", "ok", "ok", "written"]),
    );
  });
});

describe("an invitation", () => {
  test("is mailed, makes an account with its roles, once, and for its address alone", async () => {
    const { office, browser, mails } = await openWithAdministrator();
    const invited = { email: "grace@example.com", roles: ["clerk"] };
    expect((await office.post("/auth/invitations", invited)).json).toEqual({ sent: true });
    const token = tokenIn((await mails())[0]);
    const accept = (email: string) =>
      browser().post("/auth/accept-invitation", { token, email, password: otherPassword });
    expect((await accept("mallory@example.com")).json.code).toBe("invalid_token");
    const both = await Promise.all([accept("Grace@example.com"), accept("grace@example.com")]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    expect(both.find(({ status }) => status === 200)!.json.user.roles).toEqual(["clerk"]);
    expect((await browser().signIn("grace@example.com", otherPassword)).status).toBe(200);
  });

  test("of a script is a link for whoever has it", async () => {
    const { service, browser } = await openWithAdministrator();
    const { link } = await service.accounts.invite({ roles: [clerk] });
    const [, token] = /^http:\/\/localhost:4000\/invitation#(\S{43})$/.exec(link)!;
    const given = { token, email: "x@example.com", password: otherPassword };
    expect((await browser().post("/auth/accept-invitation", given)).status).toBe(200);
  });

  test("takes over no account that there is", async () => {
    const { service, browser } = await openWithAdministrator();
    const { link } = await service.accounts.invite({ roles: [admin] });
    const [, token] = link.split("#");
    const given = { token, email: "ada@example.com", password: otherPassword };
    expect((await browser().post("/auth/accept-invitation", given)).status).toBe(422);
    expect((await browser().signIn("ada@example.com", otherPassword)).status).toBe(401);
  });
});

describe("the first administrator", () => {
  const linkIn = (log: { lines: { message: string }[] }) =>
    log.lines.flatMap(({ message }) => /invitation#(\S{43})/.exec(message)?.[1] ?? []);

  test("comes by a link in the log, which the next start replaces", async () => {
    const database = temporaryFile();
    const first = openQuickClub({ database });
    await first.service.ready();
    const [former] = linkIn(first.log);
    await first.service.close();

    const second = openQuickClub({ database });
    await second.service.ready();
    const [token] = linkIn(second.log);
    const boss = second.browser();
    const accept = (given: string | undefined) =>
      boss.post("/auth/accept-invitation", { token: given, email: "boss@example.com", password });
    expect((await accept(former)).status).toBe(422);
    expect((await accept(token)).json.user.roles).toEqual(["admin"]);
    expect(await statusOf(boss, "/office")).toBe(200);
    expect((await accept(token)).status).toBe(422);
    await second.service.close();

    const third = openQuickClub({ database });
    await third.service.ready();
    expect(linkIn(third.log)).toEqual([]);
  });

  test("has a day for it", async () => {
    const { service, log, clock, browser } = openQuickClub();
    await service.ready();
    const [token] = linkIn(log);
    clock.advance(24 * 60 * minute);
    const given = { token, email: "boss@example.com", password };
    expect((await browser().post("/auth/accept-invitation", given)).status).toBe(422);
  });
});

describe("a script", () => {
  test("makes accounts, and is told what is wrong", async () => {
    const { service } = openQuickClub();
    const { accounts } = service;
    const { id } = await accounts.create({ email: "Ada@example.com", password, plans: [members] });
    expect(await accounts.find("ada@EXAMPLE.com")).toMatchObject({ id, plans: ["members"] });
    expect(await accounts.find("nobody@example.com")).toBeUndefined();
    const failed = (attempt: Promise<unknown>, code: string) =>
      expect(attempt).rejects.toMatchObject({ code });
    await failed(accounts.create({ email: "ADA@example.com" }), "account_exists");
    await failed(accounts.create({ email: "bob@example.com", password: "short" }), "weak_password");
    await failed(accounts.grant("nobody", clerk), "no_account");
    await failed(accounts.revoke("nobody", clerk), "no_account");
    await failed(accounts.setDisabled("nobody", true), "no_account");
    await accounts.revoke(id, members);
    expect((await accounts.find("ada@example.com"))?.plans).toEqual([]);
  });
});
