import type { SystemReads } from "../data/data.ts";
import type { CurrentUser } from "../handling/current-user.ts";
import type { Random, RequestHeaders } from "../handling/handler.ts";
import type { Visit } from "../handling/visit.ts";
import type { Question } from "../live/question.ts";
import { type RunRecord, toAnswer } from "../live/run-record.ts";
import type { Call } from "./call.ts";
import { CallContext } from "./context.ts";
import type { Engine } from "./engine.ts";
import type { Plan } from "./plan.ts";

/** What a followed run is of. */
interface FollowedRun {
  readonly record: RunRecord;
  /** Of all who wait for the run. */
  readonly signal: AbortSignal;
}

/**
 * What a handler gets whose run is followed: everything that it asks of its caller, its request or the time is
 * written down, so that the result is given to those only who would have got the same.
 */
export class FollowedContext extends CallContext {
  readonly #run: FollowedRun;

  constructor(
    engine: Engine,
    call: Call,
    plan: Plan,
    input: unknown,
    db: unknown,
    run: FollowedRun,
  ) {
    super(engine, call, plan, input, db);
    this.#run = run;
  }

  override get user(): CurrentUser | undefined {
    const user = super.user;
    this.#run.record.onAsked("signed_in", toAnswer(user !== undefined));
    return user && followUser(user, this.#run.record);
  }

  override get now(): () => number {
    const now = super.now;
    return () => {
      this.#run.record.onClock();
      return now();
    };
  }

  override get random(): Random {
    this.#run.record.forbid("its handler asks for randomness");
    return super.random;
  }

  override get headers(): RequestHeaders {
    const headers = super.headers;
    return { get: (name) => followHeader(headers, name.toLowerCase(), this.#run.record) };
  }

  override get requestId(): string {
    this.#run.record.forbid("its handler asks for the request's id");
    return super.requestId;
  }

  override get signal(): AbortSignal {
    return this.#run.signal;
  }

  override get visit(): Visit {
    this.#run.record.forbid("its handler looks at the whole request");
    return super.visit;
  }

  override get system(): SystemReads {
    this.#run.record.forbid("its handler reads what is the engine's own");
    return super.system;
  }
}

function followUser(user: CurrentUser, record: RunRecord): CurrentUser {
  return {
    get id() {
      record.onAsked("user", user.id);
      return user.id;
    },
    get credentialId() {
      record.onAsked("credential", user.credentialId);
      return user.credentialId;
    },
    has(what) {
      const holds = user.has(what);
      const question: Question = `${what.kind}:${what.name}`;
      record.onAsked(question, toAnswer(holds));
      return holds;
    },
  };
}

/** Headers that prove who calls are secrets, and different for every caller. */
const secret = /^(?:cookie|authorization|proxy-authorization)$/;
/** A longer one tells nearly every caller apart. */
const longest = 200;

function followHeader(
  headers: RequestHeaders,
  name: string,
  record: RunRecord,
): string | undefined {
  const value = headers.get(name);
  if (secret.test(name) || (value ?? "").length > longest)
    record.forbid(`its handler reads the header "${name}"`);
  else record.onAsked(`header:${name}`, value ?? null);
  return value;
}
