import { describe, expect, test } from "vitest";

import { createRandom, toSeed } from "../durability/random.ts";
import { checkHistory } from "./consistency/check-history.ts";
import { plantedFaults } from "./consistency/planted.ts";
import { runHistory } from "./consistency/run-history.ts";

/** Calls of all clients together, in histories of at most {@link stepsEach}. */
const steps = Number(process.env["SERVERY_PROPERTY_CASES"] ?? 400);
const stepsEach = 1000;
const histories = Math.ceil(steps / stepsEach);
const seed = toSeed();

describe("clients of services that are killed, over ways that are cut", () => {
  const seeds = Array.from({ length: histories }, (_, index) => seed + index);
  test.each(seeds)("see their own writes, and never go back in time (seed %i)", async (each) => {
    const options = { steps: Math.ceil(steps / histories) };
    const history = await runHistory(createRandom(each), options);
    expect(checkHistory(history)).toEqual([]);
    // Else nothing was tried.
    expect(history.appends.length + history.reads.length).toBeGreaterThan(options.steps / 2);
    expect(history.told.length).toBeGreaterThan(0);
  });
});

describe("a history with", () => {
  /** Whether a fault shows rests on what happens when: another seed may be luckier. */
  const mostTries = 5;
  test.each(Object.entries(plantedFaults))(
    `%s is found out (seed ${seed})`,
    async (_, [planted, words]) => {
      const options = { steps: 200, stepsPerFault: 1000, patienceMs: 1000, planted };
      let found: string[] = [];
      for (let tried = 0; tried < mostTries && !found.some((each) => words.test(each)); tried++)
        found = checkHistory(await runHistory(createRandom(seed + tried), options));
      expect(found).toContainEqual(expect.stringMatching(words));
    },
  );
});
