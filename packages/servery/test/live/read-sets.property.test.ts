import { randomInt } from "node:crypto";

import { describe, expect, test } from "vitest";
import { soundRules } from "../../src/lib/server/data/reads/read-rules.ts";
import { mutants } from "./read-sets/mutants.ts";
import { type Figures, noFigures, tryDatabase } from "./read-sets/read-set-check.ts";

const cases = Number(process.env["SERVERY_PROPERTY_CASES"] ?? 2000);
const seed = Number(process.env["SERVERY_PROPERTY_SEED"] ?? randomInt(2 ** 30));
const sound = new Map([["sound", soundRules]]);

/** Tries so many random databases, from the seed on, or until there were so many cases. */
function tryAll(from: number, isEnough: (figures: Figures, databases: number) => boolean): Figures {
  const figures = { ...noFigures };
  for (let at = 0; !isEnough(figures, at); at++)
    expect(tryDatabase(from + at, sound, figures).get("sound")).toBeUndefined();
  return figures;
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

test(
  `whatever changes a result is in what it is said to rest on: ${cases} cases (seed ${seed})`,
  { timeout: 60_000 + cases * 5 },
  () => {
    const { changed, unchanged, invalidated } = tryAll(seed, (figures) => figures.cases >= cases);
    console.log(
      `${cases} cases (seed ${seed}): ${changed} results changed, and each was told. Of ${unchanged} that did not, though a table of theirs did, ${percent(unchanged - invalidated, unchanged)} were left alone.`,
    );
  },
);

test("the trial is a hard one, and what is told is narrower than tables", () => {
  const figures = tryAll(1, (_, databases) => databases === 40);
  expect(figures.refused).toBeLessThan(figures.queries * 0.25);
  expect(figures.changed).toBeGreaterThan(figures.cases * 0.05);
  expect(figures.invalidated).toBeLessThan(figures.unchanged * 0.8);
});

/** More than the seeds say, so that another way to make databases does not fail, but only takes longer. */
const mostDatabases = 600;

describe("an extractor is caught that", () => {
  test.each(mutants)("%s", { timeout: 300_000 }, (name, first, breaks) => {
    const broken = new Map([[name, { ...soundRules, ...breaks }]]);
    for (let at = 0; at < mostDatabases; at++)
      if (tryDatabase(first + at, broken, { ...noFigures }).has(name)) return;
    expect.fail(`nothing was missed in ${mostDatabases} databases`);
  });
});
