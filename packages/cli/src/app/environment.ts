import { existsSync } from "node:fs";

import { Failure } from "../output/failure.ts";

/**
 * Reads variables from a file of lines `NAME=value`. What the environment already has stays. The
 * file `.env` is read where there is one; one that was named must exist.
 */
export function loadEnvironment(file: string | undefined): void {
  if (file !== undefined && !existsSync(file))
    throw new Failure(`There is no file "${file}". Correct --env.`, { exitCode: 2 });
  const found = file ?? (existsSync(".env") ? ".env" : undefined);
  if (found !== undefined) process.loadEnvFile(found);
}
