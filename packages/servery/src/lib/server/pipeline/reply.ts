import type { Reply } from "../../ports/exchange.ts";
import { bearerChallenge, requestIdHeader, snapshotHeader } from "../../protocol/headers.ts";
import type { ProblemDetails } from "../../protocol/problem-details.ts";
import { refuse } from "../handling/refusal.ts";
import type { Call } from "./call.ts";
import { reportLeak } from "./egress/leak.ts";
import type { Engine } from "./engine.ts";

/** Makes a reply: a copy of precomputed headers, and those that every answer has of its own. */
export function createReply(
  engine: Engine,
  call: Call,
  status: number,
  base: Readonly<Record<string, string>>,
  body: string | Uint8Array | undefined,
): { status: number; headers: Record<string, string>; body: string | Uint8Array | undefined } {
  const headers: Record<string, string> = { ...base };
  headers[requestIdHeader] = call.requestId;
  if (call.snapshot !== undefined && engine.live !== undefined)
    headers[snapshotHeader] = engine.live.token(call.snapshot);
  if (call.limitHeaders !== undefined) Object.assign(headers, call.limitHeaders);
  engine.cors?.apply(call.exchange, headers);
  return { status, headers, body };
}

/** Makes the reply of a problem (RFC 9457). */
export function createProblemReply(
  engine: Engine,
  call: Call,
  problem: ProblemDetails,
  headers: Readonly<Record<string, string>>,
): Reply {
  const whole = completeProblem(engine, call, problem);
  const body = JSON.stringify(whole);
  if (!engine.egress.isIdle) call.clear = body;
  const reply = createReply(engine, call, whole.status, engine.headers.problem, body);
  // RFC 9110 §15.5.2: no 401 without it.
  if (whole.status === 401) reply.headers["www-authenticate"] = bearerChallenge;
  Object.assign(reply.headers, headers);
  return reply;
}

/**
 * A problem as the caller gets it: with its whole `type`, and the request that met it. In the place of one that has a secret
 * in it, one that says nothing.
 */
export function completeProblem(
  engine: Engine,
  call: Call,
  problem: ProblemDetails,
): ProblemDetails {
  const whole = toWhole(engine, call, problem);
  if (engine.egress.isIdle) return whole;
  const needle = engine.egress.findIn(JSON.stringify(whole));
  if (needle === undefined) return whole;
  reportLeak(engine, call, needle, "a problem");
  return toWhole(engine, call, refuse("internal_error").problem);
}

function toWhole(
  { contract }: Engine,
  { requestId }: Call,
  problem: ProblemDetails,
): ProblemDetails {
  const { code, title, status, detail, data, errors } = problem;
  return {
    type: contract.problemTypes + code,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    instance: `urn:request:${requestId}`,
    ...(data === undefined ? {} : { data }),
    ...(errors === undefined ? {} : { errors }),
  };
}

/** Answers `OPTIONS`: a browser's preflight where CORS is on, else what the path takes. */
export function createPreflightReply(engine: Engine, call: Call, allow: string): Reply {
  const reply = createReply(engine, call, 204, engine.headers.empty, undefined);
  const { cors } = engine;
  const preflight = cors?.preflight(call.exchange, allow);
  if (preflight === undefined) return { ...reply, headers: { ...reply.headers, allow } };
  const vary = "origin, access-control-request-method, access-control-request-headers";
  return { ...reply, headers: { ...reply.headers, ...preflight, vary } };
}
