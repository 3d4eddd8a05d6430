import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

import { isPublicName } from "../../boundary/graph/public-names.ts";
import { isMeantForBrowsers, isNamedSecret } from "../../boundary/graph/secret-names.ts";
import type { KnownSecret } from "../../boundary/secrets/needles.ts";
import { withParts } from "../../boundary/secrets/secret-parts.ts";
import { isNeverPublic, isWorthLooking } from "./secret-looks.ts";

/** Where secrets may be told of. */
export interface SecretSources {
  /** Variables that are secrets whatever they look like. */
  readonly names: readonly string[];
  /** The folders that may have `.env` files. */
  readonly folders: readonly string[];
  /** Chooses `.env.production` and the like. */
  readonly mode: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The variables that the bundler gives to browsers, by a prefix of the app's own too. */
  readonly given: ReadonlySet<string>;
  /** The values of `.env` files as the bundler has put them together, where it has: with what they refer to filled in. */
  readonly loaded: Readonly<Record<string, string>>;
}

/** Shorter ones are found everywhere. */
const shortest = 16;

/**
 * The secrets of a build: those that are named, with their parts, what `.env` files keep from browsers, and what the
 * environment calls a secret. A name may have several values; each is one.
 */
export function findKnownSecrets(sources: SecretSources): readonly KnownSecret[] {
  const { names, environment, loaded, given } = sources;
  const files = readEnvFiles(sources);
  const published = findPublished(sources, files);
  const found: KnownSecret[] = [];
  const add = (name: string, values: readonly (string | undefined)[]) => {
    for (const value of new Set(values))
      if (value !== undefined && value.length >= shortest) found.push({ name, value });
  };
  const addKept = (name: string, values: readonly (string | undefined)[]) => {
    const isKept = (value = "") =>
      isWorthLooking(name, value) && (isNeverPublic(name, value) || !published.has(value));
    add(name, values.filter(isKept));
  };
  for (const name of names)
    add(name, [environment[name], loaded[name], ...(files.get(name) ?? [])]);
  // Of what is named its parts do harm alone; of what only looks like a secret they may be meant for browsers.
  found.push(...found.splice(0).flatMap(withParts));
  for (const [name, values] of files)
    if (
      !names.includes(name) &&
      !isMeantForBrowsers(name) &&
      !(given.has(name) && !isNamedSecret(name))
    )
      addKept(name, [...values, loaded[name]]);
  for (const [name, value] of Object.entries(environment))
    if (!names.includes(name) && !files.has(name) && isNamedSecret(name)) addKept(name, [value]);
  return found;
}

/** The values of variables that browsers are given by a public prefix: `VITE_FIREBASE_API_KEY=$FIREBASE_API_KEY`. */
function findPublished(
  { environment, loaded }: SecretSources,
  files: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string | undefined> {
  const names = [...files.keys(), ...Object.keys(environment), ...Object.keys(loaded)];
  const values = (name: string) => [environment[name], loaded[name], ...(files.get(name) ?? [])];
  return new Set(names.filter((name) => isPublicName(name)).flatMap(values));
}

/** Values by name, of all files that a bundler would read. What one overrides is a secret too. */
function readEnvFiles({ folders, mode }: SecretSources): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  const endings = ["", ".local", `.${mode}`, `.${mode}.local`];
  for (const folder of folders)
    for (const ending of endings)
      for (const [name, value = ""] of Object.entries(readEnvFile(join(folder, `.env${ending}`))))
        values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}

function readEnvFile(path: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch {
    return {};
  }
}
