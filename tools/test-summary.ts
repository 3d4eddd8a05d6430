import { readFileSync } from "node:fs";

/** The part of vitest's JSON report that is counted. */
export interface TestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

/** The closing line of a run, and whether it stands: nothing failed and something ran. */
export function summarise(report: TestReport): { readonly line: string; readonly ok: boolean } {
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = report;
  const ran = passed + failed > 0;
  const broken = failed === 0 && !report.success ? ", but the run itself failed" : "";
  const line = `tests: ${passed} passed, ${failed} failed, ${skipped} skipped${broken}`;
  return { line: ran ? line : `${line}: no test ran`, ok: ran && failed === 0 && report.success };
}

if (import.meta.main) {
  const report = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as TestReport;
  const { line, ok } = summarise(report);
  console.log(line);
  process.exitCode = ok ? 0 : 1;
}
