import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { Command, Option } from "commander";

import { loadEnvironment } from "../app/environment.ts";
import { findFile, places } from "../app/find-file.ts";
import { loadMatrix } from "../app/load-module.ts";
import { Failure } from "../output/failure.ts";
import { note, print } from "../output/style.ts";
import { toExamples } from "./examples.ts";
import { environmentOption } from "./options.ts";

interface MatrixOptions {
  readonly format: "text" | "markdown";
  readonly output?: string;
  readonly env?: string;
}

/** `servery matrix`: who gets through which door, and to whose rows. */
export function createMatrixCommand(): Command {
  return new Command("matrix")
    .description("Call every operation as everybody, and print who was let through")
    .argument("[file]", "the module whose default export is the matrix (default: matrix.ts)")
    .addOption(
      new Option("-f, --format <name>", "how the table is written")
        .choices(["text", "markdown"])
        .default("text"),
    )
    .option("-o, --output <file>", "write it to a file")
    .addOption(environmentOption)
    .addHelpText(
      "after",
      toExamples(
        ["servery matrix", "fails when anything is not as the contract and matrix.ts say"],
        ["servery matrix -f markdown -o access.md", "a report to be read"],
      ) + "\nIt calls a copy of the service, on a database of its own; no mail is sent.",
    )
    .action(printIt);
}

async function printIt(named: string | undefined, options: MatrixOptions): Promise<void> {
  loadEnvironment(options.env);
  const matrix = await loadMatrix(findMatrix(named));
  // Only here: no other command needs it.
  const { printMatrix, runMatrix } = await import("servery/testing");
  const report = await runMatrix(matrix);
  const text = printMatrix(report, { format: options.format });
  if (options.output === undefined) print(text);
  else writeFileSync(options.output, `${text}\n`);
  if (!report.passed)
    throw new Failure(
      `The service is not as its matrix says in ${report.failures.length === 1 ? "one thing" : `${report.failures.length} things`}.`,
    );
  if (options.output !== undefined) note(`Wrote ${options.output}.`);
}

function findMatrix(named: string | undefined): string {
  const found = named === undefined ? findFile("matrix") : resolve(named);
  if (found !== undefined && existsSync(found)) return found;
  const looked = named === undefined ? places.matrix.join(", ") : `"${named}"`;
  throw new Failure(
    `No matrix was found in ${process.cwd()}: looked for ${looked}. Name its file: servery matrix path/to/matrix.ts`,
    { exitCode: 2 },
  );
}
