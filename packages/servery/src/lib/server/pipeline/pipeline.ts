import type { Exchange, Reply } from "../../ports/exchange.ts";
import { assertAcceptsJson } from "./accept.ts";
import { admit } from "./admit.ts";
import { type Call, createCall } from "./call.ts";
import { decode } from "./decode.ts";
import { clearReply } from "./egress/clear-reply.ts";
import { encode, encodeKept } from "./encode.ts";
import type { Destination, Engine } from "./engine.ts";
import { execute } from "./execute.ts";
import { type Failure, toFailure } from "./failure.ts";
import { findKept } from "./find-kept.ts";
import { identify } from "./identify.ts";
import { matchMethod, splitTarget } from "./match.ts";
import { andThen, isPromise, type MaybePromise } from "../../base/maybe-promise.ts";
import type { Plan } from "./plan.ts";
import { refuse } from "../handling/refusal.ts";
import { createPreflightReply, createProblemReply } from "./reply.ts";
import { chooseRequestId } from "./request-id.ts";
import { logRequest } from "./request-log.ts";
import { assertHoneypotEmpty, assertNoProgram } from "./spam.ts";
import { mark, toServerTiming } from "./server-timing.ts";

/**
 * The life of a request, one straight line: match, identify, admit, decode, execute, encode. What a
 * stage throws becomes a problem; nothing is ever thrown to the transport.
 */
export function answer(engine: Engine, exchange: Exchange): MaybePromise<Reply> {
  const call = createCall(
    exchange,
    chooseRequestId(engine, exchange),
    engine.platform.monotonic(),
    engine.mode === "dev" ? [] : undefined,
  );
  engine.state.active++;
  try {
    const reply = run(engine, call);
    if (!isPromise(reply)) return finish(engine, call, reply);
    return reply.then(
      (settled) => finish(engine, call, settled),
      (error: unknown) => finish(engine, call, toProblemReply(engine, call, error)),
    );
  } catch (error) {
    return finish(engine, call, toProblemReply(engine, call, error));
  }
}

function run(engine: Engine, call: Call): MaybePromise<Reply> {
  const destination = match(engine, call);
  if ("status" in destination) return destination;
  if ("own" in destination) return destination.own(engine, call);
  // First, for the log names by it what is refused.
  call.plan = destination;
  if (engine.state.phase !== "open") throw refuseClosed(engine);
  identify(engine, call);
  admit(engine, call, destination);
  // Not in admit: what is watched, or one of a batch, answers within something else.
  if (!destination.isBodyless) assertAcceptsJson(call.exchange);
  mark(engine, call, "admit");
  const kept = findKept(engine, call, destination);
  if (kept !== undefined) return encodeKept(engine, call, destination, kept);
  const cleared = assertNoProgram(engine, call, destination);
  return andThen(decodeWhenCleared(engine, call, destination, cleared), (input) => {
    assertHoneypotEmpty(engine, call, destination, input);
    mark(engine, call, "decode");
    return executeAndEncode(engine, call, destination, input);
  });
}

function decodeWhenCleared(
  engine: Engine,
  call: Call,
  plan: Plan,
  cleared: MaybePromise<void>,
): MaybePromise<unknown> {
  return cleared === undefined
    ? decode(engine, call, plan)
    : andThen(cleared, () => decode(engine, call, plan));
}

/** The refusal of what comes before a service is open, or once it shuts down. */
export function refuseClosed({ state }: Engine): Error {
  if (state.phase === "new")
    return refuse("overloaded", "The service is not open.", { headers: { "retry-after": "1" } });
  return refuse("shutting_down", undefined, {
    headers: { connection: "close", "retry-after": "1" },
  });
}

function executeAndEncode(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
): MaybePromise<Reply> {
  return execute(engine, call, plan, input).then((result) => {
    mark(engine, call, "execute");
    return encode(engine, call, plan, result);
  });
}

/** What `OPTIONS *` asks for: what the server takes as a whole (RFC 9110 §9.3.7). */
const everyMethod = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

/** Finds where the request leads, or answers what needs no destination: `OPTIONS`. */
function match(engine: Engine, call: Call): Destination | Reply {
  const { method, target, headerBytes = 0 } = call.exchange;
  const { limits } = engine;
  if (target.length > limits.urlLength)
    throw refuse("uri_too_long", `An address may have at most ${limits.urlLength} characters.`);
  if (headerBytes > limits.headerBytes)
    throw refuse("headers_too_large", `All headers may have at most ${limits.headerBytes} bytes.`);
  if (target === "*" && method === "OPTIONS")
    return createPreflightReply(engine, call, everyMethod);
  const known = method === "GET" ? engine.keptRoutes.get(target) : undefined;
  if (known !== undefined) {
    call.parameters = known.parameters;
    call.query = known.query;
    return known.plan;
  }
  const { path, query } = splitTarget(target);
  const found = engine.matcher(path);
  if (found === undefined) throw missed(engine, call, refuse("route_not_found"));
  call.parameters = found.parameters;
  call.query = query;
  const destination = found.entry.methods.get(method);
  if (destination !== undefined) return destination;
  const { to, pattern, parameters, allow } = matchMethod(engine.matcher, path, method);
  call.parameters = parameters;
  if (to !== undefined) return to;
  call.pattern = pattern;
  if (method === "OPTIONS") return createPreflightReply(engine, call, allow);
  const detail = `This path takes ${allow}.`;
  throw missed(engine, call, refuse("method_not_allowed", detail, { headers: { allow } }));
}

/** Counts what leads nowhere too, by the address alone: for this no credential is looked at. */
function missed({ clientAddress, limiter }: Engine, call: Call, refusal: Error): Error {
  call.address = clientAddress(call.exchange);
  limiter.takeMiss(call);
  return refusal;
}

function toProblemReply(engine: Engine, call: Call, error: unknown): Reply {
  const { problem, headers } = fail(engine, call, error);
  return createProblemReply(engine, call, problem, headers);
}

/** Makes of an error what the caller gets, and writes to the log what the caller is not told. */
export function fail(engine: Engine, { requestId, plan }: Call, error: unknown): Failure {
  const failure = toFailure(error, plan);
  const { hidden } = failure;
  if (hidden !== undefined)
    engine.log.error({ requestId, operation: plan?.id, error: hidden.error }, hidden.message);
  return failure;
}

function finish(engine: Engine, call: Call, reply: Reply): Reply {
  if (call.marks !== undefined) reply.headers["server-timing"] = toServerTiming(engine, call);
  const whole =
    call.cookies === undefined ? reply : { ...reply, cookies: [...call.cookies.values()] };
  const sent = engine.egress.isIdle ? whole : clearReply(engine, call, whole);
  settle(engine, call, sent.status);
  return sent;
}

/** Ends a call's account: every call that was begun comes here once. */
export function settle(engine: Engine, call: Call, status: number): void {
  const { state } = engine;
  state.active--;
  if (state.active === 0) state.whenIdle?.();
  logRequest(engine, call, status);
}
