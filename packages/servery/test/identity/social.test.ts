import { contract, identity, query, role } from "servery";
import { openId, type SocialProvider } from "servery/social";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

import { bindClub, codeIn, createBrowser, password } from "./fixture.ts";
import { client, type OpenIdProvider, startOpenIdProvider } from "./open-id-provider.ts";

const origin = "https://club.example";
const output = z.object({ text: z.string() });
const admin = role("admin");
const members = contract({
  name: "members",
  operations: {
    ...identity({ administrators: admin, tokens: true, totp: true, social: ["example", "other"] }),
    private: query({ path: "/private", output }),
  },
});

let provider: OpenIdProvider;
beforeAll(async () => {
  provider = await startOpenIdProvider(`${origin}/signed-in`);
});
afterAll(() => provider.close());

/** A service with one provider under two names, for what is linked at one is not at the other. */
function openMembers() {
  const example = openId({ issuer: provider.issuer, ...client });
  return bindClub(members, {
    handlers: { private: () => ({ text: "come in" }) },
    identity: { origin, social: { example, other: example } },
  });
}

type Visitor = ReturnType<typeof createBrowser>;

/** Goes to the provider and comes back, as the front-end does. */
async function visitProvider(visitor: Visitor, name = "example") {
  const { url, flow } = (await visitor.post("/auth/social/start", { provider: name })).json;
  return { flow, url: await provider.visit(url) };
}
const finish = (visitor: Visitor, came: { flow: string; url: string }, more: object = {}) =>
  visitor.post("/auth/social/finish", { ...came, ...more });
const signInAt = async (visitor: Visitor, name?: string) =>
  finish(visitor, await visitProvider(visitor, name));

const ann = { subject: "ann", email: "Ann@example.org", emailVerified: true, name: "Ann" };

describe("signing in at a provider", () => {
  test("makes an account for a verified address that has none, and finds it again", async () => {
    const { browser } = openMembers();
    provider.account = ann;
    const visitor = browser();
    const first = await signInAt(visitor);
    expect(first.json).toMatchObject({
      status: "signed_in",
      user: { email: "Ann@example.org", name: "Ann", roles: [], plans: [] },
      tokens: null,
    });
    expect((await visitor.get("/private")).status).toBe(200);
    provider.account = { ...ann, email: "moved@example.org" };
    const again = await signInAt(browser());
    expect(again.json.user).toEqual(first.json.user);
  });

  test("names an account by its subject, at its own provider", async () => {
    const { browser } = openMembers();
    provider.account = ann;
    await signInAt(browser());
    provider.account = { ...ann, subject: "another ann", email: "second@example.org" };
    const second = await signInAt(browser());
    expect(second.json.user.email).toBe("second@example.org");
    // The same subject at another provider is somebody else, with an address that has an account.
    provider.account = ann;
    expect((await signInAt(browser(), "other")).json.code).toBe("account_exists");
  });

  test("gives tokens where tokens are asked for", async () => {
    const { browser } = openMembers();
    provider.account = ann;
    const program = browser();
    const done = await finish(program, await visitProvider(program), { session: "tokens" });
    expect(done.json.tokens.refreshToken).toMatch(/^srt_/);
    expect(program.cookies.size).toBe(0);
  });

  test("asks for the second factor as a password does", async () => {
    const { browser, clock } = openMembers();
    provider.account = ann;
    const visitor = browser();
    await signInAt(visitor);
    const { secret } = (await visitor.post("/auth/totp/begin")).json;
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = () => app.generate({ timestamp: clock.now() });
    expect((await visitor.post("/auth/totp/confirm", { code: code() })).status).toBe(200);
    const other = browser();
    const begun = await signInAt(other);
    expect(begun.json).toMatchObject({ status: "second_factor_required" });
    expect(other.cookies.size).toBe(0);
    clock.advance(30_000);
    const { challenge } = begun.json;
    const done = await other.post("/auth/second-factor", { challenge, code: code() });
    expect(done.json).toMatchObject({ status: "signed_in", user: { email: ann.email } });
  });

  test("does not bring back a disabled account", async () => {
    const { browser, service } = openMembers();
    provider.account = ann;
    const { user } = (await signInAt(browser())).json;
    await service.accounts.create({ email: "root@example.org", password, roles: [admin] });
    const root = browser();
    await root.signIn("root@example.org");
    await root.send("PUT", `/auth/users/${user.id}/disabled`, { disabled: true });
    expect((await signInAt(browser())).json.code).toBe("sign_in_refused");
  });

  test("is a fresh proof for whoever is signed in already, in the old session's place", async () => {
    const { browser, clock } = openMembers();
    provider.account = ann;
    const visitor = browser();
    await signInAt(visitor);
    clock.advance(3_600_000);
    const stale = await visitor.whoAmI();
    expect(stale.session.freshUntil).toBeLessThan(clock.now());
    expect((await signInAt(visitor)).json.status).toBe("signed_in");
    const fresh = await visitor.whoAmI();
    expect(fresh.session.freshUntil).toBeGreaterThan(clock.now());
    expect((await visitor.get("/auth/sessions")).json.items).toHaveLength(1);
  });
});

