import { contract, identity } from "servery";
import { describe, expect, test } from "vitest";

import { bindClub, codeIn, openClub, password } from "./fixture.ts";

describe("a visitor", () => {
  test("signs up, proves the address, is signed in, signs out and in again", async () => {
    const { browser, mails } = openClub();
    const ada = browser();
    const asked = await ada.post("/auth/sign-up", {
      email: "Ada@Example.com",
      password,
      name: "Ada",
    });
    expect(asked.status).toBe(202);
    expect(await ada.whoAmI()).toEqual({ user: null, session: null });

    const code = codeIn((await mails())[0]);
    const { attempt } = asked.json;
    const verified = await ada.post("/auth/verify-email", { attempt, code });
    expect(verified.json).toMatchObject({
      status: "signed_in",
      user: { email: "Ada@Example.com", name: "Ada", roles: [], plans: [] },
      tokens: null,
    });
    expect([...ada.cookies.keys()]).toEqual(["__Host-club-session", "__Host-club-device"]);
    expect((await ada.whoAmI()).user.email).toBe("Ada@Example.com");
    expect((await ada.get("/private")).status).toBe(200);

    expect((await ada.post("/auth/sign-out")).status).toBe(204);
    expect(ada.cookies.has("__Host-club-session")).toBe(false);
    expect((await ada.get("/private")).status).toBe(401);

    const again = await ada.signIn("ada@example.COM");
    expect(again.json).toMatchObject({ status: "signed_in", user: { name: "Ada" } });
    expect((await ada.get("/private")).status).toBe(200);
  });
});

describe("a program", () => {
  const operations = { ...identity({ spam: { honeypot: "website" } }) };
  const guarded = contract({ name: "club", operations });

  test("that fills in what people do not see is refused, and nobody gets a mail", async () => {
    const { browser, mails } = bindClub(guarded, { handlers: {} });
    const form = { email: "ada@example.com", password };
    const bait = { website: "https://spam.example" };
    const caught = await browser().post("/auth/sign-up", { ...form, ...bait });
    expect(caught.status).toBe(403);
    expect(JSON.stringify(caught.json)).not.toMatch(/website|honeypot/);
    const again = { email: form.email, ...bait };
    expect((await browser().post("/auth/request-password-reset", again)).status).toBe(403);
    expect(await mails()).toEqual([]);
  });

  test("and a person who leaves it empty is not", async () => {
    const { browser, mails } = bindClub(guarded, { handlers: {} });
    const form = { email: "ada@example.com", password, website: "" };
    expect((await browser().post("/auth/sign-up", form)).status).toBe(202);
    expect(await mails()).toHaveLength(1);
  });
});
