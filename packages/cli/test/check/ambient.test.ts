import { expect, test } from "vitest";

import type { CheckReport } from "../../src/check/check-report.ts";
import { createCaseApp, expectedOf, operationOf } from "./case-app.ts";
import { cleanCases } from "./clean-cases.ts";
import { reachingCases } from "./reaching-cases.ts";
import { readingCases } from "./reading-cases.ts";

const ambientCases = [...readingCases, ...reachingCases];
const cases = [...ambientCases, ...cleanCases];

test("finds what is ambient in a corpus of handlers, where it is, and nothing else", async () => {
  const { stdout, stderr, code } = await createCaseApp(cases).run([
    "check",
    "--only",
    "ambient",
    "--json",
  ]);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^checked ambient: \d+ queries, \d+ files\n/),
  ]);
  const { findings, undecided } = JSON.parse(stdout) as CheckReport;
  const found = cases.map((each, index) => {
    const own = findings.filter(({ file }) => file.startsWith(`cases/${index}/`));
    const places = own.map(({ rule, file, line, column }) => `${rule} ${file}:${line}:${column}`);
    return [each.is, places.toSorted(), [...new Set(own.flatMap(({ within }) => within))]];
  });
  const expected = cases.map((each, index) => {
    const places = expectedOf(each, index);
    return [each.is, places.toSorted(), places.length === 0 ? [] : [operationOf(index)]];
  });
  expect(found).toEqual(expected);
  expect(undecided).toEqual([]);
});

test("the corpus has something to find in the ones, and nothing in the others", () => {
  const marked = cases.filter((each, index) => expectedOf(each, index).length > 0);
  expect(marked).toEqual(ambientCases);
});
