import type { Finding } from "servery/boundary";
import type { Project } from "./source/project.ts";
import { lineAt, placeOf, type SourceFile } from "./source/source-file.ts";

/** A comment that allows what a rule would find: `// servery-allow ambient: the reason`. */
interface Allowance {
  readonly file: SourceFile;
  readonly start: number;
  /** A rule, `ambient/clock`, or a family of rules, `ambient`. */
  readonly rule: string;
  readonly reason: string;
  /** Where it holds: its own line, and the next one where it stands alone. */
  readonly lines: readonly number[];
}

/**
 * Takes away the findings that a comment allows. A comment that gives no reason, names no rule or allows
 * nothing any more is a finding itself.
 * @param families the rules that were looked for: of others nothing is said
 */
export function applyAllowances(
  project: Project,
  findings: readonly Finding[],
  families: readonly string[],
): readonly Finding[] {
  const allowances = [...project.files.values()].flatMap(readAllowances);
  const used = new Set<Allowance>();
  const left = findings.filter((finding) => {
    const allowance = allowances.find((each) => allows(each, finding));
    if (allowance !== undefined) used.add(allowance);
    return allowance === undefined;
  });
  const mistakes = allowances.flatMap((each) => mistakeOf(each, used.has(each), families));
  return [...left, ...mistakes];
}

function readAllowances(file: SourceFile): Allowance[] {
  return file.comments.flatMap(({ value, start, end }) => {
    const match = /^[\s*]*servery-allow\b[ \t]*([^\s:]*)[ \t]*:?([\s\S]*)$/.exec(value);
    if (match === null) return [];
    const line = lineAt(file, start);
    const last = lineAt(file, end);
    const isAlone = file.text.slice(file.lineStarts[line - 1], start).trim() === "";
    const reason = match[2]!.replaceAll(/[\s*]+/g, " ").trim();
    return [{ file, start, rule: match[1]!, reason, lines: isAlone ? [last, last + 1] : [line] }];
  });
}

function allows({ file, rule, reason, lines }: Allowance, finding: Finding): boolean {
  return (
    reason !== "" &&
    (finding.rule === rule || finding.rule.startsWith(`${rule}/`)) &&
    lines.includes(finding.line) &&
    placeOf(file, { start: 0 }).file === finding.file
  );
}

function mistakeOf(
  { file, start, rule, reason }: Allowance,
  isUsed: boolean,
  families: readonly string[],
): Finding[] {
  const said = `servery-allow ${rule}`.trim();
  const mistake = (name: string, message: string, fix: string): Finding[] => [
    {
      rule: `allow/${name}`,
      severity: "error",
      subject: said,
      ...placeOf(file, { start }),
      message,
      fix,
      within: [],
      chain: [],
    },
  ];
  if (!families.includes(rule.split("/")[0]!))
    return mistake("unknown", `\`${said}\` names no rule.`, `Name one of: ${families.join(", ")}.`);
  if (reason === "")
    return mistake(
      "no-reason",
      `\`${said}\` gives no reason, and allows nothing without one.`,
      `Say why it is right: // ${said}: …`,
    );
  if (isUsed) return [];
  return mistake("unused", `\`${said}\` allows nothing any more.`, "Take the comment away.");
}
