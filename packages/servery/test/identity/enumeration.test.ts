import { nodePlatform } from "servery/node";
import { describe, expect, test } from "vitest";

import { type Answer, openClub, openQuickClub, otherPassword, password } from "./fixture.ts";

const known = "ada@example.com";
const unknown = "nobody@example.com";

async function openWithAda() {
  const club = openQuickClub();
  await club.service.accounts.create({ email: known, password });
  return club;
}

/** All that a caller sees, without what differs from request to request. */
function shown({ status, headers, json }: Answer) {
  const { instance, attempt, ...rest } = (json ?? {}) as Record<string, unknown>;
  const names = [...headers.keys()].filter((name) => name !== "x-request-id");
  return {
    status,
    headers: names.map((name) => [name, name === "server-timing" ? "" : headers.get(name)]),
    rest,
    attempt: typeof attempt === "string" ? attempt.length : attempt,
    instance: typeof instance,
  };
}

describe("an answer tells nothing of whether there is an account", () => {
  test.each<[string, (email: string) => [path: string, body: object]]>([
    ["sign-in", (email) => ["/auth/sign-in", { email, password: otherPassword }]],
    ["sign-up", (email) => ["/auth/sign-up", { email, password: otherPassword }]],
    ["reset", (email) => ["/auth/request-password-reset", { email }]],
  ])("to a %s", async (_, toRequest) => {
    const { browser } = await openWithAda();
    const answers = [known, unknown].map(async (email, index) =>
      shown(await browser(`203.0.113.${index}`).post(...toRequest(email))),
    );
    const [one, other] = await Promise.all(answers);
    expect(one).toEqual(other);
    expect(one!.status).toBeLessThan(500);
  });

  test("to codes for an address that has one", async () => {
    const { browser } = await openWithAda();
    const guesses = async (email: string, address: string) => {
      const ada = browser(address);
      const { attempt } = (await ada.post("/auth/sign-up", { email, password: otherPassword }))
        .json;
      const seen: unknown[] = [];
      for (let guess = 0; guess < 6; guess++)
        seen.push(shown(await ada.post("/auth/verify-email", { attempt, code: "12345678" })));
      return seen;
    };
    expect(await guesses(known, "203.0.113.1")).toEqual(await guesses(unknown, "203.0.113.2"));
  });

  test("as often as one asks: counts and waits are the same", async () => {
    const { browser } = await openWithAda();
    const waits = async (email: string, network: string) => {
      const seen: unknown[] = [];
      for (let guess = 0; guess < 8; guess++)
        seen.push(shown(await browser(`${network}.${guess}`).signIn(email, otherPassword)).rest);
      return seen;
    };
    expect(await waits(known, "203.0.113")).toEqual(await waits(unknown, "198.51.100"));
  });

  test("by the work that is done for it: one hash, for every kind of account", async () => {
    let hashes = 0;
    const { service, browser } = openClub(
      { rate: false },
      {
        argon2id: (text, salt, cost) => {
          hashes++;
          return nodePlatform.argon2id(text, salt, { ...cost, memoryKib: 64, passes: 1 });
        },
      },
    );
    await service.accounts.create({ email: known, password });
    const { id } = await service.accounts.create({ email: "disabled@example.com", password });
    await service.accounts.setDisabled(id, true);
    await service.accounts.create({ email: "invited@example.com" });
    for (const email of [known, unknown, "disabled@example.com", "invited@example.com"]) {
      hashes = 0;
      await browser().signIn(email, otherPassword);
      expect([email, hashes]).toEqual([email, 1]);
    }
    // A disabled account's own password costs no more either.
    hashes = 0;
    await browser().signIn("disabled@example.com");
    expect(hashes).toBe(1);
  });
});

describe("an address", () => {
  test.each([
    ["ADA@EXAMPLE.COM", 200],
    ["Ada@Example.com", 200],
    [" ada@example.com", 422],
    ["ada@example.com ", 422],
    ["ada@exam ple.com", 422],
    ["ada@example.com\u00A0", 422],
    ["ada@example.com\u0000", 422],
    ["ada\u200B@example.com", 401],
    ["a\u0301da@example.com", 401],
    ["ada@ex\u0430mple.com", 401],
    ["ada", 422],
    [`${"a".repeat(250)}@x.yz`, 422],
  ])("%j signs in: %i", async (email, status) => {
    const { browser } = await openWithAda();
    expect((await browser().signIn(email)).status).toBe(status);
  });

  test("is one account, however its accents are composed", async () => {
    const { service } = openQuickClub();
    await service.accounts.create({ email: "jos\u00E9@example.com" });
    const again = service.accounts.create({ email: "JOSE\u0301@example.com" });
    await expect(again).rejects.toMatchObject({ code: "account_exists" });
  });
});
