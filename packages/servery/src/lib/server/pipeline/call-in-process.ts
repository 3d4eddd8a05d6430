import type { Exchange } from "../../ports/exchange.ts";
import type { LinkOptions } from "../../ports/link.ts";
import { csrfHeader, idempotencyKeyHeader, snapshotHeader } from "../../protocol/headers.ts";
import { formatIdempotencyKey } from "../../protocol/idempotency-key.ts";
import { ProblemError } from "../../protocol/problem-error.ts";
import { type Call, createCall } from "./call.ts";
import { toRawInput } from "./call-inside.ts";
import { assertClearOutput } from "./egress/leak.ts";
import { EncodedOutput } from "./encoded-output.ts";
import type { Engine } from "./engine.ts";
import { refuseWithheld, Replay } from "./idempotency.ts";
import { fail, settle } from "./pipeline.ts";
import type { Plan } from "./plan.ts";
import { Refusal } from "../handling/refusal.ts";
import { completeProblem } from "./reply.ts";
import { chooseRequestId } from "./request-id.ts";
import { runCall } from "./run-call.ts";

/**
 * Calls an operation in the same process: the same stages, without the wire. The input is copied as
 * JSON would carry it; the answer is the projected output.
 * @throws ProblemError for every problem, a bug too (then `internal_error`, and the log has the rest).
 */
export async function callInProcess(
  engine: Engine,
  plan: Plan,
  input: unknown,
  options: LinkOptions,
): Promise<unknown> {
  options.signal?.throwIfAborted();
  const exchange = toExchange(plan, options);
  const id = chooseRequestId(engine, exchange);
  const call = createCall(exchange, id, engine.platform.monotonic(), undefined);
  call.plan = plan;
  engine.state.active++;
  let status = plan.operation.status;
  try {
    const result = await runCall(engine, call, plan, toRawInput(plan, input));
    const output = toOutput(plan, result);
    if (!(result instanceof EncodedOutput)) assertClearOutput(engine, call, output);
    tellSnapshot(engine, call, options, result);
    return output;
  } catch (error) {
    tellSnapshot(engine, call, options);
    options.signal?.throwIfAborted();
    const problem = completeProblem(engine, call, fail(engine, call, error).problem);
    ({ status } = problem);
    throw new ProblemError(problem);
  } finally {
    settle(engine, call, status);
  }
}

/** Tells the state, and the output's hash, by which a client that watches the query goes on from it. */
function tellSnapshot(
  { live, platform }: Engine,
  { snapshot }: Call,
  { onSnapshot }: LinkOptions,
  result?: unknown,
): void {
  if (snapshot === undefined || live === undefined || onSnapshot === undefined) return;
  const { entry, text } = result instanceof EncodedOutput ? result : {};
  const hash = entry?.result.hash ?? (text && platform.sha256(text));
  onSnapshot(live.token(snapshot), { hash });
}

function toOutput(plan: Plan, result: unknown): unknown {
  if (result instanceof EncodedOutput) return JSON.parse(result.text);
  return result instanceof Replay ? fromReplay(plan, result) : result;
}

function fromReplay({ isBodyless }: Plan, replay: Replay): unknown {
  const { problem, body } = replay;
  if (problem !== undefined) throw new Refusal(problem);
  if (body !== undefined) return JSON.parse(body);
  if (isBodyless) return undefined;
  throw refuseWithheld(replay);
}

/** An exchange that no transport has brought. */
export function toExchange({ operation }: Plan, options: LinkOptions): Exchange {
  const { headers = {}, idempotencyKey, snapshot } = options;
  const key = idempotencyKey === undefined ? undefined : formatIdempotencyKey(idempotencyKey);
  // No page can send a call of this process; a cookie that is passed on must still prove where it is from.
  const all = new Map(Object.entries(headers));
  if (key !== undefined) all.set(idempotencyKeyHeader, key);
  all.set(csrfHeader, "1");
  if (snapshot !== undefined) all.set(snapshotHeader, snapshot);
  let never: AbortSignal | undefined;
  return {
    method: operation.method,
    target: operation.path,
    remoteAddress: undefined,
    header: (name) => all.get(name),
    readBody: () => Promise.resolve(new Uint8Array()),
    get signal() {
      return options.signal ?? (never ??= new AbortController().signal);
    },
  };
}
