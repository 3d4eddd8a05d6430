import { createHash } from "node:crypto";
import { relative, resolve, sep } from "node:path";

import { comparePlaces, type Finding, suppress, toFingerprint } from "servery/boundary";

import type { AppUnderCheck } from "./app-under-check.ts";
import type {
  Checked,
  CheckReport,
  Family,
  FamilyReport,
  ReportedFinding,
} from "./check-report.ts";
import { looks } from "./looks.ts";

/**
 * Looks for what belongs to the wanted families, and takes away what is suppressed.
 * @param wanted the families that were asked for by name: what they need must be there. Default: all, as far as there is
 * something to look at
 */
export async function checkApp(
  app: AppUnderCheck,
  wanted: readonly Family[] | undefined,
  now: number,
): Promise<CheckReport> {
  const reports: FamilyReport[] = [];
  const checked: Partial<Record<Family, Checked>> = {};
  const skipped: Partial<Record<Family, string>> = {};
  for (const { family, look } of looks) {
    if (wanted?.includes(family) === false) continue;
    const report = await look(app, wanted !== undefined);
    if (typeof report === "string") skipped[family] = report;
    else {
      reports.push(report);
      checked[family] = report.checked;
    }
  }
  const missing = wanted === undefined ? [] : Object.entries(skipped);
  return {
    findings: toReported(app, reports, { families: Object.keys(checked), now }),
    undecided: [
      ...reports.flatMap(({ undecided }) => undecided),
      ...missing.map(([subject, reason]) => ({ subject, reason })),
    ],
    checked,
    skipped,
  };
}

function toReported(
  { root, settings }: AppUnderCheck,
  reports: readonly FamilyReport[],
  options: { readonly families: readonly string[]; readonly now: number },
): readonly ReportedFinding[] {
  const print = (finding: Finding) => printOf(root, finding);
  const found = reports.flatMap(({ findings }) => findings);
  return suppress(found, settings.suppressions, { ...options, print })
    .map((finding) => ({ ...finding, fingerprint: print(finding) }))
    .toSorted(comparePlaces);
}

/** The same from whatever folder the command is run in. */
function printOf(root: string, finding: Finding): string {
  const file = relative(root, resolve(finding.file)).replaceAll(sep, "/");
  return toFingerprint({ ...finding, file }, sha256);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
