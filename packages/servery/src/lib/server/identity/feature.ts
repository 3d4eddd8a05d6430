import type { SignInResult, Tokens } from "../../contract/identity/shapes.ts";
import type { ArgumentsOf, Operation, OutputOf } from "../../contract/operation.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import type { CredentialKind } from "../handling/principal.ts";
import type { OwnActionContext, OwnMutationContext, OwnQueryContext } from "../handling/visit.ts";
import type { AnyData } from "../data/any-data.ts";
import type { CreatedSession } from "./sessions.ts";

type OwnContextOf<O extends Operation> = O["kind"] extends "action"
  ? OwnActionContext
  : O["kind"] extends "mutation"
    ? OwnMutationContext
    : OwnQueryContext;

/** What the handler of one of identity's operations gets. */
type IdentityContext<O extends Operation> = Omit<OwnContextOf<O>, "input"> & {
  readonly input: ArgumentsOf<O>;
};

/** Implements one of identity's operations. */
export type IdentityHandler<O extends Operation> = (
  context: IdentityContext<O>,
) => OutputOf<O> | Promise<OutputOf<O>>;

/** Any of them: each knows its own operation, and the pipeline pairs them by name. */
type OwnHandler = (context: never) => unknown;

/**
 * One part of an identity: the tables that it keeps, the operations that it implements, and where it
 * takes part in what others do. Made once for each service, for the operations that its contract has.
 */
export interface IdentityFeature {
  readonly systemTables?: readonly string[];
  /** By the operations' places in the tree: `sessions.list`. */
  readonly handlers?: Readonly<Record<string, OwnHandler>>;
  /** Credentials that come as `Authorization: Bearer …`. */
  readonly bearers?: readonly BearerKind[];
  readonly secondFactor?: SecondFactor;
  readonly tokens?: TokenIssuer;
  /** What of a user it keeps, for the export of their data: nothing that is secret. */
  readonly exported?: (reads: SystemReads, userId: string) => Readonly<Record<string, unknown>>;
  /** How many ways to sign in it knows for a user: a password, passkeys, accounts elsewhere. */
  waysIn?(reads: SystemReads, userId: string): number;
  /** Ends what it keeps that could be used in the place of the sessions that end. */
  endCredentials?(ledger: Ledger, userId: string, why: CredentialsEnd): void;
  /** Starts its work on a database that is open. */
  open?(data: AnyData): Promise<void> | void;
  /** Ends it, before the database is closed. */
  close?(): Promise<void>;
}

/** A kind of bearer credential, told by what its tokens start with. */
export interface BearerKind {
  readonly prefix: string;
  /** Looks a token up: synchronously, and only what is committed. Its answer is memoised by its token. */
  find(reads: SystemReads, token: string, now: number): FoundCredential | undefined;
}

/** A credential that is kept, and that no time has ended yet. */
export interface FoundCredential {
  readonly userId: string;
  readonly credential: CredentialKind;
  /** Names the session or the key; no secret. */
  readonly credentialId: string;
  /** What an API key may do; `undefined` for a user's own sessions. */
  readonly scopes: ReadonlySet<string> | undefined;
  readonly authenticatedAt: number;
  /** Epoch milliseconds; `Infinity` for what does not end by itself. */
  readonly expiresAt: number;
  /** After how long without use it ends. `Infinity` for what does not. */
  readonly idleMs: number;
  readonly lastUsedAt: number;
  /** Notes that it was used; at most once an hour. */
  touch(ledger: Ledger, now: number): void;
}

/** Why credentials end: the password was changed by its owner, reset by mail, or the account disabled. */
export type CredentialsEnd = "password" | "reset" | "disabled";

type Factors = Extract<SignInResult, { status: "second_factor_required" }>["factors"];

/** What is asked for beside a password. */
export interface SecondFactor {
  /** What a user has set up; none where a password is enough. */
  factors(reads: SystemReads, userId: string): Factors;
}

/** Gives out the tokens of a session that has just begun. */
export interface TokenIssuer {
  issue(ledger: Ledger, session: CreatedSession & { readonly userId: string }, now: number): Tokens;
}
