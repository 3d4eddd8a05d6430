import { createHash } from "node:crypto";
import { relative, resolve, sep } from "node:path";

import {
  comparePlaces,
  type Finding,
  suppress,
  toFingerprint,
  type Undecided,
} from "servery/boundary";

import type { AppUnderCheck } from "./app-under-check.ts";
import type {
  Checked,
  CheckReport,
  Family,
  FamilyReport,
  ReportedFinding,
} from "./check-report.ts";
import { createFrontEnd, inOuter } from "./front-end.ts";
import { looks } from "./looks.ts";

/** What is asked of a check. */
export interface CheckQuestion {
  /**
   * The families that are asked for by name: what they need must be there. Default: all but canaries, as far as there is
   * something to look at.
   */
  readonly only?: readonly Family[] | undefined;
  /** Builds with canaries too, which takes as long as a build does. */
  readonly canary?: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Looks for what belongs to the wanted families, and takes away what is suppressed. */
export async function checkApp(
  app: AppUnderCheck,
  { only: wanted, canary = false, now }: CheckQuestion,
): Promise<CheckReport> {
  const reports: FamilyReport[] = [];
  const checked: Partial<Record<Family, Checked>> = {};
  const skipped: Partial<Record<Family, string>> = {};
  const frontEnd = createFrontEnd(app);
  for (const { family, look } of looks) {
    const isNamed = wanted?.includes(family) === true || (family === "canary" && canary);
    if (!isNamed && (wanted !== undefined || family === "canary")) continue;
    const report = await look(app, { isNamed, canary, frontEnd });
    if (typeof report === "string") skipped[family] = report;
    else {
      reports.push(report);
      checked[family] = report.checked;
    }
  }
  const named = new Set<string>([...(wanted ?? []), ...(canary ? ["canary"] : [])]);
  const missing = Object.entries(skipped).filter(([family]) => named.has(family));
  return {
    findings: toReported(app, reports, { families: Object.keys(checked), now }),
    undecided: [
      // What families share is the same in the report of each.
      ...new Set(reports.flatMap(({ undecided }) => undecided)),
      ...missing.map(([subject, reason]) => ({ subject, reason })),
      ...(Object.keys(checked).length === 0 && missing.length === 0 ? [nothing] : []),
    ],
    checked,
    skipped,
  };
}

const nothing: Undecided = {
  subject: ".",
  reason: "there is nothing here that could be checked: run it in the app's folder",
};

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
  const file = inOuter(finding.file, (outer) =>
    relative(root, resolve(outer)).replaceAll(sep, "/"),
  );
  return toFingerprint({ ...finding, file }, sha256);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
