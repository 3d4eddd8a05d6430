import { liveQueriesPath, livePath, livePollPath } from "../../../protocol/live.ts";
import type { Reply } from "../../../ports/exchange.ts";
import { refuse } from "../../handling/refusal.ts";
import { assertReached } from "../assert-reached.ts";
import type { Call } from "../call.ts";
import type { Engine, OwnRoute } from "../engine.ts";
import { assertSameCaller, receiveOwn } from "../receive-own.ts";
import { createReply } from "../reply.ts";
import { refuseInput } from "../validate.ts";
import { LiveStream } from "./live-stream.ts";
import { Poll } from "./poll.ts";
import { tooManyQueries } from "./query-book.ts";
import { readChangeStream, readOpenStream, readPollQueries } from "./read-live-body.ts";
import { type LiveSource, toLiveCaller } from "./to-live-caller.ts";

/** The routes of live queries, all of them POST; `protocol/live.ts` says what is spoken there. */
export function createLiveRoutes(source: LiveSource): Record<string, OwnRoute["own"]> {
  return {
    [livePath]: toWatch((engine, call) => openStream(engine, call, source)),
    [liveQueriesPath]: toWatch(changeStream),
    [livePollPath]: toWatch((engine, call) => poll(engine, call, source)),
  };
}

/** A page that stands open watches for days: that is no use of its session. */
function toWatch(own: OwnRoute["own"]): OwnRoute["own"] {
  return (engine, call) => {
    call.isWatch = true;
    return own(engine, call);
  };
}

async function openStream(engine: Engine, call: Call, source: LiveSource): Promise<Reply> {
  const { limits, streams, platform } = engine;
  const { queries } = readOpenStream(await receiveOwn(engine, call), limits.liveQueries);
  const leave = streams.take(call);
  const caller = toLiveCaller(engine, call, source);
  const surroundings = { clock: platform, limits, slices: streams.slices, random: engine.random };
  const headers = { ...engine.headers.base, ...streamHeaders };
  return {
    ...createReply(engine, call, 200, headers, undefined),
    stream(sink) {
      const id = engine.random.id();
      const onClosed = () => {
        remove();
        leave();
      };
      const stream = new LiveStream(id, sink, caller, surroundings, onClosed);
      const remove = streams.add(stream);
      stream.watch(queries);
      return stream;
    },
  };
}

/** Nothing on the way may keep it, change it, or hold it back until there is more. */
const streamHeaders = {
  "content-type": "text/event-stream",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

async function changeStream(engine: Engine, call: Call): Promise<Reply> {
  const body = await receiveOwn(engine, call);
  const { stream: id, watch, unwatch } = readChangeStream(body, engine.limits.liveQueries);
  const stream = engine.streams.find(id);
  // Whoever asks for another's learns no more of it than of one that never was.
  if (stream?.principal.key !== call.principal.key)
    throw refuse("stream_not_found", "It may have ended. Open another one.");
  // What it watches from now on is no older than what its client has seen, maybe from another process.
  assertReached(engine, call);
  const { liveQueries } = engine.limits;
  // What was refused stands there until its client has taken the word of it.
  if (stream.size >= 2 * liveQueries) throw tooManyQueries(liveQueries);
  const taken = watch.flatMap(({ q }, index) =>
    stream.has(q) ? [{ pointer: `/watch/${index}/q`, detail: "is watched already" }] : [],
  );
  if (taken.length > 0) throw refuseInput(taken);
  stream.unwatch(unwatch);
  stream.watch(watch);
  return createReply(engine, call, 204, engine.headers.empty, undefined);
}

async function poll(engine: Engine, call: Call, source: LiveSource): Promise<Reply> {
  const { limits, streams, platform } = engine;
  const { queries, waitMs } = readPollQueries(await receiveOwn(engine, call), limits.liveQueries);
  const leave = streams.take(call);
  const waiting = new Poll(toLiveCaller(engine, call, source), platform, limits.liveQueries);
  const remove = streams.add(waiting);
  try {
    const frames = await streams.wait(waiting.run(queries, waitMs, call.exchange.signal));
    assertSameCaller(engine, call);
    const headers = { "content-type": "application/json", ...engine.headers.empty };
    return createReply(engine, call, 200, headers, `{"frames":[${frames.join(",")}]}`);
  } finally {
    remove();
    leave();
  }
}
