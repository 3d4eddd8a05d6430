import { existsSync } from "node:fs";

import { Command } from "commander";
import { serve, type ServeOptions } from "servery/node";
import type { Service, ServiceSettings } from "servery/server";

import { loadEnvironment } from "../app/environment.ts";
import { loadService } from "../app/load-module.ts";
import { note } from "../output/style.ts";
import { toExamples } from "./examples.ts";
import {
  databaseOption,
  environmentOption,
  hostOption,
  migrationsOption,
  portOption,
  serviceOption,
} from "./options.ts";

interface StartOptions {
  readonly service?: string;
  readonly port?: number;
  readonly host?: string;
  readonly database?: string;
  readonly migrations: string;
  readonly migrate?: boolean;
  readonly site?: string | false;
  readonly env?: string;
}

/** `servery start`: the service in production. */
export function createStartCommand(): Command {
  return new Command("start")
    .description("Serve in production: only migrations change the schema, nothing is watched")
    .addOption(serviceOption)
    .addOption(portOption)
    .addOption(hostOption)
    .addOption(databaseOption)
    .addOption(migrationsOption)
    .option(
      "--migrate",
      "apply migrations that the database has not had, instead of refusing to start",
    )
    .option("--site <folder>", "the built front-end (default: dist, where it has an index.html)")
    .option("--no-site", "serve no front-end")
    .addOption(environmentOption)
    .addHelpText(
      "after",
      toExamples(
        ["servery start", "serve service.ts, and dist where it was built"],
        ["PORT=80 HOST=0.0.0.0 servery start", "on every network of this machine"],
        ["servery start --migrate", "bring the database up to date first"],
      ),
    )
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  loadEnvironment(options.env);
  process.env["NODE_ENV"] ??= "production";
  const service = withSettings(await loadService(options.service), options);
  const { url } = await serve(service, toServeOptions(options));
  note(`${service.contract.title} is on ${url} (reference: ${url}/docs)`);
}

function withSettings(service: Service, options: StartOptions): Service {
  const settings: ServiceSettings = {
    // Whatever the environment or the service says: a start never changes the schema by the code.
    mode: "production",
    ...(options.database !== undefined && { database: options.database }),
    ...(existsSync(options.migrations) && { migrations: options.migrations }),
    ...(options.migrate === true && { pendingMigrations: "apply" }),
  };
  return service.with(settings);
}

function toServeOptions({ port, host, site }: StartOptions): ServeOptions {
  const directory = site ?? (existsSync("dist/index.html") ? "dist" : false);
  return {
    ...(port !== undefined && { port }),
    ...(host !== undefined && { host }),
    ...(directory !== false && { site: { directory } }),
  };
}
