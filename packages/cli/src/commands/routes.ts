import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, extname, relative, resolve, sep } from "node:path";

import { Command } from "commander";
import { printRouteArtefact, toRouteArtefact } from "servery";

import { loadContract, loadContractModule, type ModuleOptions } from "../app/load-module.ts";
import { Failure } from "../output/failure.ts";
import { printRoutes, toRouteLines } from "../output/route-table.ts";
import { note, print } from "../output/style.ts";
import { toExamples } from "./examples.ts";
import { contractOption, serviceOption } from "./options.ts";

interface RoutesOptions extends ModuleOptions {
  readonly emit?: string;
  readonly export?: string;
  readonly json?: boolean;
}

/** `servery routes`: what a contract serves, for people, programs and bundlers. */
export function createRoutesCommand(): Command {
  return new Command("routes")
    .description("List the routes, or write them for a browser's bundle")
    .addOption(serviceOption)
    .addOption(contractOption)
    .option("--json", "list them as JSON")
    .option(
      "--emit <file>",
      "write the module that stands in for the contract in a browser: .ts or .js",
    )
    .option("--export <name>", "which of the module's contracts to write")
    .addHelpText(
      "after",
      toExamples(
        ["servery routes", "list the routes"],
        [
          "servery routes --emit web/routes.ts",
          "write them without schemas; Vite needs no file, it has servery/vite",
        ],
      ),
    )
    .action(listOrEmit);
}

async function listOrEmit(options: RoutesOptions): Promise<void> {
  if (options.emit !== undefined) return emit(options.emit, options);
  const lines = toRouteLines(await loadContract(options));
  print(options.json === true ? JSON.stringify(lines, undefined, 2) : printRoutes(lines));
}

async function emit(target: string, options: RoutesOptions): Promise<void> {
  const isTyped = /^\.[cm]?ts$/.test(extname(target));
  if (!isTyped && !/^\.m?js$/.test(extname(target)))
    throw new Failure(
      `"${target}" is neither .ts nor .js, and the artefact is a module. Correct --emit.`,
      { exitCode: 2 },
    );
  const { contract, file, exportName } = await loadContractModule(options.contract, options.export);
  const typesFrom = toSpecifier(dirname(resolve(target)), file);
  const text = printRouteArtefact(toRouteArtefact(contract), {
    exportName,
    ...(isTyped && { typesFrom }),
  });
  mkdirSync(dirname(resolve(target)), { recursive: true });
  writeFileSync(target, text);
  note(
    `Wrote ${target}: ${contract.list.length} routes of "${contract.name}", as its export "${exportName}".`,
  );
}

function toSpecifier(from: string, file: string): string {
  const path = relative(from, file).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
}
