import type { Plan, Role } from "../../contract/access.ts";

/** Until when something is given. */
export interface GrantOptions {
  /** When a plan ends, in epoch milliseconds. Default: it does not. */
  readonly until?: number | null;
}

/** Roles and plans, given and taken in the transaction of the handler that does so. */
export interface GrantBook {
  /**
   * Gives a role, or a plan until a time; what was given before is replaced. It holds from the commit on.
   * @throws ServeryError `no_account`.
   */
  grant(this: void, userId: string, what: Role | Plan, options?: GrantOptions): void;
  /**
   * Takes a role or a plan; from the commit on it no longer holds, for sessions that are signed in either.
   * @throws ServeryError `no_account`.
   */
  revoke(this: void, userId: string, what: Role | Plan): void;
}
