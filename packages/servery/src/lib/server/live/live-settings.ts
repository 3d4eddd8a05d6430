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

export function toLiveSettings(
  mode: "dev" | "production",
  given: Partial<LiveSettings> = {},
): LiveSettings {
  return {
    cacheBytes: 64 * 1024 * 1024,
    maxAgeMs: 60_000,
    clockAgeMs: 1000,
    lookAroundMs: 100,
    auditEvery: mode === "dev" ? 1 : 1000,
    ...given,
  };
}
