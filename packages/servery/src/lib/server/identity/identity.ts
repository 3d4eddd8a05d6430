import type { Exchange } from "../../ports/exchange.ts";
import type { Log } from "../../ports/log.ts";
import type { Tables } from "../data/table.ts";
import type { Principal, UserPrincipal } from "../handling/principal.ts";
import type { AccountBook } from "./accounts.ts";
import type { AnyData } from "../data/any-data.ts";
import type { Outbox } from "./mail/outbox.ts";
import type { SecurityEvents } from "./security-events.ts";

/** What a request's credentials come to. */
export interface Identified {
  readonly principal: Principal;
  /** What it came with: a cookie is sent by browsers on their own, so it needs protection from forgery. */
  readonly credential: "none" | "cookie" | "bearer";
  /** Whether there was a credential that does not hold: unknown, expired or revoked. */
  readonly invalid: boolean;
}

/** Why it is asked who calls: something is changed in their name, or read, or they watch. */
export type Purpose = "change" | "read" | "watch";

/** What an identity gets of the service that it belongs to. */
interface IdentitySurroundings {
  readonly log: Log;
  readonly securityEvents: SecurityEvents;
  /** Called once a commit has changed something about a user's sessions, roles or account; without one, of anyone. */
  readonly onSessionsChanged?: (userId?: string) => void;
}

/** The identity of a service: its accounts, and who a request's credentials belong to. */
export interface Identity {
  /** What it keeps for itself. */
  readonly systemTables: readonly string[];
  /** What it adds to the service's own tables. */
  readonly tables: Tables;
  /** How long a proof of who somebody is counts as fresh, in milliseconds. Default ten minutes. */
  readonly freshMs?: number;
  /** Where its mails can be read, when they are not sent. */
  readonly outbox?: Outbox["outbox"] | undefined;
  /** Starts its work on a database that is open. */
  open(data: AnyData, surroundings: IdentitySurroundings): Promise<void> | void;
  /** Ends it, before the database is closed. */
  close(): Promise<void>;
  /**
   * Tells whose the credentials of a request are. A revoked one never holds, memoised or not; one that another process
   * has revoked may be read with for 20 ms more.
   * @param purpose what for: to watch is no use of a session, or one that nobody uses would never come to its end.
   * Default `"change"`.
   */
  identify(exchange: Exchange, purpose?: Purpose): Identified;
  /** A user by id or address, as if signed in now, whatever credentials there are; to explain what a user sees. */
  principalOf?(user: string): UserPrincipal | undefined;
  /** The handler of one of its operations: `sessions.list`. */
  handler(name: string): ((context: never) => unknown) | undefined;
  /** What scripts and handlers do with accounts. */
  readonly accounts?: AccountBook;
}
