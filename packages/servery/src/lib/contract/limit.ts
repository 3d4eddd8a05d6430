type Unit = "second" | "minute" | "hour" | "day";

/** A rate such as `"10/minute"`. */
export type Rate = `${number}/${Unit}`;

/** How often an operation may be called: a rate for each caller, or the details. */
export type Limit =
  | Rate
  | {
      readonly rate: Rate;
      /** How many calls may come at once; the rate's count by default. */
      readonly burst?: number;
      /** Whether each caller has a quota (the default) or all share one. */
      readonly per?: "caller" | "operation";
    };

/** A limit with its numbers. */
export interface LimitPolicy {
  /** Calls per window. */
  readonly quota: number;
  readonly windowSeconds: number;
  readonly burst: number;
  readonly per: "caller" | "operation";
}

const seconds: Record<Unit, number> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** Reads a limit; a string that is no rate throws a `TypeError` that says what to write. */
export function parseLimit(limit: Limit): LimitPolicy {
  const { rate, burst, per = "caller" } = typeof limit === "string" ? { rate: limit } : limit;
  const match = /^([1-9]\d*)\/(second|minute|hour|day)$/.exec(rate);
  if (match === null)
    throw new TypeError(
      `the limit "${rate}" is no rate: write it as "10/minute" (second, minute, hour or day)`,
    );
  const quota = Number(match[1]);
  if (burst !== undefined && (!Number.isInteger(burst) || burst < 1))
    throw new TypeError(`the burst ${burst} is no count: write a whole number from 1`);
  return { quota, windowSeconds: seconds[match[2] as Unit], burst: burst ?? quota, per };
}
