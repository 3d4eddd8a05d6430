import type { Step, Undecided } from "servery/boundary";

import { type CheckReport, errorsOf, exitCodeOf, type ReportedFinding } from "../check-report.ts";
import { reportStyles } from "./html-styles.ts";
import { count } from "./print-report.ts";
import { familyOf, familyTexts } from "./rule-texts.ts";
import type { ReportingTool } from "./to-sarif.ts";

interface ReportedRun extends ReportingTool {
  /** When it was, in milliseconds since 1970. */
  readonly now: number;
  /** What was checked: the name of its folder. */
  readonly app: string;
}

/** A report as one page that needs nothing beside it: no script, no font, no request. */
export function toHtml(report: CheckReport, run: ReportedRun): string {
  const title = `${verdictOf(report)} · ${run.app}`;
  const byFamily = Map.groupBy(report.findings, ({ rule }) => familyOf(rule));
  const order = [...boundary, "ambient", "allow", "suppression"] as (keyof typeof familyTexts)[];
  const groups = order.flatMap((family) => {
    const findings = byFamily.get(family);
    return findings === undefined ? [] : [[family, findings] as const];
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${reportStyles}</style>
</head>
<body>
<header>
<p class="app">${escape(run.app)}</p>
<h1 class="${["clean", "found", "open"][exitCodeOf(report)]}">${verdictOf(report)}</h1>
<p>${escape(toSentence(report))}</p>
<p class="run"><time datetime="${new Date(run.now).toISOString()}">${toDay(run.now)}</time> · servery check ${escape(run.version)}</p>
</header>
<main>
${toCounts(report)}
${groups.map(([family, findings]) => toFamily(family, findings)).join("\n")}
${report.undecided.length === 0 ? "" : toUndecided(report.undecided)}
</main>
<footer><p>“Nothing found” is said of the secrets that are declared and the ways of writing them that are looked for, and of nothing else.</p></footer>
</body>
</html>
`;
}

/** What has to do with the boundary. What queries read and comments allow has not. */
const boundary = new Set(["graph", "placement", "bundle", "canary"]);

function verdictOf(report: CheckReport): string {
  const code = exitCodeOf(report);
  if (code === 0) return "Nothing leaves the kitchen";
  if (code === 2) return "It could not be decided";
  return errorsOf(report).some(({ rule }) => boundary.has(familyOf(rule)))
    ? "Something leaves the kitchen"
    : "Something is to be mended";
}

function toSentence({ findings, undecided }: CheckReport): string {
  const errors = errorsOf({ findings }).length;
  const parts = [
    count(errors, "errors"),
    count(findings.length - errors, "warnings"),
    ...(undecided.length === 0 ? [] : [`${undecided.length} that could not be decided`]),
  ];
  return `${parts.join(", ")}.`;
}

function toCounts({ checked, skipped }: CheckReport): string {
  const rows = [
    ...Object.entries(checked).map(([family, counts]) => {
      const looked = Object.entries(counts)
        .map(([what, number]) => count(number, what))
        .join(", ");
      return `<tr><th scope="row">${family}</th><td>${escape(looked)}</td></tr>`;
    }),
    ...Object.entries(skipped).map(
      ([family, why]) =>
        `<tr class="skipped"><th scope="row">${family}</th><td>not checked: ${escape(why)}</td></tr>`,
    ),
  ];
  return `<table><caption>What was looked at</caption><tbody>${rows.join("")}</tbody></table>`;
}

function toFamily(family: keyof typeof familyTexts, findings: readonly ReportedFinding[]): string {
  return `<section aria-labelledby="${family}">
<h2 id="${family}">${family} <span class="count">${findings.length}</span></h2>
<p>${familyTexts[family]}</p>
<ol>${findings.map(toItem).join("")}</ol>
</section>`;
}

function toItem(finding: ReportedFinding): string {
  const { rule, severity, message, fix, within, chain, fingerprint } = finding;
  const { file, line, column } = finding;
  return `<li class="${severity}">
<p class="where"><strong>${severity}</strong> <code>${escape(`${file}:${line}:${column}`)}</code> <span class="rule">${escape(rule)}</span></p>
<p class="message">${withCode(message)}</p>
${within.length === 0 ? "" : `<p class="within">In ${within.map((each) => `<code>${escape(each)}</code>`).join(", ")}</p>`}
${toChain(chain)}
<p class="fix"><strong>Fix</strong> ${withCode(fix)}</p>
<p class="print">fingerprint <code>${fingerprint}</code></p>
</li>`;
}

function toChain(chain: readonly Step[]): string {
  if (chain.length < 2) return "";
  const steps = chain.map(({ name, file, line }) =>
    name === file
      ? `<li><code>${escape(`${file}:${line}`)}</code></li>`
      : `<li><code>${escape(name)}</code> <span>${escape(`${file}:${line}`)}</span></li>`,
  );
  return `<ol class="chain" aria-label="How it gets there">${steps.join("")}</ol>`;
}

function toUndecided(undecided: readonly Undecided[]): string {
  const items = undecided.map(
    ({ subject, reason }) => `<li><code>${escape(subject)}</code> ${escape(reason)}</li>`,
  );
  return `<section aria-labelledby="undecided"><h2 id="undecided">could not be decided <span class="count">${undecided.length}</span></h2><ul>${items.join("")}</ul></section>`;
}

function toDay(now: number): string {
  const options = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" } as const;
  return `${new Intl.DateTimeFormat("en-GB", options).format(now)} UTC`;
}

/** What stands between backticks is code. */
function withCode(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function escape(text: string): string {
  const signs: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", '"': "&quot;" };
  return text.replaceAll(/[&<"]/g, (sign) => signs[sign]!);
}