describe("taking over an account by way of a provider", () => {
  test("is not possible with a verified address that has an account: it is never linked by itself", async () => {
    const { browser, service } = openMembers();
    await service.accounts.create({ email: "ann@EXAMPLE.org", password });
    provider.account = ann;
    const thief = browser();
    expect(await signInAt(thief)).toMatchObject({ status: 409, json: { code: "account_exists" } });
    expect(thief.cookies.size).toBe(0);
  });

  test.each([
    ["an address that the provider has not verified", { ...ann, emailVerified: false }],
    ["an address of which it says nothing", { subject: "ann", email: "ann@example.org" }],
    ["no address", { subject: "ann" }],
    ["what is no address", { ...ann, email: "ann@example.org, eve@example.org" }],
  ])("is not possible with %s", async (_what, account) => {
    const { browser } = openMembers();
    provider.account = account;
    expect((await signInAt(browser())).json.code).toBe("email_unverified");
  });

  test("is not possible in advance: an unproved sign-up leaves nothing behind", async () => {
    const { browser, mails } = openMembers();
    const attacker = browser();
    const asked = await attacker.post("/auth/sign-up", { email: ann.email, password });
    provider.account = ann;
    const victim = browser();
    expect((await signInAt(victim)).json.status).toBe("signed_in");
    expect((await attacker.signIn(ann.email)).status).toBe(401);
    // Not even with the code of the mail, which was sent before there was an account.
    const codes = (await mails()).map(codeIn).filter((code) => /^\d{8}$/.test(code));
    expect(codes).toHaveLength(1);
    const { attempt } = asked.json;
    const late = await attacker.post("/auth/verify-email", { attempt, code: codes[0] });
    expect(late).toMatchObject({ status: 422, json: { code: "invalid_code" } });
  });

  test("is not possible with a victim's browser (login CSRF): an address is worth nothing without its flow", async () => {
    const { browser } = openMembers();
    provider.account = { ...ann, subject: "eve", email: "eve@example.org" };
    const eve = browser();
    const planted = await visitProvider(eve);
    const victim = browser();
    const own = await visitProvider(victim);
    const answer = await finish(victim, { flow: own.flow, url: planted.url });
    expect(answer).toMatchObject({ status: 422, json: { code: "sign_in_refused" } });
    expect(victim.cookies.size).toBe(0);
    expect((await finish(victim, { flow: "x".repeat(43), url: planted.url })).status).toBe(422);
  });

  test("links nothing to whoever did not ask for it: a flow ends with the one who has started it", async () => {
    const { browser, service } = openMembers();
    const emails = ["ada@example.org", "bob@example.org"];
    const [ada, bob] = await Promise.all(
      emails.map(async (email) => {
        await service.accounts.create({ email, password });
        const visitor = browser();
        await visitor.signIn(email);
        return visitor;
      }),
    );
    provider.account = { ...ann, subject: "eve", email: "eve@example.org" };
    // Started by nobody, it signs eve in, and links nothing to bob.
    const planted = await visitProvider(browser());
    expect((await finish(bob!, planted)).json.user.email).toBe("eve@example.org");
    await bob!.signIn(emails[1]!);
    expect((await bob!.get("/auth/social")).json.items).toEqual([]);
    // Started by ada, it is refused to bob and to nobody.
    provider.account = { ...ann, subject: "mallory", email: "mallory@example.org" };
    for (const other of [bob!, browser()]) {
      const adas = await visitProvider(ada!);
      expect((await finish(other, adas)).json.code).toBe("sign_in_refused");
      // And is used up by that.
      expect((await finish(ada!, adas)).json.code).toBe("sign_in_refused");
    }
  });

  test("is not possible with a code that was seen: it was used, and its flow too", async () => {
    const { browser } = openMembers();
    provider.account = ann;
    const visitor = browser();
    const came = await visitProvider(visitor);
    expect((await finish(visitor, came)).status).toBe(200);
    expect((await finish(browser(), came)).json.code).toBe("sign_in_refused");
    const other = browser();
    const { flow } = await visitProvider(other);
    expect((await finish(other, { flow, url: came.url })).json.code).toBe("sign_in_refused");
  });

  test("is not possible twice at once: of two that come with one flow, one is refused", async () => {
    const { browser } = openMembers();
    provider.account = ann;
    const visitor = browser();
    const came = await visitProvider(visitor);
    const both = await Promise.all([finish(browser(), came), finish(browser(), came)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });

  test("is not possible with an address that only looks like ours: the origin is the settings'", async () => {
    const { service } = openMembers();
    const visitor = createBrowser(service);
    const started = await visitor.post(
      "/auth/social/start",
      { provider: "example" },
      { host: "attacker.example", "x-forwarded-host": "attacker.example" },
    );
    const asked = new URL(started.json.url);
    expect(asked.searchParams.get("redirect_uri")).toBe(`${origin}/signed-in`);
    expect(asked.origin).toBe(provider.issuer);
  });
});

describe("linking", () => {
  async function openAda() {
    const opened = openMembers();
    const { id } = await opened.service.accounts.create({ email: "ada@example.org", password });
    const ada = opened.browser();
    await ada.signIn("ada@example.org");
    provider.account = ann;
    return { ...opened, id, ada };
  }

  test("gives the caller another way in, whatever its address, and tells them", async () => {
    const { ada, browser, mails, clock } = await openAda();
    expect((await signInAt(ada)).json).toMatchObject({
      status: "signed_in",
      user: { email: "ada@example.org" },
    });
    expect((await ada.get("/auth/social")).json.items).toEqual([
      {
        id: expect.any(String),
        provider: "example",
        email: "Ann@example.org",
        createdAt: clock.now(),
      },
    ]);
    expect((await mails()).map(({ text }) => text).join()).toContain("Your account at Example");
    expect((await signInAt(browser())).json.user.email).toBe("ada@example.org");
  });

  test("needs a fresh sign-in when it is finished", async () => {
    const { ada, clock } = await openAda();
    clock.advance(9 * 60_000);
    const came = await visitProvider(ada);
    clock.advance(2 * 60_000);
    expect((await finish(ada, came)).json.code).toBe("fresh_sign_in_required");
    expect((await ada.get("/auth/social")).json.items).toEqual([]);
  });

  test("takes no account that is somebody else's", async () => {
    const { ada, browser } = await openAda();
    await signInAt(browser());
    expect(await signInAt(ada)).toMatchObject({ status: 409, json: { code: "linked_elsewhere" } });
  });

  test("is undone, and the account elsewhere signs in no more", async () => {
    const { ada, browser } = await openAda();
    await signInAt(ada);
    const [{ id }] = (await ada.get("/auth/social")).json.items;
    const eve = browser();
    provider.account = { ...ann, subject: "eve", email: "eve@example.org" };
    await signInAt(eve);
    expect((await eve.send("DELETE", `/auth/social/${id}`)).status).toBe(404);
    expect((await ada.send("DELETE", `/auth/social/${id}`)).status).toBe(204);
    provider.account = ann;
    expect((await signInAt(browser())).json.user.email).toBe("Ann@example.org");
  });

  test("the last way in stays", async () => {
    const { browser } = await openAda();
    const visitor = browser();
    await signInAt(visitor);
    const [{ id }] = (await visitor.get("/auth/social")).json.items;
    const refused = await visitor.send("DELETE", `/auth/social/${id}`);
    expect(refused).toMatchObject({ status: 409, json: { code: "last_way_in" } });
    expect((await signInAt(browser())).status).toBe(200);
  });
});

describe("a provider that fails", () => {
  test("is said to be unavailable while it is down, at both ends of a flow", async () => {
    const { browser } = openMembers();
    provider.account = ann;
    const visitor = browser();
    provider.down = true;
    const start = await visitor.post("/auth/social/start", { provider: "example" });
    expect(start).toMatchObject({ status: 503, json: { code: "provider_unavailable" } });
    provider.down = false;
    const came = await visitProvider(visitor);
    provider.down = true;
    expect((await finish(visitor, came)).json.code).toBe("provider_unavailable");
    provider.down = false;
    expect((await signInAt(visitor)).status).toBe(200);
  });

  test("never gets a code, token or secret into the log", async () => {
    const { browser, log } = openMembers();
    provider.account = ann;
    const visitor = browser();
    const came = await visitProvider(visitor);
    const other = await visitProvider(visitor);
    await finish(visitor, { flow: other.flow, url: came.url });
    const written = JSON.stringify(log.lines);
    expect(written).toContain("confirmed no sign-in");
    const { searchParams } = new URL(came.url);
    for (const secret of [searchParams.get("code")!, other.flow, came.flow, client.clientSecret])
      expect(written).not.toContain(secret);
  });

  test.each([
    "javascript:alert(1)",
    "nonsense",
    "https://club.example/signed-in",
    "https://club.example/signed-in?error=access_denied",
    `https://club.example/signed-in?code=${"c".repeat(3000)}`,
  ])("or a caller who sends %s is refused", async (url) => {
    const { browser } = openMembers();
    const visitor = browser();
    const { flow } = await visitProvider(visitor);
    expect((await finish(visitor, { flow, url })).json.code).toBe("sign_in_refused");
  });

  test("must be named by the contract, and known to the service", async () => {
    const { browser } = openMembers();
    const unknown = await browser().post("/auth/social/start", { provider: "constructor" });
    expect(unknown.status).toBe(422);
    const nobody: SocialProvider = openId({ issuer: provider.issuer, ...client });
    expect(() =>
      bindClub(members, {
        handlers: { private: () => ({ text: "" }) },
        identity: { origin, social: { example: nobody } },
      }),
    ).toThrow(/names the provider other/);
  });
});
