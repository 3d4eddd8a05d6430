import { Command, CommanderError } from "commander";

import { createAdminCommand } from "./commands/admin.ts";
import { createCheckCommand } from "./commands/check.ts";
import { createDevCommand } from "./commands/dev.ts";
import { createExplainCommand } from "./commands/explain.ts";
import { createMatrixCommand } from "./commands/matrix.ts";
import { createMigrateCommand } from "./commands/migrate.ts";
import { createOpenApiCommand } from "./commands/openapi.ts";
import { createPlaceCommand } from "./commands/place.ts";
import { createRoutesCommand } from "./commands/routes.ts";
import { createStartCommand } from "./commands/start.ts";
import { Failure, printError } from "./output/failure.ts";
import { style } from "./output/style.ts";
import { readVersion } from "./output/version.ts";

/** Runs a command. Resolves to the exit code: 0 when it went well, 1 when it failed, 2 when it was asked wrongly. */
export async function run(args: readonly string[]): Promise<number> {
  process.stdout.on("error", endQuietly);
  try {
    await createProgram().parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // Commander has printed its own: help and version are no failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    printError(error);
    return error instanceof Failure ? error.exitCode : 1;
  }
}

/** The reader of a pipe has seen enough: `servery routes | head`. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
}

function createProgram(): Command {
  const program = new Command("servery")
    .description("One typed contract, a service that implements it, a client that calls it.")
    .version(readVersion(), "-v, --version")
    .helpCommand(true)
    .addHelpText(
      "after",
      "\nColours are shown on a terminal only, never where NO_COLOR is set. DEBUG=1 shows stacks.",
    );
  const commands = [
    createDevCommand(),
    createStartCommand(),
    createMigrateCommand(),
    createOpenApiCommand(),
    createRoutesCommand(),
    createAdminCommand(),
    createMatrixCommand(),
    createCheckCommand(),
    createExplainCommand(),
    createPlaceCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...commands])
    command
      .exitOverride()
      .showHelpAfterError(`See: ${command === program ? "" : "servery "}${command.name()} --help`)
      .configureHelp({ styleTitle: (title) => style("bold", title) });
  return program;
}
