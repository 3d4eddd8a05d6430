import { InvalidArgumentError, Option } from "commander";

/** Options that several commands have, each said once. */
export const serviceOption = new Option(
  "-s, --service <file>",
  "the module whose default export is the service (default: service.ts or src/service.ts)",
);
export const contractOption = new Option(
  "-c, --contract <file>",
  "the module that exports the contract (default: contract.ts or src/contract.ts)",
);
export const portOption = new Option(
  "-p, --port <number>",
  "the port (default: PORT, or 4000)",
).argParser(parsePort);
export const hostOption = new Option(
  "--host <address>",
  "the address to listen on (default: HOST, or 127.0.0.1: this machine alone)",
);
export const databaseOption = new Option(
  "-d, --database <file>",
  "the database's file (default: SERVERY_DATABASE, or servery.db)",
);
export const migrationsOption = new Option(
  "-m, --migrations <folder>",
  "the folder of the migrations",
).default("migrations");
export const environmentOption = new Option(
  // Not `--env-file`: node takes that for its own, wherever it stands.
  "--env <file>",
  "a file of variables, NAME=value (default: .env, where there is one)",
);

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
}
