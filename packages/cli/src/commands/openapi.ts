import { writeFileSync } from "node:fs";

import { Command } from "commander";
import { toOpenApi } from "servery";

import { loadContract, type ModuleOptions } from "../app/load-module.ts";
import { note, print } from "../output/style.ts";
import { toExamples } from "./examples.ts";
import { contractOption, serviceOption } from "./options.ts";

interface OpenApiOptions extends ModuleOptions {
  readonly output?: string;
}

/** `servery openapi`: the contract as an OpenAPI document. */
export function createOpenApiCommand(): Command {
  return new Command("openapi")
    .description("Write the contract as an OpenAPI 3.1 document")
    .addOption(serviceOption)
    .addOption(contractOption)
    .option("-o, --output <file>", "write to a file instead of standard output")
    .addHelpText(
      "after",
      toExamples(
        ["servery openapi", "print the document of service.ts"],
        ["servery openapi -o openapi.json", "write it to a file"],
        ["servery openapi -c shop/contract.ts", "of a contract without its service"],
      ),
    )
    .action(writeDocument);
}

async function writeDocument({ output, ...modules }: OpenApiOptions): Promise<void> {
  const text = JSON.stringify(toOpenApi(await loadContract(modules)), undefined, 2);
  if (output === undefined) return print(text);
  writeFileSync(output, `${text}\n`);
  note(`Wrote ${output}.`);
}
