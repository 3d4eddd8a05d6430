import { ServeryError } from "../../base/servery-error.ts";

/** How results are kept and watched. Times are in milliseconds. */
export interface LiveSettings {
  /** Bytes of results that are kept, beside those that are watched. Default 64 MiB; 0 keeps none. */
  readonly cacheBytes: number;
  /**
   * The age at which a result is read anew though nothing that it rests on is known to have changed: for what
   * cannot be followed, as a clock that the handler reads by itself, or a variable of its module. Default 60,000.
   */
  readonly maxAgeMs: number;
  /** The same for a result whose handler has asked `now()`. Default 1,000. */
  readonly clockAgeMs: number;
  /** How often it is looked whether another process has written, while anything is watched. Default 100. */
  readonly lookAroundMs: number;
  /**
   * Of how many answers from the cache one is compared with what the query would answer now. A difference that
   * no change explains is reported in the log. Default 1,000; in dev 1. 0 compares none.
   */
  readonly auditEvery: number;
}

const defaults: LiveSettings = {
  cacheBytes: 64 * 1024 * 1024,
  maxAgeMs: 60_000,
  clockAgeMs: 1000,
  lookAroundMs: 100,
  auditEvery: 1000,
};

/** The least that a setting may be; timers take no more than a signed integer of 32 bits. */
const least: LiveSettings = {
  cacheBytes: 0,
  maxAgeMs: 1,
  clockAgeMs: 0,
  lookAroundMs: 1,
  auditEvery: 0,
};
const most = 2 ** 31 - 1;

/**
 * Completes settings with their defaults.
 * @throws ServeryError `invalid_limits` naming every setting that is unknown or cannot be.
 */
export function toLiveSettings(
  mode: "dev" | "production",
  given: Partial<LiveSettings> = {},
): LiveSettings {
  const mistakes = Object.entries(given).flatMap(([name, value]) => {
    if (!Object.hasOwn(defaults, name)) return [`there is no setting "${name}"`];
    const smallest = least[name as keyof LiveSettings];
    const largest = name === "cacheBytes" ? Number.MAX_SAFE_INTEGER : most;
    return typeof value === "number" && value >= smallest && value <= largest
      ? []
      : [`${name} must be between ${smallest} and ${largest}, not ${value}`];
  });
  if (mistakes.length > 0)
    throw new ServeryError(
      "invalid_limits",
      `The settings of live queries cannot be used: ${mistakes.join("; ")}.`,
    );
  return { ...defaults, ...(mode === "dev" && { auditEvery: 1 }), ...given };
}
