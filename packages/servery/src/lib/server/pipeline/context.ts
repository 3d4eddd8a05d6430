import { ServeryError } from "../../base/servery-error.ts";
import type { Log } from "../../ports/log.ts";
import type { Call } from "./call.ts";
import type { UntypedFail } from "../handling/declared-problem.ts";
import type { Engine } from "./engine.ts";
import { type CurrentUser, toCurrentUser } from "../handling/current-user.ts";
import type { GrantBook } from "../handling/grant-book.ts";
import type { Random, RequestHeaders } from "../handling/handler.ts";
import type { Visit } from "../handling/visit.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import type { Plan } from "./plan.ts";

/**
 * What a handler gets. A class with getters on its prototype, because one is made for every request
 * and most handlers ask for two or three of its members.
 */
export class CallContext {
  readonly input: unknown;
  readonly db: unknown;
  /** In a mutation, for the service's own operations. */
  readonly ledger: Ledger | undefined;
  readonly #engine: Engine;
  readonly #call: Call;
  readonly #plan: Plan;

  constructor(
    engine: Engine,
    call: Call,
    plan: Plan,
    input: unknown,
    db: unknown,
    ledger?: Ledger,
  ) {
    this.#engine = engine;
    this.#call = call;
    this.#plan = plan;
    this.input = input;
    this.db = db;
    this.ledger = ledger;
  }

  get fail(): UntypedFail {
    return this.#plan.fail;
  }

  get user(): CurrentUser | undefined {
    return toCurrentUser(this.#call.principal, this.#engine.now);
  }

  /** For the service's own operations. */
  get visit(): Visit {
    return toVisit(this.#call);
  }

  /** For the service's own operations. */
  get system(): SystemReads {
    return this.#engine.data!.system;
  }

  get accounts(): GrantBook {
    return openAccounts(this.#engine, this.ledger);
  }

  get now(): () => number {
    return this.#engine.now;
  }

  get random(): Random {
    return this.#engine.random;
  }

  get log(): Log {
    return this.#engine.log.child({ requestId: this.#call.requestId, operation: this.#plan.id });
  }

  get signal(): AbortSignal {
    return this.#call.exchange.signal;
  }

  get headers(): RequestHeaders {
    const { exchange } = this.#call;
    return { get: (name) => exchange.header(name.toLowerCase()) };
  }

  get requestId(): string {
    return this.#call.requestId;
  }

  get operation(): string {
    return this.#plan.id;
  }
}

/** The accounts of a service, in the transaction of a ledger. */
export function openAccounts(
  { identity, contract }: Engine,
  ledger: Ledger | undefined,
): GrantBook {
  const book = (): GrantBook => {
    if (identity?.accounts !== undefined && ledger !== undefined)
      return identity.accounts.inTransaction(ledger);
    throw new ServeryError(
      "no_identity",
      `There are no accounts here to grant anything to: add \`...identity()\` to the operations of "${contract.name}", and grant in a mutation or in a write of an action.`,
    );
  };
  return {
    grant: (userId, what, options) => book().grant(userId, what, options),
    revoke: (userId, what) => book().revoke(userId, what),
  };
}

function toVisit(call: Call): Visit {
  return {
    principal: call.principal,
    address: call.address,
    header: (name) => call.exchange.header(name),
    setCookie: (name, cookie) => void (call.cookies ??= new Map()).set(name, cookie),
    actAs: (userId) => void (call.actingAs = userId),
  };
}
