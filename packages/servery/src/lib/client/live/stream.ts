import { type LiveFrame, livePath, liveVersion } from "../../protocol/live.ts";
import { decodeAnswer } from "../decode-answer.ts";
import { post, readWhole } from "../http-endpoint.ts";
import { type Changes, createChanges } from "./changes.ts";
import { createEventReader } from "./event-stream.ts";
import { closed, createEnding, type Line, type LineParts } from "./line.ts";
import { startWatchdog } from "./watchdog.ts";

/** How long the first frame may take to come, from when the stream is asked for. In milliseconds. */
const helloMs = 5_000;
/** A stream that ends sooner, and not by a word of the service's, has not got through. In milliseconds. */
const atOnceMs = 1_000;

/** Opens a stream, with all that is wanted, and keeps the service told of what changes. */
export function openStream(parts: LineParts): Line {
  const { core, registrations, events } = parts;
  const { clock } = core.caller;
  const controller = new AbortController();
  const { signal } = controller;
  let changes: Changes | undefined;
  let openedAt = 0;
  const { ended, end } = createEnding();
  const finish: typeof end = (how) => {
    watchdog.stop();
    end(how);
    controller.abort();
  };
  const fail = (error: unknown) => finish({ how: "lost", error });
  const silence = () => finish({ how: changes === undefined ? "mute" : "lost" });
  const watchdog = startWatchdog(clock, helloMs, silence);

  function take(frame: LiveFrame): void {
    if (signal.aborted) return;
    if ("hello" in frame) {
      const { stream, heartbeatMs } = frame.hello;
      openedAt = clock.now();
      watchdog.expect(2 * heartbeatMs);
      changes = createChanges(parts, stream, signal, fail);
      changes.tell();
    } else if ("beat" in frame) events.onBeat(frame.beat.token);
    else if ("bye" in frame) finish({ how: "bye", retryMs: frame.bye.retryMs });
    else {
      const key = registrations.keyOf(frame);
      if (key !== undefined) events.onUpdate(key, frame);
    }
  }

  async function run(): Promise<void> {
    const body = await request(parts, signal);
    // However it ends: what counts is when.
    await readFrames(body, take, watchdog.see).catch(() => undefined);
    const isAtOnce = changes === undefined || clock.now() - openedAt < atOnceMs;
    finish({ how: isAtOnce ? "mute" : "lost" });
  }

  run().catch(fail);
  return {
    ended,
    sync: () => changes?.tell(),
    again: (key) => {
      registrations.again(key);
      changes?.tell();
    },
    look: () => watchdog.look(),
    close: (how = closed) => finish(how),
  };
}

type Body = Response["body"];

/** Asks for a stream. @throws ProblemError when the service gives none. */
function request(parts: LineParts, signal: AbortSignal): Promise<Body> {
  const { core, endpoint, credentials, registrations, wanted } = parts;
  const { clock, snapshots } = core.caller;
  const { newest } = snapshots;
  const queries = registrations.change(wanted).watch;
  const body = { version: liveVersion, queries, token: newest };
  return credentials.send(async (headers) => {
    const accepting = { ...headers, accept: "text/event-stream, application/problem+json" };
    const posted = { body, headers: accepting, signal, snapshot: newest };
    const response = await post(endpoint, livePath, posted, (answer) => answer);
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    if (response.ok && isStream) return response.body;
    decodeAnswer(await readWhole(response), clock.now());
    return null;
  });
}

/** Reads frames until the stream ends. Where a platform gives no stream, there are none. */
async function readFrames(
  body: Body,
  take: (frame: LiveFrame) => void,
  onPiece: () => void,
): Promise<void> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  const read = createEventReader((data) => take(JSON.parse(data) as LiveFrame));
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return;
    onPiece();
    read(decoder.decode(piece.value, { stream: true }));
  }
}
