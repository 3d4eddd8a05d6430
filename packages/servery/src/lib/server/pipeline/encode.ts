import type { Reply } from "../../ports/exchange.ts";
import type { OutputEntry } from "../live/entry.ts";
import type { Call } from "./call.ts";
import { compressFor, type KeptForms } from "./compress.ts";
import { assertClear } from "./egress/leak.ts";
import { EncodedOutput } from "./encoded-output.ts";
import type { Engine } from "./engine.ts";
import { findMatchingETag, toETag, toTag } from "./etag.ts";
import { refuseWithheld, Replay, replayedHeaders } from "./idempotency.ts";
import type { MaybePromise } from "../../base/maybe-promise.ts";
import type { Plan } from "./plan.ts";
import { createProblemReply, createReply } from "./reply.ts";

/** Encodes a projected result, or an outcome that is answered again. */
export function encode(
  engine: Engine,
  call: Call,
  plan: Plan,
  result: unknown,
): MaybePromise<Reply> {
  if (result instanceof Replay) return encodeReplay(engine, call, plan, result);
  if (plan.isBodyless)
    return createReply(engine, call, plan.operation.status, plan.headers, undefined);
  if (result instanceof EncodedOutput) {
    // As what is kept.
    call.clear = result.text;
    return encodeBody(engine, call, plan, result.text, result.entry);
  }
  const body = call.body ?? JSON.stringify(result);
  return encodeBody(engine, call, plan, body);
}

/** What is known already of a body that is kept. */
interface KeptBody extends KeptForms {
  readonly result: { readonly hash: string };
}

/** Sends a body that is kept. */
export function encodeKept(
  engine: Engine,
  call: Call,
  plan: BodyPlan,
  kept: OutputEntry,
): MaybePromise<Reply> {
  // It was looked through when it was made.
  call.clear = kept.result.text;
  return encodeBody(engine, call, plan, kept.result.text, kept);
}

/** The part of a plan that says how a body is sent. */
export type BodyPlan = Pick<Plan, "headers" | "isConditional" | "isCompressible"> & {
  readonly operation: { readonly status: number };
};

/** Sends a JSON body: not again to a caller that has it, and compressed where it pays. */
export function encodeBody(
  engine: Engine,
  call: Call,
  plan: BodyPlan,
  body: string,
  kept?: KeptBody,
): MaybePromise<Reply> {
  assertClear(engine, call, body);
  const { status } = plan.operation;
  const tag = plan.isConditional ? (kept?.result.hash ?? toTag(engine.platform, body)) : undefined;
  const known = tag === undefined ? undefined : findKnown(call, tag);
  if (known !== undefined) return notModified(engine, call, plan, known);
  const compressed = plan.isCompressible
    ? compressFor(call.exchange, engine.platform, body, kept)
    : undefined;
  const reply = createReply(engine, call, status, plan.headers, body);
  if (tag !== undefined) reply.headers["etag"] = toETag(tag, compressed?.encoding);
  if (compressed === undefined) return reply;
  reply.headers["content-encoding"] = compressed.encoding;
  return compressed.body.then((bytes) => ({ ...reply, body: bytes }));
}

function findKnown({ exchange }: Call, tag: string): string | undefined {
  const header = exchange.header("if-none-match");
  return header === undefined ? undefined : findMatchingETag(header, tag);
}

function notModified(engine: Engine, call: Call, plan: BodyPlan, etag: string): Reply {
  const reply = createReply(engine, call, 304, plan.headers, undefined);
  delete reply.headers["content-type"];
  reply.headers["etag"] = etag;
  return reply;
}

function encodeReplay(engine: Engine, call: Call, plan: Plan, replay: Replay): Reply {
  const { problem, status, body } = replay;
  if (problem !== undefined) return createProblemReply(engine, call, problem, replayedHeaders);
  if (body === undefined && !plan.isBodyless) throw refuseWithheld(replay);
  const reply = createReply(engine, call, status, plan.headers, body);
  Object.assign(reply.headers, replayedHeaders);
  return reply;
}
