import { Command } from "commander";

import { loadEnvironment } from "../app/environment.ts";
import { requireFile } from "../app/find-file.ts";
import { loadService } from "../app/load-module.ts";
import type { CheckReport } from "../check/finding.ts";
import { Failure } from "../output/failure.ts";
import { note, print } from "../output/style.ts";
import { toExamples } from "./examples.ts";
import { environmentOption, serviceOption } from "./options.ts";

interface CheckOptions {
  readonly service?: string;
  readonly json?: boolean;
  readonly env?: string;
}

/** `servery check`: what the sources of an app do that its promises do not allow. */
export function createCheckCommand(): Command {
  return new Command("check")
    .description(
      "Find what queries read that the engine cannot see: clocks, chance, state, the outside",
    )
    .addOption(serviceOption)
    .option("--json", "print the findings as JSON")
    .addOption(environmentOption)
    .addHelpText(
      "after",
      toExamples(
        ["servery check", "check the queries of service.ts, and all that they call"],
        ["servery check --json", "the findings for a program"],
      ) +
        `\n
Ends with 0 when nothing was found, 1 with findings, 2 when a handler's source could not be read.
What is meant to be is allowed on its line or the one above, with the reason:
  // servery-allow ambient: the region never changes while the process runs`,
    )
    .action(check);
}

async function check({ service: named, json, env }: CheckOptions): Promise<void> {
  loadEnvironment(env);
  const file = requireFile("service", named);
  // Only here: the parser is needed by no other command.
  const { checkService } = await import("../check/check-service.ts");
  const { recordImports } = await import("../check/source/recorded-imports.ts");
  const { printReport, summarise } = await import("../check/print-report.ts");
  const imports = recordImports();
  const service = await loadService(named);
  imports.stop();
  const report = checkService(service, file, imports);
  const text = json === true ? JSON.stringify(report, undefined, 2) : printReport(report);
  if (text !== "") print(text);
  note(summarise(report));
  const failure = toFailure(report);
  if (failure !== undefined) throw failure;
}

/** What was found is certain, and goes before what is not. */
function toFailure({ findings, undecided }: CheckReport): Failure | undefined {
  const { length } = findings;
  if (length > 0)
    return new Failure(`There ${length === 1 ? "is 1 finding" : `are ${length} findings`}.`);
  if (undecided.length === 0) return undefined;
  return new Failure(
    `It could not be decided for all: ${undecided.map(({ subject }) => subject).join(", ")}.`,
    { exitCode: 2 },
  );
}
