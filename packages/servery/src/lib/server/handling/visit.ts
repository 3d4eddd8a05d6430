import type { Log } from "../../ports/log.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import type { UntypedFail } from "./declared-problem.ts";
import type { Random } from "./handler.ts";
import type { Principal } from "./principal.ts";

/** The request behind a handler's context, for the operations that the service itself implements. */
export interface Visit {
  readonly principal: Principal;
  /** The caller's address as text, past the trusted proxies; `undefined` where it cannot be told. */
  readonly address: string | undefined;
  header(name: string): string | undefined;
  /** Sends a `Set-Cookie` with the answer, a problem too; once for each name, the last one. */
  setCookie(name: string, cookie: string): void;
  /** Names the user for the audit trail, where the credential of the call does not: a sign-in. */
  actAs(userId: string): void;
}

/** What every operation of the service's own gets. */
interface OwnContext {
  // Each of these handlers knows the schema of its one operation.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly input: any;
  readonly fail: UntypedFail;
  now(this: void): number;
  readonly random: Random;
  readonly log: Log;
  readonly requestId: string;
  readonly visit: Visit;
}

/** What its queries get. */
export interface OwnQueryContext extends OwnContext {
  /** Kysely without its types, for the application's hooks. */
  readonly db: unknown;
  readonly system: SystemReads;
}

/** What its mutations get: the ledger, which here writes effects, undone when the mutation fails. */
export interface OwnMutationContext extends OwnQueryContext {
  readonly ledger: Ledger;
}

/** What its actions get. */
export interface OwnActionContext extends OwnContext {
  readonly system: SystemReads;
  /**
   * One transaction, audited as the operation. It may run again after a lost one, and is applied once.
   * Synchronous, for the writer serves one at a time.
   */
  transact<R>(this: void, run: (ledger: Ledger) => R): Promise<R>;
}
