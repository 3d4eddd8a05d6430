import type { Finding } from "../../boundary/finding.ts";

/**
 * Findings for a terminal and for a browser's overlay: what, where, how one gets there, one import a line, and the fix.
 * @param toFingerprint what a suppression would name
 */
export function printFindings(
  findings: readonly Finding[],
  toFingerprint: (finding: Finding) => string,
): string {
  const what = findings.every(({ severity }) => severity === "warning")
    ? "Something may not be meant for browsers:"
    : findings.length === 1
      ? "Something that belongs on the server would reach browsers:"
      : `${findings.length} things that belong on the server would reach browsers:`;
  return [what, ...findings.map((each) => printFinding(each, toFingerprint(each)))].join("\n\n");
}

function printFinding(finding: Finding, fingerprint: string): string {
  const { file, line, column, chain, message, fix, rule } = finding;
  const steps =
    chain.length > 1 ? chain.map(printStep) : [`    ${toPlace({ file, line, column })}`];
  return [`  ${message}`, "", ...steps, "", `  Fix: ${fix}`, `  (${rule}, ${fingerprint})`].join(
    "\n",
  );
}

function printStep(step: Finding["chain"][number], index: number): string {
  return `    ${index === 0 ? "" : "→ "}${toPlace(step)}`;
}

function toPlace({ file, line, column }: Pick<Finding, "file" | "line" | "column">): string {
  return `${file}:${line}:${column}`;
}
