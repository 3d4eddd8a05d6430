import type { BatchedCall, BatchRequest } from "../../protocol/live.ts";
import type { Reply } from "../../ports/exchange.ts";
import { refuse } from "../handling/refusal.ts";
import { type Call, createCall } from "./call.ts";
import { encodeBody } from "./encode.ts";
import { assertClear } from "./egress/leak.ts";
import { EncodedOutput } from "./encoded-output.ts";
import type { Engine } from "./engine.ts";
import type { MaybePromise } from "../../base/maybe-promise.ts";
import { MemberReader } from "./read-members.ts";
import { fail, settle } from "./pipeline.ts";
import type { Plan } from "./plan.ts";
import { receiveOwn } from "./receive-own.ts";
import { completeProblem } from "./reply.ts";
import { runCall } from "./run-call.ts";

/**
 * Answers several queries in one request. Each passes all stages as a call of its own, with its own access,
 * limits, log line and problem: to be one of several gives it nothing, and takes nothing from it.
 */
export async function answerBatch(engine: Engine, call: Call): Promise<Reply> {
  const { calls } = readBatch(await receiveOwn(engine, call), engine.limits.batchCalls);
  const answers = await Promise.all(calls.map((item) => answerOne(engine, call, item)));
  return encodeAnswers(engine, call, `{"answers":[${answers.join(",")}]}`);
}

function encodeAnswers(engine: Engine, call: Call, body: string): MaybePromise<Reply> {
  // Each of them was looked through by itself.
  call.clear = body;
  const headers = { "content-type": "application/json", ...engine.headers.empty };
  const plan = { operation: { status: 200 }, isConditional: false, isCompressible: true, headers };
  return encodeBody(engine, call, plan, body);
}

const longestName = 200;

function readBatch(body: unknown, mostCalls: number): BatchRequest {
  const reader = new MemberReader();
  const calls = reader
    .list(reader.object(body)["calls"], mostCalls, "calls")
    .map((item, index): BatchedCall => {
      const { operation, input } = reader.object(item, "calls", index);
      return { operation: reader.text(operation, longestName, "calls", index, "operation"), input };
    });
  reader.finish();
  return { calls };
}

/** One answer, as JSON. */
async function answerOne(engine: Engine, outer: Call, item: BatchedCall): Promise<string> {
  const { exchange, requestId } = outer;
  const call = createCall(exchange, requestId, engine.platform.monotonic(), undefined);
  call.address = outer.address;
  engine.state.active++;
  let status = 200;
  try {
    const plan = findPlan(engine, call, item.operation);
    call.plan = plan;
    const output = await runCall(engine, call, plan, plan.takesNothing ? undefined : item.input);
    ({ status } = plan.operation);
    return toAnswer(engine, call, toText(engine, call, output));
  } catch (error) {
    const { problem: failed, headers } = fail(engine, call, error);
    const problem = completeProblem(engine, call, failed);
    ({ status } = problem);
    const seconds = headers["retry-after"];
    const retry = seconds === undefined ? {} : { retryAfterMs: Number(seconds) * 1000 };
    return JSON.stringify({ problem: { ...problem, ...retry } });
  } finally {
    settle(engine, call, status);
  }
}

/** One that has a secret in it keeps the others from nothing. */
function toText(engine: Engine, call: Call, output: unknown): string | undefined {
  if (output instanceof EncodedOutput) return output.text;
  const text: string | undefined = JSON.stringify(output);
  if (text !== undefined) assertClear(engine, call, text);
  return text;
}

/** An output that is nothing is left out. */
function toAnswer({ live }: Engine, { snapshot }: Call, output: string | undefined): string {
  const members = output === undefined ? [] : [`"output":${output}`];
  if (snapshot !== undefined && live !== undefined)
    members.push(`"token":${JSON.stringify(live.token(snapshot))}`);
  return `{${members.join(",")}}`;
}

/** A name that is not there counts as a path does that leads nowhere. */
function findPlan({ plans, limiter }: Engine, call: Call, operation: string): Plan {
  const plan = plans.get(operation);
  if (plan === undefined) {
    limiter.takeMiss(call);
    throw refuse("route_not_found", "There is no such operation.");
  }
  const isQuery = plan.operation.kind === "query";
  if (isQuery && !plan.isSensitive) return plan;
  const why = isQuery ? "it is sensitive" : "it is no query";
  throw refuse("invalid_input", `"${operation}" cannot be called in a batch: ${why}.`);
}
