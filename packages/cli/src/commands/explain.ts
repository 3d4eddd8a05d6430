import { existsSync } from "node:fs";

import { Command } from "commander";
import type { Contract } from "servery";
import { readSettings } from "servery/node";
import type { Service, ServiceSettings } from "servery/server";

import { loadEnvironment } from "../app/environment.ts";
import { loadService } from "../app/load-module.ts";
import { type BesideOptions, toSettingsBeside } from "../app/settings-beside.ts";
import { nearestName } from "../explain/nearest-name.ts";
import { Failure } from "../output/failure.ts";
import { note, print } from "../output/style.ts";
import { toExamples } from "./examples.ts";
import { databaseOption, environmentOption, migrationsOption, serviceOption } from "./options.ts";

interface ExplainOptions extends BesideOptions {
  readonly service?: string;
  readonly as?: string;
  readonly url?: string;
  readonly json?: boolean;
  readonly env?: string;
}

/** `servery explain`: what a query rests on, and why it was run again. */
export function createExplainCommand(): Command {
  return new Command("explain")
    .description(
      "Run a query, and say what its answer rests on, for whom it is kept, why it ran again",
    )
    .argument("<operation>", "the query: products.list")
    .argument("[input]", "its input, as JSON")
    .option("--as <user>", "who calls: an e-mail address, or the id of a user (default: nobody)")
    .option("--url <origin>", "the server that runs (default: http://127.0.0.1 and PORT, or 4000)")
    .option("--json", "print it as JSON")
    .addOption(serviceOption)
    .addOption(databaseOption)
    .addOption(migrationsOption)
    .addOption(environmentOption)
    .addHelpText(
      "after",
      toExamples(
        [`servery explain products.list '{"category":"lamps"}'`, "as nobody in particular"],
        ["servery explain orders.list --as ann@example.com", "as Ann sees it"],
      ) +
        "\nIt reads the database itself; `servery dev`, where it runs, tells who watches and what made it run again.",
    )
    .action(explain);
}

async function explain(
  operation: string,
  inputText: string | undefined,
  options: ExplainOptions,
): Promise<void> {
  loadEnvironment(options.env);
  const input = inputText === undefined ? undefined : parseInput(inputText);
  const loaded = await loadService(options.service);
  requireQuery(loaded.contract, operation);
  const { as: user, json } = options;
  const service = loaded.with(await toSettings(loaded, options));
  try {
    // Only here: no other command needs them.
    const { explainQuery } = await import("../explain/explain-query.ts");
    const { askServer } = await import("../explain/ask-server.ts");
    const { printExplanation } = await import("../explain/print-explanation.ts");
    const explanation = await explainQuery(service, { operation, input, user });
    const origin = options.url ?? `http://127.0.0.1:${process.env["PORT"] ?? 4000}`;
    const watched = await askServer(origin, { operation, input, user });
    if (json === true) return print(JSON.stringify({ ...explanation, ...watched }, undefined, 2));
    print(printExplanation(explanation, watched));
    if (watched === undefined)
      note(
        `No \`servery dev\` answers on ${origin}: who watches, and what made it run again, is not known.`,
      );
  } finally {
    await service.close();
  }
}

function parseInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(
      `The input is no JSON: ${(error as Error).message}. Write it in single quotes: '{"category":"lamps"}'`,
      { exitCode: 2 },
    );
  }
}

function requireQuery({ name, list }: Contract, id: string): void {
  const found = list.find((each) => each.id === id);
  if (found === undefined) {
    const nearest = nearestName(
      id,
      list.map((each) => each.id),
    );
    const hint = nearest === undefined ? "See them: servery routes" : `Did you mean ${nearest}?`;
    throw new Failure(`The contract "${name}" has no operation "${id}". ${hint}`, { exitCode: 2 });
  }
  const { kind } = found.operation;
  if (kind === "query") return;
  const article = kind === "action" ? "an" : "a";
  throw new Failure(
    `${id} is ${article} ${kind}: it would have effects, and nothing of it is kept or watched. Only queries are explained.`,
    { exitCode: 2 },
  );
}

/** A database that is not there yet is not made: the same is read of an empty one. */
async function toSettings(loaded: Service, options: BesideOptions): Promise<ServiceSettings> {
  const settings = await toSettingsBeside(loaded, options);
  const location = options.database ?? readSettings().database;
  if (existsSync(location)) return settings;
  note(`There is no database "${location}": explained on an empty one.`);
  return { ...settings, database: ":temporary:" };
}
