import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

import { keyKindOf } from "servery/boundary";

/** A file of variables. */
export interface EnvFile {
  readonly path: string;
  /** `undefined` where it cannot be read. */
  readonly text: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
}

/** Reads the `.env` files of folders. Examples, which are committed and have no values, are left out. */
export function readEnvFiles(folders: readonly string[]): readonly EnvFile[] {
  return [...new Set(folders)].flatMap(findEnvFiles).map(readEnvFile);
}

function readEnvFile(path: string): EnvFile {
  try {
    const text = readFileSync(path, "utf8");
    return { path, text, variables: parseEnv(text) as Record<string, string> };
  } catch {
    return { path, text: undefined, variables: {} };
  }
}

function findEnvFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter(
    (name) =>
      /^\.env(?:\.|$)/.test(name) && !/\.(?:example|sample|template|dist|defaults?)$/.test(name),
  );
  return names
    .toSorted()
    .map((name) => join(folder, name))
    .filter(isThere);
}

/** Not of Python's folder of that name, nor of a link that leads nowhere. */
function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** What of a value says that it is a secret, whatever its name is. */
export function secretFormOf(value: string): string | undefined {
  if (keyKindOf(value) === "secret") return "has the form of a secret key";
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i.test(value)
    ? "is an address with a password"
    : undefined;
}
