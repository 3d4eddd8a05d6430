import type { DatabaseSync } from "node:sqlite";

import { expect, it } from "vitest";

import { openGate } from "./gate.ts";
import { createLimiter } from "./rate-limit.ts";
import { openShop } from "./database.ts";
import { seedSession } from "./sessions.ts";

function openWith(lifetimeMs: number) {
  const database: DatabaseSync = openShop(":memory:");
  const cookie = seedSession(database, "ada", lifetimeMs);
  return { cookie, gate: openGate(database, { perMinute: 100 }) };
}

it("knows whose a session is, wherever it stands in the header", () => {
  const { cookie, gate } = openWith(1000);
  for (const header of [cookie, `a=b; ${cookie}`, `${cookie}; a=b`])
    expect(gate.admit(header)).toMatchObject({ status: 200, userId: "ada" });
});

it("refuses a missing, unknown or expired session", () => {
  const { cookie, gate } = openWith(0);
  for (const header of [undefined, "", "session=", "session=nothing", `my${cookie}`, cookie])
    expect(gate.admit(header).status).toBe(401);
});

it("refuses a revoked session at once, although it was kept", () => {
  const { cookie, gate } = openWith(1000);
  expect(gate.admit(cookie).status).toBe(200);
  gate.signOut(cookie);
  expect(gate.admit(cookie).status).toBe(401);
});

it("lets a burst through, refuses what exceeds it, and grants again as time passes", () => {
  let now = 1_000_000;
  const take = createLimiter(3, () => now);
  const left = () => take("ada").headers["ratelimit"];
  expect([left(), left(), left()]).toEqual([
    '"default";r=2;t=20',
    '"default";r=1;t=40',
    '"default";r=0;t=60',
  ]);
  expect(take("ada")).toMatchObject({ isAllowed: false, headers: { "retry-after": "20" } });
  expect(take("ben").isAllowed).toBe(true);
  now += 20_000;
  expect([take("ada").isAllowed, take("ada").isAllowed]).toEqual([true, false]);
});
