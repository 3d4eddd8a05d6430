import { contract, identity } from "servery";
import { expect, test } from "vitest";

import { bindClub } from "./fixture.ts";

test.each([
  ["passkeys", identity({ passkeys: true }), /has passkeys.*passkeys: passkeys\(\)/],
  ["other providers", identity({ social: ["google"] }), /names the provider google.*openId/],
])("a service that does not say how it does %s does not start", (_what, operations, message) => {
  const house = contract({ name: "house", operations });
  expect(() => bindClub(house, { handlers: {} })).toThrow(message);
});

test("a service without tokens refuses to give any", async () => {
  const house = contract({ name: "house", operations: identity() });
  const { browser } = bindClub(house, { handlers: {} });
  const given = { email: "ada@example.com", password: "x", session: "tokens" };
  const answer = await browser().post("/auth/sign-in", given);
  expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer: "/session" }] } });
  expect((await browser().post("/auth/refresh", { refreshToken: "x" })).status).toBe(404);
});
