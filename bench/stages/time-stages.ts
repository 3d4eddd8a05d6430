import { collectHandlers } from "../../packages/servery/src/lib/server/pipeline/collect-handlers.ts";
import { admit } from "../../packages/servery/src/lib/server/pipeline/admit.ts";
import { createCall } from "../../packages/servery/src/lib/server/pipeline/call.ts";
import { createEngine } from "../../packages/servery/src/lib/server/pipeline/create-engine.ts";
import { decode } from "../../packages/servery/src/lib/server/pipeline/decode.ts";
import { encode } from "../../packages/servery/src/lib/server/pipeline/encode.ts";
import type { Engine } from "../../packages/servery/src/lib/server/pipeline/engine.ts";
import { execute } from "../../packages/servery/src/lib/server/pipeline/execute.ts";
import { identify } from "../../packages/servery/src/lib/server/pipeline/identify.ts";
import { splitTarget } from "../../packages/servery/src/lib/server/pipeline/match.ts";
import type { Plan } from "../../packages/servery/src/lib/server/pipeline/plan.ts";
import { logRequest } from "../../packages/servery/src/lib/server/pipeline/request-log.ts";
import { openData } from "../../packages/servery/src/lib/server/open-data.ts";
import type { Runtime } from "../../packages/servery/src/lib/server/runtime.ts";
import type { Exchange } from "../../packages/servery/src/lib/ports/exchange.ts";
import { nodePlatform } from "../../packages/servery/src/lib/adapters/node/platform.ts";
import { readMigrations } from "../../packages/servery/src/lib/adapters/node/migration-files.ts";
import { shop } from "../subjects/servery/contract.ts";
import { handlers, migrations } from "../subjects/servery/service.ts";
import { tables } from "../subjects/servery/tables.ts";

/** The stages of a request, and the log line at its end. */
export const stageNames = [
  "match",
  "identify",
  "admit",
  "decode",
  "execute",
  "encode",
  "log",
] as const;

/** Microseconds of each stage, summed over all requests so far. */
export type StageSums = Record<(typeof stageNames)[number], number>;

const runtime: Runtime = {
  platform: nodePlatform,
  defaults: () => ({ mode: "production", database: ":temporary:" }),
  readMigrations,
  toFetch: () => () => Promise.reject(new Error("Nothing is fetched here.")),
};

/** The shop's engine, as `createService` makes it, opened on a database. */
export async function openEngine(file: string): Promise<Engine> {
  const { log } = nodePlatform;
  const options = {
    mode: "production",
    log,
    limits: undefined,
    cors: undefined,
    security: undefined,
    identity: undefined,
  } as const;
  const engine = createEngine(
    shop,
    collectHandlers(shop, handlers, () => undefined),
    nodePlatform,
    options,
  );
  engine.data = await openData(runtime, shop, {
    tables,
    database: file,
    log,
    mode: "production",
    migrations,
    pendingMigrations: "apply",
  });
  engine.state.phase = "open";
  return engine;
}

/** Answers one exchange stage by stage, exactly as the pipeline does, with a clock between them. */
export async function timeStages(
  engine: Engine,
  exchange: Exchange,
  sums: StageSums,
): Promise<number> {
  const start = performance.now();
  const call = createCall(exchange, engine.nextRequestId(), start, undefined);
  const { path, query } = splitTarget(exchange.target);
  const found = engine.matcher(path)!;
  call.parameters = found.parameters;
  call.query = query;
  const plan = found.entry.methods.get(exchange.method) as Plan;
  call.plan = plan;
  const matched = performance.now();
  identify(engine, call);
  const identified = performance.now();
  admit(engine, call, plan);
  const admitted = performance.now();
  const decoding = decode(engine, call, plan);
  const input = decoding instanceof Promise ? await decoding : decoding;
  const decoded = performance.now();
  const result = await execute(engine, call, plan, input);
  const executed = performance.now();
  const encoding = encode(engine, call, plan, result);
  const reply = encoding instanceof Promise ? await encoding : encoding;
  const encoded = performance.now();
  logRequest(engine, call, reply.status);
  const end = performance.now();
  sums.match += (matched - start) * 1000;
  sums.identify += (identified - matched) * 1000;
  sums.admit += (admitted - identified) * 1000;
  sums.decode += (decoded - admitted) * 1000;
  sums.execute += (executed - decoded) * 1000;
  sums.encode += (encoded - executed) * 1000;
  sums.log += (end - encoded) * 1000;
  return reply.status;
}
