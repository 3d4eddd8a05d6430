import { describe, expect, test } from "vitest";

import {
  type CheckReport,
  exitCodeOf,
  type ReportedFinding,
} from "../../src/check/check-report.ts";
import { printReport, summarise } from "../../src/check/report/print-report.ts";
import { toHtml } from "../../src/check/report/to-html.ts";
import { toSarif } from "../../src/check/report/to-sarif.ts";

const finding: ReportedFinding = {
  rule: "ambient/clock",
  severity: "error",
  subject: "notes.list → now",
  file: "src/a b.ts",
  line: 3,
  column: 7,
  message: "`Date.now()` is <read> & told.",
  fix: "Take `now()`.",
  within: ["notes.list"],
  chain: [
    { name: "notes.list", file: "src/list.ts", line: 1, column: 2 },
    { name: "toNote", file: "src/a b.ts", line: 3, column: 7 },
  ],
  fingerprint: "0123456789abcdef",
};
const warning: ReportedFinding = {
  ...finding,
  severity: "warning",
  within: [],
  chain: [],
  line: 9,
};

function reportOf(more: Partial<CheckReport>): CheckReport {
  const nothing = { findings: [], undecided: [], checked: {}, skipped: {} };
  return { ...nothing, checked: { ambient: { queries: 1, files: 1200 } }, ...more };
}

describe("a report", () => {
  test("ends with 0 for warnings alone, 1 with an error, 2 where something is open", () => {
    const undecided = [{ subject: "a", reason: "b" }];
    expect(exitCodeOf(reportOf({ findings: [warning] }))).toBe(0);
    expect(exitCodeOf(reportOf({ findings: [warning], undecided }))).toBe(2);
    expect(exitCodeOf(reportOf({ findings: [warning, finding], undecided }))).toBe(1);
  });

  test("says in a line what was looked at, and what was not and why", () => {
    expect(summarise(reportOf({ skipped: { ambient: "there is no service here" } }))).toBe(
      "checked ambient: 1 query, 1,200 files\nnot checked ambient: there is no service here",
    );
  });

  test("tells for people what, where, how it gets there and the fix", () => {
    expect(printReport(reportOf({ findings: [warning] }))).toBe(
      [
        "src/a b.ts",
        "  src/a b.ts:9:7  warning  ambient/clock  0123456789abcdef",
        "    `Date.now()` is <read> & told.",
        "    fix Take `now()`.",
      ].join("\n"),
    );
  });
});

describe("as SARIF", () => {
  const log = toSarif(
    reportOf({ findings: [finding, warning], undecided: [{ subject: "x", reason: "it is gone" }] }),
    { version: "1.2.3" },
  ) as {
    version: string;
    runs: [
      {
        tool: { driver: { name: string; version: string; rules: { id: string }[] } };
        invocations: object[];
        results: Record<string, unknown>[];
      },
    ];
  };
  const [run] = log.runs;

  test("has the tool, one rule for all its findings, and what could not be decided", () => {
    expect(log.version).toBe("2.1.0");
    expect(run.tool.driver).toMatchObject({ name: "Servery", version: "1.2.3" });
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(["ambient/clock"]);
    expect(run.invocations).toEqual([
      {
        executionSuccessful: false,
        exitCode: 1,
        toolExecutionNotifications: [{ level: "error", message: { text: "x: it is gone" } }],
      },
    ]);
  });

  test("has each finding with its place as a URI, its fingerprint, and its way as a code flow", () => {
    expect(run.results[0]).toMatchObject({
      ruleId: "ambient/clock",
      ruleIndex: 0,
      level: "error",
      partialFingerprints: { "servery/v1": "0123456789abcdef" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "src/a%20b.ts" },
            region: { startLine: 3, startColumn: 7 },
          },
        },
      ],
    });
    const flow = JSON.stringify(run.results[0]!["codeFlows"]);
    expect(flow).toContain("notes.list");
    expect(flow.indexOf("notes.list")).toBeLessThan(flow.indexOf("toNote"));
    expect(run.results[1]).toMatchObject({ level: "warning" });
    expect(run.results[1]).not.toHaveProperty("codeFlows");
  });
});

test("as SARIF, what stands in a file within a file is placed in the outer one", () => {
  const inMap = { ...finding, file: "dist/a.js.map › src/pay.ts", chain: [] };
  const text = JSON.stringify(toSarif(reportOf({ findings: [inMap] }), { version: "1.2.3" }));
  expect(text).toContain(`"uri":"dist/a.js.map"},"region":{"startLine":1}`);
  expect(text).toContain(`"fullyQualifiedName":"dist/a.js.map › src/pay.ts:3:7"`);
});

describe("as a page", () => {
  const run = { version: "1.2.3", now: Date.parse("2026-11-28T09:30:00Z"), app: "<shop>" };
  const page = toHtml(reportOf({ findings: [finding] }), run);

  test("says the verdict first, with what was found", () => {
    expect(page).toContain('<h1 class="found">Something is to be mended</h1>');
    expect(page).toContain("<p>1 error, 0 warnings.</p>");
    const leak = { ...finding, rule: "bundle/secret" };
    expect(toHtml(reportOf({ findings: [leak] }), run)).toContain("Something leaves the kitchen");
    expect(toHtml(reportOf({}), run)).toContain("Nothing leaves the kitchen");
  });

  test("escapes all that it is given, and loads and runs nothing", () => {
    expect(page).toContain("<code>Date.now()</code> is &lt;read> &amp; told.");
    expect(page).not.toContain("<shop>");
    expect(page).not.toMatch(/<script|<link|<img|\ssrc=|https?:/);
  });
});
