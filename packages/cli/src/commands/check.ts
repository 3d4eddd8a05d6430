import { writeFileSync } from "node:fs";
import { basename } from "node:path";

import { Command, InvalidArgumentError, Option } from "commander";

import { loadEnvironment } from "../app/environment.ts";
import { type CheckReport, errorsOf, families, type Family } from "../check/check-report.ts";
import { Failure } from "../output/failure.ts";
import { note, print } from "../output/style.ts";
import { readVersion } from "../output/version.ts";
import { toExamples } from "./examples.ts";
import { environmentOption, serviceOption } from "./options.ts";

const formats = ["text", "json", "sarif", "html"] as const;
type Format = (typeof formats)[number];

interface CheckOptions {
  readonly service?: string;
  readonly only?: readonly Family[];
  readonly canary?: boolean;
  readonly format: Format;
  readonly json?: boolean;
  readonly out?: string;
  readonly env?: string;
}

/** `servery check`: what an app does that its promises do not allow. */
export function createCheckCommand(): Command {
  return new Command("check")
    .description("Find what leaves the server that should not, and what queries read unseen")
    .addOption(serviceOption)
    .addOption(
      new Option("--only <families>", `look for these alone: ${families.join(", ")}`).argParser(
        parseFamilies,
      ),
    )
    .option("--canary", "build once more, with a canary in the place of each secret")
    .addOption(
      new Option("-f, --format <format>", "how to report").choices(formats).default("text"),
    )
    .addOption(new Option("--json", "the same as --format json"))
    .option("-o, --out <file>", "write the report to a file")
    .addOption(environmentOption)
    .addHelpText(
      "after",
      toExamples(
        ["servery check", "check the app in this folder"],
        ["servery check --canary", "and prove it by a build, whatever the secrets' values are"],
        ["servery check --format sarif -o check.sarif", "for a code host"],
        ["servery check --format html -o check.html", "a page for people"],
      ) +
        `\n
Ends with 0 when nothing was found, 1 with findings, 2 when something could not be decided. Warnings are told, and fail nothing.
What a query is meant to read is allowed on its line or the one above, with the reason:
  // servery-allow ambient: the region never changes while the process runs
Anything else that is meant to be is suppressed in servery.boundary.json, by its fingerprint, with a reason and a last day.`,
    )
    .action(check);
}

function parseFamilies(text: string): readonly Family[] {
  const named = text.split(",").map((each) => each.trim());
  const unknown = named.filter((each) => !families.some((family) => family === each));
  if (unknown.length === 0) return named as Family[];
  throw new InvalidArgumentError(
    `There is no "${unknown.join('", "')}". Name: ${families.join(", ")}.`,
  );
}

async function check(options: CheckOptions): Promise<void> {
  loadEnvironment(options.env);
  // Only here: the parser is needed by no other command.
  const { loadApp } = await import("../check/app-under-check.ts");
  const { checkApp } = await import("../check/check-app.ts");
  const { summarise } = await import("../check/report/print-report.ts");
  const app = await loadApp(options.service);
  const report = await checkApp(app, {
    only: options.only,
    canary: options.canary,
    now: Date.now(),
  });
  const text = await write(report, options.json === true ? "json" : options.format, app.root);
  if (options.out !== undefined) writeFileSync(options.out, `${text}\n`);
  else if (text !== "") print(text);
  note(summarise(report));
  const failure = toFailure(report);
  if (failure !== undefined) throw failure;
}

async function write(report: CheckReport, format: Format, root: string): Promise<string> {
  if (format === "json") return JSON.stringify(report, undefined, 2);
  const version = readVersion();
  if (format === "text") {
    const { printReport } = await import("../check/report/print-report.ts");
    return printReport(report);
  }
  if (format === "sarif") {
    const { toSarif } = await import("../check/report/to-sarif.ts");
    return JSON.stringify(toSarif(report, { version }), undefined, 2);
  }
  const { toHtml } = await import("../check/report/to-html.ts");
  return toHtml(report, { version, now: Date.now(), app: basename(root) }).trimEnd();
}

/** What was found is certain, and goes before what is not. */
function toFailure(report: CheckReport): Failure | undefined {
  const { length } = errorsOf(report);
  if (length > 0)
    return new Failure(`There ${length === 1 ? "is 1 finding" : `are ${length} findings`}.`);
  const { undecided } = report;
  if (undecided.length === 0) return undefined;
  return new Failure(
    `It could not be decided for all: ${undecided.map(({ subject }) => subject).join(", ")}.`,
    { exitCode: 2 },
  );
}
