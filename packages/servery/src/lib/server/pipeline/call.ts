import type { Exchange } from "../../ports/exchange.ts";
import type { IdempotencyClaim } from "./idempotency.ts";
import type { LimitHeaders } from "./limiter.ts";
import { anonymous, type Principal } from "../handling/principal.ts";
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
  /** Whether it stays open to be told of changes: that is no use of its caller's session. */
  isWatch: boolean;
  /** Set by identify; anonymous until then. */
  principal: Principal;
  /** Set by identify: whether a cookie proved the principal, which browsers send on their own. */
  isByCookie: boolean;
  /** Set by identify: whether there was a credential that does not hold. */
  isCredentialInvalid: boolean;
  /** Set by identify: the caller's address as text, past the trusted proxies. */
  address: string | undefined;
  /** Set by admit, where the operation has a limit. */
  limitHeaders: LimitHeaders | undefined;
  /** Whom the audit trail names where the principal does not. */
  actingAs: string | undefined;
  /** What is sent as `Set-Cookie`, by the cookies' names: a mutation may run twice. */
  cookies: Map<string, string> | undefined;
  /** Set by admit. */
  idempotencyKey: string | undefined;
  /** Set by decode, under an idempotency key. */
  claim: IdempotencyClaim | undefined;
  /** Set by decode for a query whose answer may be kept: the same for equal inputs. */
  key: string | undefined;
  /** Set for a call over HTTP whose address alone says what it asks, and was lately looked at. */
  alias: string | undefined;
  /** Whether the address was not: then it is answered by itself, and neither kept nor shared. */
  isFirstSight: boolean;
  /** Set by execute: the state of the data that the answer is of, by its number. */
  snapshot: number | undefined;
  /** Set by execute where the outcome was stored, so that it is written once only. */
  body: string | undefined;
  /** The body that is known to have no secrets in it. */
  clear: string | undefined;
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
    isWatch: false,
    principal: anonymous,
    isByCookie: false,
    isCredentialInvalid: false,
    address: undefined,
    limitHeaders: undefined,
    actingAs: undefined,
    cookies: undefined,
    idempotencyKey: undefined,
    claim: undefined,
    key: undefined,
    alias: undefined,
    isFirstSight: false,
    snapshot: undefined,
    body: undefined,
    clear: undefined,
    marks,
  };
}

const noParameters: readonly string[] = [];
