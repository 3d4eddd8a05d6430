import type { Log } from "../../ports/log.ts";
import type { Call } from "./call.ts";
import type { UntypedFail } from "./declared-problem.ts";
import type { Engine } from "./engine.ts";
import type { Random, RequestHeaders } from "./handler.ts";
import type { Plan } from "./plan.ts";

/**
 * What a handler gets. A class with getters on its prototype, because one is made for every request
 * and most handlers ask for two or three of its members.
 */
export class CallContext {
  readonly input: unknown;
  readonly db: unknown;
  readonly #engine: Engine;
  readonly #call: Call;
  readonly #plan: Plan;

  constructor(engine: Engine, call: Call, plan: Plan, input: unknown, db: unknown) {
    this.#engine = engine;
    this.#call = call;
    this.#plan = plan;
    this.input = input;
    this.db = db;
  }

  get fail(): UntypedFail {
    return this.#plan.fail;
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
