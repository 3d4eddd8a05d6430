import type { Place } from "servery/boundary";

import { type CheckReport, exitCodeOf, type ReportedFinding } from "../check-report.ts";
import { familyOf, familyTexts } from "./rule-texts.ts";

/** Whose report it is. */
export interface ReportingTool {
  readonly version: string;
}

/**
 * A report in SARIF 2.1.0 (OASIS), which code hosts and editors show. A chain is a code flow; what could not be decided is a
 * notification, so that a run with one does not count as successful.
 */
export function toSarif(report: CheckReport, { version }: ReportingTool): object {
  const { findings, undecided } = report;
  const ids = [...new Set(findings.map(({ rule }) => rule))].toSorted();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "Servery", version, rules: ids.map((id) => toRule(id)) },
        },
        invocations: [
          {
            executionSuccessful: undecided.length === 0,
            exitCode: exitCodeOf(report),
            toolExecutionNotifications: undecided.map(({ subject, reason }) => ({
              level: "error",
              message: { text: `${subject}: ${reason}` },
            })),
          },
        ],
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => toResult(finding, ids.indexOf(finding.rule))),
      },
    ],
  };
}

function toRule(id: string): object {
  return { id, shortDescription: { text: familyTexts[familyOf(id)] } };
}

function toResult(finding: ReportedFinding, ruleIndex: number): object {
  const { rule, severity, message, fix, chain, fingerprint } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: `${message}\n\n${fix}` },
    locations: [toLocation(finding)],
    partialFingerprints: { "servery/v1": fingerprint },
    ...(chain.length > 1 && { codeFlows: [{ threadFlows: [{ locations: chain.map(toStep) }] }] }),
  };
}

function toStep({ name, ...place }: ReportedFinding["chain"][number]): object {
  return { location: { ...toLocation(place), message: { text: name } } };
}

/** What stands in a file within a file, as a source in a map, has its place there: of the outer one only the name is told. */
function toLocation({ file, line, column }: Place): object {
  const [outer, ...inner] = file.split(" › ");
  const region = { startLine: line, startColumn: column };
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(outer!) },
      region: inner.length === 0 ? region : { startLine: 1 },
    },
    ...(inner.length > 0 && {
      logicalLocations: [{ fullyQualifiedName: `${file}:${line}:${column}` }],
    }),
  };
}
