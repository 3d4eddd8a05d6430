import type { Exchange } from "../../packages/servery/src/lib/ports/exchange.ts";
import { admit } from "../../packages/servery/src/lib/server/pipeline/admit.ts";
import { createCall } from "../../packages/servery/src/lib/server/pipeline/call.ts";
import { decode } from "../../packages/servery/src/lib/server/pipeline/decode.ts";
import { encode, encodeBody } from "../../packages/servery/src/lib/server/pipeline/encode.ts";
import type { Engine } from "../../packages/servery/src/lib/server/pipeline/engine.ts";
import { execute } from "../../packages/servery/src/lib/server/pipeline/execute.ts";
import { findKept } from "../../packages/servery/src/lib/server/pipeline/find-kept.ts";
import { identify } from "../../packages/servery/src/lib/server/pipeline/identify.ts";
import { splitTarget } from "../../packages/servery/src/lib/server/pipeline/match.ts";
import type { Plan } from "../../packages/servery/src/lib/server/pipeline/plan.ts";
import { logRequest } from "../../packages/servery/src/lib/server/pipeline/request-log.ts";

/** The stages of a request, and the log line at its end. */
export const stageNames = [
  "match",
  "identify",
  "admit",
  "find",
  "decode",
  "execute",
  "encode",
  "log",
] as const;

/** Microseconds of each stage, summed over all requests so far. */
export type StageSums = Record<(typeof stageNames)[number], number>;

/** Answers one exchange stage by stage, exactly as the pipeline does, with a clock between them. */
export async function timeStages(
  engine: Engine,
  exchange: Exchange,
  sums: StageSums,
): Promise<number> {
  const start = performance.now();
  const call = createCall(exchange, engine.nextRequestId(), start, undefined);
  const { path, query } = splitTarget(exchange.target);
  const match = engine.matcher(path)!;
  call.parameters = match.parameters;
  call.query = query;
  const plan = match.entry.methods.get(exchange.method) as Plan;
  call.plan = plan;
  const matched = performance.now();
  identify(engine, call);
  const identified = performance.now();
  admit(engine, call, plan);
  const admitted = performance.now();
  const kept = findKept(engine, call, plan);
  const found = performance.now();
  let [decoded, executed] = [found, found];
  let encoding: ReturnType<typeof encode>;
  if (kept !== undefined) encoding = encodeBody(engine, call, plan, kept.result.text, kept);
  else {
    const decoding = decode(engine, call, plan);
    const input = decoding instanceof Promise ? await decoding : decoding;
    decoded = performance.now();
    const result = await execute(engine, call, plan, input);
    executed = performance.now();
    encoding = encode(engine, call, plan, result);
  }
  const reply = encoding instanceof Promise ? await encoding : encoding;
  const encoded = performance.now();
  logRequest(engine, call, reply.status);
  const end = performance.now();
  sums.match += (matched - start) * 1000;
  sums.identify += (identified - matched) * 1000;
  sums.admit += (admitted - identified) * 1000;
  sums.find += (found - admitted) * 1000;
  sums.decode += (decoded - found) * 1000;
  sums.execute += (executed - decoded) * 1000;
  sums.encode += (encoded - executed) * 1000;
  sums.log += (end - encoded) * 1000;
  return reply.status;
}
