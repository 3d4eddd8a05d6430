import { expect, test } from "vitest";

import { summarise, type TestReport } from "./test-summary.ts";

const green: TestReport = {
  success: true,
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 2,
};

test.each<[what: string, report: Partial<TestReport>, line: string, ok: boolean]>([
  ["a green run", {}, "tests: 7 passed, 0 failed, 2 skipped", true],
  [
    "a failed test",
    { numFailedTests: 1, success: false },
    "tests: 7 passed, 1 failed, 2 skipped",
    false,
  ],
  [
    "a file that did not load",
    { success: false },
    "tests: 7 passed, 0 failed, 2 skipped, but the run itself failed",
    false,
  ],
  [
    "a run without a test",
    { numPassedTests: 0 },
    "tests: 0 passed, 0 failed, 2 skipped: no test ran",
    false,
  ],
])("%s is told as it is", (_what, changes, line, ok) => {
  expect(summarise({ ...green, ...changes })).toEqual({ line, ok });
});
