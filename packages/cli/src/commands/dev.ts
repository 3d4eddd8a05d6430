import { existsSync } from "node:fs";

import { Command } from "commander";

import { loadEnvironment } from "../app/environment.ts";
import { findFile, requireFile, toShown } from "../app/find-file.ts";
import { provideCertificate } from "../dev/certificate.ts";
import { superviseDev } from "../dev/supervise.ts";
import { note } from "../output/style.ts";
import { Failure } from "../output/failure.ts";
import { toExamples } from "./examples.ts";
import {
  databaseOption,
  environmentOption,
  hostOption,
  migrationsOption,
  portOption,
  serviceOption,
} from "./options.ts";

interface DevOptions {
  readonly service?: string;
  readonly port?: number;
  readonly host?: string;
  readonly database?: string;
  readonly migrations: string;
  readonly vite?: string;
  readonly site?: boolean;
  readonly https?: boolean;
  readonly env?: string;
}

/** `servery dev`: the service and its front-end while they are written. */
export function createDevCommand(): Command {
  return new Command("dev")
    .description("Serve while you write: restarts on a change, the schema follows the tables")
    .addOption(serviceOption)
    .addOption(portOption)
    .addOption(hostOption)
    .addOption(databaseOption)
    .addOption(migrationsOption)
    .option(
      "--vite <file>",
      "the front-end's configuration of Vite (default: vite.config.ts, where there is one)",
    )
    .option("--no-site", "serve no front-end")
    .option("--https", "serve HTTPS, with a certificate of this machine's own")
    .addOption(environmentOption)
    .addHelpText(
      "after",
      toExamples(
        ["servery dev", "serve service.ts and the front-end of vite.config.ts on one port"],
        ["servery dev --port 8080 --no-site", "the service alone, on another port"],
        ["servery dev --https --host 0.0.0.0", "for the phones in this network too"],
        ["servery dev -s shop/service.ts", "a service that stands elsewhere"],
      ),
    )
    .action(dev);
}

async function dev({
  service: named,
  vite,
  site,
  env,
  https,
  migrations,
  ...rest
}: DevOptions): Promise<void> {
  loadEnvironment(env);
  const service = requireFile("service", named);
  if (vite !== undefined && !existsSync(vite))
    throw new Failure(`There is no file "${vite}". Correct --vite.`, { exitCode: 2 });
  const config = site === false ? undefined : (vite ?? findFile("vite"));
  note(`Serving ${toShown(service)}${config === undefined ? "" : ` and ${toShown(config)}`} …`);
  await superviseDev({
    ...rest,
    service,
    ...(https === true && { certificate: await provideCertificate() }),
    ...(config !== undefined && { vite: config }),
    ...(existsSync(migrations) && { migrations }),
  });
}
