import { ServeryError } from "../../base/servery-error.ts";
import type { KnownSecret } from "./needles.ts";
import { type Environment, readSecret, shortestSecret } from "./read-secrets.ts";
import { holdSecret, isOptionalSecret, type Secret } from "./secret.ts";

/** What a service says of a secret to tools: never its value. */
export interface DeclaredSecret {
  /** Of its variable in the environment. */
  readonly name: string;
  /** Whether the service starts without it. */
  readonly isOptional: boolean;
}

/** Each secret once; one that is declared twice may be left out only if both may. */
export function declareSecrets(
  secrets: readonly Secret<string | undefined>[],
): readonly DeclaredSecret[] {
  return [...Map.groupBy(secrets, ({ name }) => name)].map(([name, same]) => ({
    name,
    isOptional: same.every(isOptionalSecret),
  }));
}

/** Secrets that have their values. */
export interface OpenSecrets {
  /** What is to be looked for in all that leaves. */
  readonly known: readonly KnownSecret[];
  /** Takes the values back; the last of several services that hold a secret leaves it without one. */
  close(): void;
}

/**
 * Gives secrets their values, from the environment.
 * @throws ServeryError `invalid_secrets`, naming all that are missing, too short, or held with another value.
 */
export function openSecrets(
  secrets: readonly Secret<string | undefined>[],
  environment: Environment,
): OpenSecrets {
  const releases: (() => void)[] = [];
  const known: KnownSecret[] = [];
  const mistakes: string[] = [];
  for (const secret of new Set(secrets)) {
    const { name } = secret;
    const value = readSecret(name, environment);
    const mistake = findMistake(secret, value);
    const release = mistake === undefined ? holdSecret(secret, value) : undefined;
    if (release !== undefined) releases.push(release);
    else
      mistakes.push(
        `${name} ${mistake ?? "has another value in a service of this process that is open: use one value, or a secret() for each service"}`,
      );
    if (value !== undefined) known.push({ name, value });
  }
  const close = () => {
    for (const release of releases.splice(0)) release();
  };
  if (mistakes.length === 0) return { known, close };
  close();
  throw invalidSecrets(mistakes);
}

function findMistake(
  secret: Secret<string | undefined>,
  value: string | undefined,
): string | undefined {
  if (value === undefined) return isOptionalSecret(secret) ? undefined : "is missing";
  return value.length < shortestSecret
    ? `has fewer than ${shortestSecret} characters, so that it can be guessed, and not be told from other text`
    : undefined;
}

function invalidSecrets(mistakes: readonly string[]): ServeryError {
  const lines = [...new Set(mistakes)].map((mistake) => `  - ${mistake}`).join("\n");
  return new ServeryError(
    "invalid_secrets",
    `The environment does not have the secrets of this service:\n${lines}\nSet these variables, in a .env file or where the program is started.`,
  );
}
