import { type KnownSecret, readSecrets, type Undecided } from "servery/boundary";

import type { AppUnderCheck } from "./app-under-check.ts";

/** The secrets that an app's service declares, as far as this environment has their values. */
export interface AppSecrets {
  readonly names: readonly string[];
  readonly known: readonly KnownSecret[];
  /** Those without a value here that the service needs: nothing can be said of them. */
  readonly missing: readonly Undecided[];
  /** Those that would be found by chance. */
  readonly short: readonly Undecided[];
}

/** Reads the values of an app's secrets from the environment. */
export function readAppSecrets({ service }: Pick<AppUnderCheck, "service">): AppSecrets {
  const declared = service?.service.secrets ?? [];
  const names = declared.map(({ name }) => name);
  const { known, missing, short } = readSecrets(names, process.env);
  // An optional one that is not set has no value that could be anywhere.
  const needed = new Set(declared.flatMap(({ name, isOptional }) => (isOptional ? [] : [name])));
  return {
    names,
    known,
    missing: missing
      .filter((name) => needed.has(name))
      .map((subject) => ({
        subject,
        reason:
          "its value is not in this environment, so that it cannot be looked for: set it, or check with --canary, which draws one",
      })),
    short: short.map((subject) => ({
      subject,
      reason: "its value is shorter than 16 characters, and would be found by chance",
    })),
  };
}
