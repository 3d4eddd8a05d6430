import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import type { SocialFlow } from "../../src/social.ts";
import { openId } from "../../src/social.ts";
import { client, type OpenIdProvider, startOpenIdProvider } from "./open-id-provider.ts";

const redirectUri = "http://127.0.0.1:9/signed-in";
const flow = (name: string): SocialFlow => ({
  redirectUri,
  state: `state-${name}`,
  nonce: `nonce-${name}`,
  verifier: `verifier-${name}`.padEnd(43, "v"),
});

describe("an OpenID provider", () => {
  let provider: OpenIdProvider;
  beforeAll(async () => {
    provider = await startOpenIdProvider(redirectUri);
  });
  afterEach(() => {
    provider.down = false;
  });
  afterAll(() => provider.close());

  const shop = () => openId({ issuer: provider.issuer, ...client });

  async function goThere(given: SocialFlow): Promise<URL> {
    const started = await shop().start(given);
    if (!started.ok) throw new Error(started.why);
    return new URL(await provider.visit(started.value.href));
  }

  test("says who somebody is, with an address from its own endpoint", async () => {
    provider.account = {
      subject: "ann",
      email: "ann@example.org",
      emailVerified: true,
      name: "Ann",
    };
    const outcome = await shop().finish(flow("a"), await goThere(flow("a")));
    expect(outcome).toEqual({
      ok: true,
      value: { subject: "ann", email: "ann@example.org", emailVerified: true, name: "Ann" },
    });
  });

  test("does not verify an address of which it says nothing", async () => {
    provider.account = { subject: "bob", email: "bob@example.org" };
    const outcome = await shop().finish(flow("b"), await goThere(flow("b")));
    expect(outcome).toMatchObject({ ok: true, value: { emailVerified: false } });
  });

  test("never lets the secret into the address", async () => {
    const started = await shop().start(flow("c"));
    expect(started.ok && started.value.href).not.toContain("secret");
    expect(started.ok && started.value.searchParams.get("code_challenge_method")).toBe("S256");
    expect(started.ok && started.value.href).not.toContain(flow("c").verifier);
  });

  const others: readonly [what: string, change: Partial<SocialFlow>][] = [
    ["another state", { state: "state-e" }],
    ["another nonce", { nonce: "nonce-e" }],
    ["another verifier", { verifier: "e".repeat(43) }],
  ];
  test.each(others)("refuses an answer under %s", async (_what, change) => {
    const returned = await goThere(flow("d"));
    const outcome = await shop().finish({ ...flow("d"), ...change }, returned);
    expect(outcome).toMatchObject({ ok: false, failure: "refused" });
  });

  test("refuses a code that was used", async () => {
    const returned = await goThere(flow("f"));
    expect(await shop().finish(flow("f"), returned)).toMatchObject({ ok: true });
    const again = await shop().finish(flow("f"), returned);
    expect(again).toMatchObject({ ok: false, failure: "refused" });
    expect(JSON.stringify(again)).not.toContain(returned.searchParams.get("code"));
  });

  test("refuses an answer that names another issuer (mix-up, RFC 9207)", async () => {
    const returned = await goThere(flow("g"));
    expect(returned.searchParams.get("iss")).toBe(provider.issuer);
    returned.searchParams.set("iss", "https://attacker.example");
    const before = provider.tokenRequests.count;
    expect(await shop().finish(flow("g"), returned)).toMatchObject({
      ok: false,
      failure: "refused",
    });
    expect(provider.tokenRequests.count).toBe(before);
  });

  test("takes only the query from what the browser brought", async () => {
    const returned = await goThere(flow("h"));
    const elsewhere = new URL(`https://attacker.example/steal${returned.search}`);
    expect(await shop().finish(flow("h"), elsewhere)).toMatchObject({ ok: true });
  });

  test("refuses one who did not agree", async () => {
    const returned = new URL(`${redirectUri}?error=access_denied&state=state-i`);
    returned.searchParams.set("iss", provider.issuer);
    expect(await shop().finish(flow("i"), returned)).toMatchObject({
      ok: false,
      failure: "refused",
    });
  });

  test("is unavailable while it is down, and found again after", async () => {
    const there = shop();
    provider.down = true;
    expect(await there.start(flow("j"))).toMatchObject({ ok: false, failure: "unavailable" });
    provider.down = false;
    expect(await there.start(flow("j"))).toMatchObject({ ok: true });
  });

  test("is unavailable when it goes down on the way, and the code is still good after", async () => {
    const there = shop();
    const returned = await goThere(flow("k"));
    await there.start(flow("k"));
    provider.down = true;
    const outcome = await there.finish(flow("k"), returned);
    expect(outcome).toMatchObject({ ok: false, failure: "unavailable" });
    provider.down = false;
    expect(await there.finish(flow("k"), returned)).toMatchObject({ ok: true });
  });

  test("says in the log, and not to the visitor, that our own secret is wrong", async () => {
    const returned = await goThere(flow("l"));
    const wrong = openId({ issuer: provider.issuer, ...client, clientSecret: "another" });
    expect(await wrong.finish(flow("l"), returned)).toMatchObject({
      ok: false,
      failure: "unavailable",
      why: expect.stringContaining("WWW-Authenticate"),
    });
  });

  test("must have TLS, except on this machine", () => {
    expect(() => openId({ issuer: "http://id.example", ...client })).toThrow(/has no TLS/);
    expect(() => openId({ issuer: "http://localhost.evil.example", ...client })).toThrow(/no TLS/);
    expect(() => openId({ issuer: "http://[::1]:4", ...client })).not.toThrow();
  });
});
