import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { ServeryError } from "../../base/servery-error.ts";
import type { MigrationFile } from "../../server/data/migration/migration-file.ts";

/**
 * Reads the migrations of a folder, in the order of their names.
 * @throws ServeryError `migrations_not_found` for a folder that cannot be read.
 */
export async function readMigrations(folder: string): Promise<readonly MigrationFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new ServeryError(
      "migrations_not_found",
      `The folder of migrations "${folder}" cannot be read. Make it with "servery migrate", or correct the option "migrations".`,
      { cause },
    );
  });
  const files = names.filter((name) => name.endsWith(".sql")).toSorted();
  return Promise.all(
    files.map(async (name) => ({ name, sql: await readFile(join(folder, name), "utf8") })),
  );
}
