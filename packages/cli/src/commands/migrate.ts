import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Command, Option } from "commander";
import {
  applyMigrations,
  readMigrations,
  readSettings,
  sqlite,
  writeMigration,
} from "servery/node";
import type { Database, MigrationFile, Tables } from "servery/server";

import { loadEnvironment } from "../app/environment.ts";
import { loadService } from "../app/load-module.ts";
import { Failure } from "../output/failure.ts";
import { note, print, style } from "../output/style.ts";
import { toExamples } from "./examples.ts";
import { databaseOption, environmentOption, migrationsOption, serviceOption } from "./options.ts";

interface MigrateOptions {
  readonly service?: string;
  readonly migrations: string;
  readonly database?: string;
  readonly name?: string;
  readonly check?: boolean;
  readonly apply?: boolean;
  readonly plan?: boolean;
  readonly env?: string;
}

/** `servery migrate`: SQL files that lead the database's schema after the code's tables. */
export function createMigrateCommand(): Command {
  return new Command("migrate")
    .description("Write the next migration as a SQL file to review, or apply what was written")
    .addOption(serviceOption)
    .addOption(migrationsOption)
    .option("-n, --name <words>", "what the file is named after, such as add-stock")
    .addOption(
      new Option("--plan", "print what the file would say, and write nothing").conflicts([
        "check",
        "apply",
      ]),
    )
    .addOption(
      new Option("--check", "write nothing; fail when a migration is missing").conflicts([
        "apply",
        "name",
      ]),
    )
    .addOption(new Option("--apply", "apply what the database has not had").conflicts("name"))
    .addOption(databaseOption)
    .addOption(environmentOption)
    .addHelpText(
      "after",
      toExamples(
        [
          "servery migrate --name add-stock",
          "write migrations/0002-add-stock.sql, if the tables have changed",
        ],
        ["servery migrate --apply", "apply the files to the database, each in a transaction"],
        ["servery migrate --check", "in CI: fails when the tables have changed without a file"],
      ),
    )
    .action(migrate);
}

async function migrate(options: MigrateOptions): Promise<void> {
  loadEnvironment(options.env);
  const service = await loadService(options.service);
  const files = existsSync(options.migrations) ? await readMigrations(options.migrations) : [];
  if (options.apply === true) return apply(options, files, service.tables);
  const text = planNext(files, service.tables);
  if (text === undefined)
    return note(`${options.migrations} says all that the tables need: nothing to write.`);
  if (options.check === true) throw missingMigration(options, text);
  if (options.plan === true) return print(text.trimEnd());
  write(options, files, text);
}

/** Tries the files in a database of their own, so that nobody's data is needed to write the next. */
function planNext(files: readonly MigrationFile[], tables: Tables): string | undefined {
  return withDatabase(":temporary:", (scratch) => writeMigration(scratch, files, tables));
}

function write(
  { migrations, name }: MigrateOptions,
  files: readonly MigrationFile[],
  text: string,
): void {
  const number = Math.max(0, ...files.map((file) => Number.parseInt(file.name, 10) || 0)) + 1;
  const words = toWords(name ?? (number === 1 ? "first" : "change"));
  const file = join(migrations, `${String(number).padStart(4, "0")}-${words}.sql`);
  mkdirSync(migrations, { recursive: true });
  writeFileSync(file, text, { flag: "wx" });
  print(`${style("green", "wrote")} ${file}`);
  print(text.trimEnd().replaceAll(/^(?=.)/gm, "  "));
  if (/^-- servery: refuse-destructive/m.test(text))
    note(
      style(
        "yellow",
        "It destroys data, and is refused until the file says that it is meant: see its first lines.",
      ),
    );
  note("Review it, commit it, then apply it: servery migrate --apply");
}

function toWords(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  if (words !== "") return words;
  throw new Failure(`"${name}" has no letter or digit to name a file after. Correct --name.`, {
    exitCode: 2,
  });
}

function apply(
  { migrations, database }: MigrateOptions,
  files: readonly MigrationFile[],
  tables: Tables,
): void {
  const location = database ?? readSettings().database;
  if (files.length === 0)
    throw new Failure(
      `There are no migrations in "${migrations}". Write the first: servery migrate`,
    );
  const applied = withDatabase(location, (opened) =>
    applyMigrations(opened, files, tables, Date.now),
  );
  for (const name of applied) print(`${style("green", "applied")} ${name}`);
  if (applied.length === 0)
    note(`${location} has had all ${files.length} migrations: nothing to apply.`);
}

function withDatabase<R>(location: string, use: (database: Database) => R): R {
  const database = sqlite(location);
  try {
    return use(database);
  } finally {
    database.close();
  }
}

function missingMigration({ migrations }: MigrateOptions, text: string): Failure {
  const sql = text.trimEnd().replaceAll(/^(?=.)/gm, "  ");
  return new Failure(
    `The tables have changed without a migration in "${migrations}". Write it: servery migrate\n${sql}`,
  );
}
