import { createHash } from "node:crypto";

import { ServeryError } from "../../base/servery-error.ts";
import type { Finding } from "../../boundary/finding.ts";
import { suppress, toFingerprint } from "../../boundary/suppress.ts";
import type { BundlerContext } from "./bundler.ts";
import { printFindings } from "./print-findings.ts";
import type { Project } from "./project.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/**
 * Stops the build with the errors that were found, and warns of the rest. A canary build goes on: it is to show what gets
 * through.
 * @throws ServeryError `boundary_crossed`
 */
export function report(
  context: Pick<BundlerContext, "warn" | "getWatchFiles">,
  project: Project,
  findings: readonly Finding[],
): void {
  const print = (finding: Finding) => toFingerprint(finding, sha256);
  const families = ["graph", "build", "bundle"];
  const left = suppress(findings, project.suppressions, { families, print, now: Date.now() });
  // One build sees a part of all findings; what others find is not stale.
  const told = left.filter(({ rule }) => rule !== "suppression/stale");
  if (project.canary !== undefined) return;
  const stops = ({ severity }: Finding) => severity === "error" && project.mode === "error";
  const warnings = told.filter((finding) => !stops(finding));
  if (warnings.length > 0) context.warn(printFindings(warnings, print));
  const errors = told.filter(stops);
  if (errors.length > 0) throw toFailure(printFindings(errors, print), context.getWatchFiles?.());
}

/**
 * The error that a terminal and an overlay show: without a stack, and without the code that a bundler would add.
 * @param watchFiles what Rollup goes on to watch: it does not know it of an error at a build's end
 */
function toFailure(text: string, watchFiles: readonly string[] = []): ServeryError {
  const failure = new ServeryError("boundary_crossed", text);
  const shown = { stack: `${failure.name}: ${text}`, pluginCode: " " };
  return Object.assign(failure, shown, { watchFiles: [...watchFiles] });
}
