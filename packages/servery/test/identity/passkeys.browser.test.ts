import { DatabaseSync } from "node:sqlite";

import { contract, identity, query, role } from "servery";
import { serve } from "servery/node";
import type { ServiceSettings } from "servery/server";
import { passkeys } from "servery/passkeys";
import { Secret, TOTP } from "otpauth";
import type { CDPSession } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import { makeDatabaseFile } from "../access/stored-rows.ts";
import type { createMemoryLog } from "../data/fixture.ts";
import { bindClub, password } from "./fixture.ts";
import { createPasskeyPage, findFreePort } from "./passkey-page.ts";

const admin = role("admin");
const output = z.object({ text: z.string() });
const house = contract({
  name: "house",
  title: "The House",
  operations: {
    ...identity({ administrators: admin, tokens: true, totp: true, passkeys: true }),
    private: query({ path: "/private", output }),
  },
});
const email = "ada@example.com";

interface Answer {
  readonly status: number;
  // Each test knows what it asked for.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any;
}

const authenticator = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

describeInBrowser("passkeys, in a browser with a virtual authenticator", (browser) => {
  /** A served house with an account, and a page in which its owner is signed in. */
  async function openHouse(settings: ServiceSettings = {}) {
    const port = await findFreePort();
    const opened = bindClub(house, {
      handlers: { private: () => ({ text: "come in" }) },
      identity: { origin: `http://localhost:${port}`, passkeys: passkeys() },
      ...settings,
    });
    const { service, log } = opened;
    const { id } = await service.accounts.create({ email, password, name: "Ada" });
    const site = createPasskeyPage();
    const listen = (on: number) =>
      serve(service, { port: on, host: "localhost", site, docs: false, log, signals: false });
    const served = await listen(port);
    onTestFinished(async () => void (await served.close()));
    const ada = await openPage(served.url);
    const signedIn = await ada.call("/auth/sign-in", { email, password });
    expect(signedIn.json.status).toBe("signed_in");
    return { ...opened, id, listen, url: served.url, ada };
  }

  async function openPage(url: string) {
    const context = await browser().newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
      options: authenticator,
    });
    await page.goto(url);
    const evaluate = (expression: string) => page.evaluate(expression) as Promise<Answer>;
    return {
      page,
      devtools,
      authenticatorId,
      call: (path: string, json?: unknown, method = "POST") =>
        evaluate(
          `call(${[path, json ?? null, method].map((each) => JSON.stringify(each)).join()})`,
        ),
      register: (name: string) => evaluate(`register(${JSON.stringify(name)})`),
      signIn: (change: object = {}) => evaluate(`signIn(${JSON.stringify(change)})`),
      evaluate,
    };
  }

  test("one is registered, signs in without a password, and is listed and told of", async () => {
    const { ada, mails, clock } = await openHouse();
    const registered = await ada.register("Laptop");
    expect(registered.status).toBe(201);
    expect((await mails()).map(({ text }) => text).join()).toContain("Laptop");
    await ada.call("/auth/sign-out");
    expect((await ada.call("/private", undefined, "GET")).status).toBe(401);
    expect(await ada.signIn()).toMatchObject({
      status: 200,
      json: { status: "signed_in", user: { email, name: "Ada" }, tokens: null },
    });
    expect((await ada.call("/private", undefined, "GET")).status).toBe(200);
    expect((await ada.call("/auth/passkeys", undefined, "GET")).json.items).toEqual([
      {
        id: registered.json.id,
        name: "Laptop",
        createdAt: expect.any(Number),
        lastUsedAt: clock.now(),
        synced: false,
      },
    ]);
  });

  test("one authenticator is not registered twice", async () => {
    const { ada } = await openHouse();
    await ada.register("Laptop");
    await expect(ada.register("Laptop again")).rejects.toThrow(/previously registered/);
  });

  test("one proves again who somebody is, in the old session's place", async () => {
    const { ada, clock } = await openHouse();
    await ada.register("Laptop");
    clock.advance(3_600_000);
    const refused = await ada.call("/auth/passkeys/registration-options");
    expect(refused.json.code).toBe("fresh_sign_in_required");
    expect((await ada.signIn()).status).toBe(200);
    expect((await ada.call("/auth/passkeys/registration-options")).status).toBe(200);
    expect((await ada.call("/auth/sessions", undefined, "GET")).json.items).toHaveLength(1);
  });

  test("one stands for both factors: no code is asked for", async () => {
    const { ada, clock } = await openHouse();
    await ada.register("Laptop");
    const { secret } = (await ada.call("/auth/totp/begin")).json;
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: clock.now(),
    });
    expect((await ada.call("/auth/totp/confirm", { code })).status).toBe(200);
    await ada.call("/auth/sign-out");
    expect((await ada.call("/auth/sign-in", { email, password })).json.status).toBe(
      "second_factor_required",
    );
    expect((await ada.signIn()).json.status).toBe("signed_in");
  });

  test("one without a finger, a face or a PIN is refused by the service too", async () => {
    const { ada, log } = await openHouse();
    await ada.register("Laptop");
    const { devtools, authenticatorId } = ada;
    await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    const answer = await ada.signIn({ userVerification: "discouraged" });
    expect(answer).toMatchObject({ status: 422, json: { code: "passkey_rejected" } });
    expect(whys(log)).toEqual(["User verification required, but user could not be verified"]);
  });

  test("a copied authenticator is refused and becomes a security event", async () => {
    const { ada, service, id } = await openHouse();
    await ada.register("Laptop");
    const { devtools, authenticatorId } = ada;
    const copy = await copyOf(devtools, authenticatorId);
    expect((await ada.signIn()).status).toBe(200);
    expect((await ada.signIn()).status).toBe(200);
    await devtools.send("WebAuthn.clearCredentials", { authenticatorId });
    await devtools.send("WebAuthn.addCredential", { authenticatorId, credential: copy });
    expect((await ada.signIn()).json.code).toBe("passkey_rejected");
    await service.accounts.grant(id, admin);
    const events = await ada.call("/auth/security-events", undefined, "GET");
    expect(events.json.items).toMatchObject([
      { kind: "suspicious_sign_in", severity: "critical", userId: id },
    ]);
  });

  test("a page of another origin gets nothing, though it has the same host", async () => {
    const { ada, listen, log } = await openHouse();
    const other = await listen(await findFreePort());
    onTestFinished(async () => void (await other.close()));
    await ada.register("Laptop");
    await ada.page.goto(other.url);
    expect((await ada.signIn()).json.code).toBe("passkey_rejected");
    await ada.devtools.send("WebAuthn.clearCredentials", {
      authenticatorId: ada.authenticatorId,
    });
    expect((await ada.register("Elsewhere")).json.code).toBe("passkey_rejected");
    expect(whys(log)).toEqual([
      expect.stringMatching(/^Unexpected authentication response origin/),
      expect.stringMatching(/^Unexpected registration response origin/),
    ]);
  });

  test("an answer is good once, for its own challenge, for five minutes", async () => {
    const { ada, clock } = await openHouse();
    await ada.register("Laptop");
    const send = (given: unknown) => ada.call("/auth/passkeys/sign-in", given);
    const used = await ada.evaluate("assertion()");
    const twice = await Promise.all([send(used), send(used)]);
    expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const one = (await ada.evaluate("assertion()")) as unknown as object;
    const other = (await ada.evaluate("assertion()")) as unknown as { challenge: string };
    expect((await send({ ...one, challenge: other.challenge })).status).toBe(422);
    const late = await ada.evaluate("assertion()");
    clock.advance(300_000);
    expect((await send(late)).status).toBe(422);
  });

  test("a registration is for the user who asked for it", async () => {
    const { ada, service, url } = await openHouse();
    await service.accounts.create({ email: "eve@example.com", password });
    const eve = await openPage(url);
    await eve.call("/auth/sign-in", { email: "eve@example.com", password });
    const { json } = await ada.call("/auth/passkeys/registration-options");
    const optionsJSON = JSON.stringify(json.options);
    const response = await eve.evaluate(`startRegistration({ optionsJSON: ${optionsJSON} })`);
    const planted = { challenge: json.challenge, response, name: "Eve's" };
    expect((await eve.call("/auth/passkeys", planted)).json.code).toBe("passkey_rejected");
    expect((await eve.call("/auth/passkeys", undefined, "GET")).json.items).toEqual([]);
  });

  test("removed, it signs in no more", async () => {
    const { ada } = await openHouse();
    const { json } = await ada.register("Laptop");
    const path = `/auth/passkeys/${json.id}`;
    expect((await ada.call(path, undefined, "DELETE")).status).toBe(204);
    expect((await ada.call(path, undefined, "DELETE")).status).toBe(404);
    expect((await ada.signIn()).json.code).toBe("passkey_rejected");
  });

  test("the last way in stays", async () => {
    const database = makeDatabaseFile();
    const { ada } = await openHouse({ database });
    const { json } = await ada.register("Laptop");
    // As the account of one who came by way of a provider, and has unlinked it.
    const file = new DatabaseSync(database);
    file.exec("DELETE FROM servery_passwords");
    file.close();
    const refused = await ada.call(`/auth/passkeys/${json.id}`, undefined, "DELETE");
    expect(refused).toMatchObject({ status: 409, json: { code: "last_way_in" } });
    expect((await ada.signIn()).status).toBe(200);
  });

  test.each([
    ["nothing", {}],
    ["another form", { id: 7, response: null }],
    ["an id alone", { id: "abc", rawId: "abc", type: "public-key", response: {} }],
    ["a name of the prototype", { id: "__proto__", response: { userHandle: "constructor" } }],
  ])("a response that is %s is refused", async (_what, response) => {
    const { ada } = await openHouse();
    const { challenge } = (await ada.call("/auth/passkeys/sign-in-options")).json;
    expect((await ada.call("/auth/passkeys/sign-in", { challenge, response })).json.code).toBe(
      "passkey_rejected",
    );
    const { json } = await ada.call("/auth/passkeys/registration-options");
    const planted = { challenge: json.challenge, response, name: "x" };
    expect((await ada.call("/auth/passkeys", planted)).json.code).toBe("passkey_rejected");
  });
});

/** An authenticator's only passkey, with its secret and its count of now. */
async function copyOf(devtools: CDPSession, authenticatorId: string) {
  const { credentials } = await devtools.send("WebAuthn.getCredentials", { authenticatorId });
  return credentials[0]!;
}

/** Why passkeys were rejected, as the log has it. */
function whys({ lines }: ReturnType<typeof createMemoryLog>): unknown[] {
  return lines.filter(({ fields }) => "why" in fields).map(({ fields }) => fields["why"]);
}
