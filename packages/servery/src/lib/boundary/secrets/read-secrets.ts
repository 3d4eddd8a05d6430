import type { KnownSecret } from "./needles.ts";

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The fewest characters: what is shorter may stand in an innocent text by chance, and can be guessed. */
export const shortestSecret = 16;

/** What an environment says of secrets. */
export interface SecretValues {
  readonly known: readonly KnownSecret[];
  /** Names without a value. */
  readonly missing: readonly string[];
  /** Names whose value is shorter than {@link shortestSecret}. */
  readonly short: readonly string[];
}

/** Reads the values of secrets by their names. An empty variable counts as missing. */
export function readSecrets(names: readonly string[], environment: Environment): SecretValues {
  const known: KnownSecret[] = [];
  const missing: string[] = [];
  const short: string[] = [];
  for (const name of new Set(names)) {
    const value = readSecret(name, environment);
    if (value === undefined) missing.push(name);
    else if (value.length < shortestSecret) short.push(name);
    else known.push({ name, value });
  }
  return { known, missing, short };
}

/** The value of one variable, without the space around it that files and shells leave. */
export function readSecret(name: string, environment: Environment): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name]?.trim() : undefined;
  return value === "" ? undefined : value;
}
