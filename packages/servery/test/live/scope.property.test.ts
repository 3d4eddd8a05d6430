import { randomInt } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Leak, tryPrograms } from "./scope/scope-check.ts";
import type { Untracked } from "./scope/scope-programs.ts";
import { openPrograms } from "./scope/scope-service.ts";

const calls = Number(process.env["SERVERY_PROPERTY_CASES"] ?? 2000);
const seed = Number(process.env["SERVERY_PROPERTY_SEED"] ?? randomInt(2 ** 30));

test(
  `nobody is ever given what the same handler would not have answered them: ${calls} calls (seed ${seed})`,
  { timeout: 120_000 + calls * 30 },
  async () => {
    const opened = await openPrograms();
    const tried = { calls: 0, hits: 0 };
    for (let at = 0; tried.calls < calls; at++)
      expect(await tryPrograms(opened, seed + at, tried), `seed ${seed + at}`).toBeUndefined();
    // What is hardly ever kept proves nothing.
    expect(tried.hits).toBeGreaterThan(tried.calls * 0.1);
    console.log(
      `${tried.calls} calls (seed ${seed}), ${tried.hits} of them answered from the cache`,
    );
  },
);

/** Programs beyond what the seeds need, so that another way to make them does not fail, but only takes longer. */
const mostPrograms = 300;

describe("a handler is found out that learns, in a way that nobody follows,", () => {
  test.each<[string, Untracked]>([
    ["whether somebody is signed in", { signedIn: true }],
    ["who calls", { id: true }],
    ["whether there is a role", { admin: true }],
    ["whether there is a plan", { gold: true }],
    ["whether there is a scope", { writeScope: true }],
    ["a header", { language: true }],
    ["whose rows are read", { notes: true }],
  ])("%s", { timeout: 600_000 }, async (_, untracked) => {
    const opened = await openPrograms(untracked);
    let leak: Leak | undefined;
    for (let at = 0; at < mostPrograms && leak === undefined; at++)
      leak = await tryPrograms(opened, 1000 + at, { calls: 0, hits: 0 });
    expect(leak).toBeDefined();
  });
});
