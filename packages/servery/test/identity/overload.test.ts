import { nodePlatform } from "servery/node";
import { expect, test } from "vitest";

import { openClub, password } from "./fixture.ts";

const email = "ada@example.com";

test("when more sign in than can be hashed, some are told to come again, and all others are served", async () => {
  const gates: (() => void)[] = [];
  let isHeld = false;
  const { service, browser } = openClub(
    { rate: false, trustedProxies: 1 },
    {
      cores: 2,
      async argon2id(text, salt, cost) {
        if (isHeld) await new Promise<void>((resolve) => void gates.push(resolve));
        return nodePlatform.argon2id(text, salt, { ...cost, memoryKib: 64, passes: 1 });
      },
    },
  );
  await service.accounts.create({ email, password });
  const ada = browser("198.51.100.1");
  await ada.signIn(email);
  isHeld = true;
  const crowd = Array.from({ length: 50 }, (_, index) =>
    browser(`203.0.113.${index}`).signIn(`user${index}@example.com`),
  );
  const refused = await Promise.race(crowd);
  expect([refused.status, refused.json.code]).toEqual([503, "overloaded"]);
  expect(refused.headers.get("retry-after")).toBe("2");
  // What needs no hash, a memoised session and a write among it, waits for none.
  expect((await ada.get("/private")).status).toBe(200);
  expect((await ada.send("PATCH", "/auth/profile", { name: "Ada" })).status).toBe(204);
  isHeld = false;
  while (gates.length > 0) gates.shift()!();
  const statuses = (await Promise.all(crowd)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(33);
  expect(statuses.filter((status) => status === 503)).toHaveLength(17);
  // Whoever was refused has no attempt counted.
  expect((await browser("203.0.113.49").signIn(email)).status).toBe(200);
});
