import type { Exchange } from "../../ports/exchange.ts";
import type { IdempotencyClaim } from "./idempotency.ts";
import type { Principal } from "./identify.ts";
import type { Plan } from "./plan.ts";

/** One request on its way through the stages; each fills in what the next ones need. */
export interface Call {
  readonly exchange: Exchange;
  readonly requestId: string;
  /** On the platform's monotonic clock. */
  readonly startedAt: number;
  /** Set by match. */
  plan: Plan | undefined;
  /** Set by match where the path was found, but not with the method. */
  pattern: string | undefined;
  parameters: readonly string[];
  query: string;
  /** Set by identify. */
  principal: Principal | undefined;
  /** Set by admit. */
  idempotencyKey: string | undefined;
  /** Set by decode, under an idempotency key. */
  claim: IdempotencyClaim | undefined;
  /** Set by execute where the outcome was stored, so that it is written once only. */
  body: string | undefined;
  /** When each stage ended; in dev only. */
  readonly marks: [stage: string, at: number][] | undefined;
}

/** Starts a call, with every member that it will ever have, so that all calls have one shape. */
export function createCall(
  exchange: Exchange,
  requestId: string,
  startedAt: number,
  marks: [string, number][] | undefined,
): Call {
  return {
    exchange,
    requestId,
    startedAt,
    plan: undefined,
    pattern: undefined,
    parameters: noParameters,
    query: "",
    principal: undefined,
    idempotencyKey: undefined,
    claim: undefined,
    body: undefined,
    marks,
  };
}

const noParameters: readonly string[] = [];
