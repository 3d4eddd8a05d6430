import type { Needle } from "../../../boundary/secrets/needles.ts";
import type { Reply } from "../../../ports/exchange.ts";
import { requestIdHeader } from "../../../protocol/headers.ts";
import { problemMediaType } from "../../../protocol/problem-details.ts";
import { refuse } from "../../handling/refusal.ts";
import type { Call } from "../call.ts";
import type { Engine } from "../engine.ts";
import { createProblemReply } from "../reply.ts";
import { findInHeaders } from "./clear-headers.ts";
import { guardStream } from "./guard-stream.ts";
import { type Exit, reportLeak } from "./leak.ts";

interface Leak {
  readonly needle: Needle;
  readonly exit: Exit;
}

/**
 * The last door: lets a reply leave only without secrets, whoever made it. In the place of one that has any, a problem
 * leaves that says nothing; and where even that has one, as in a header of every answer, one without those headers.
 */
export function clearReply(engine: Engine, call: Call, reply: Reply): Reply {
  const leak = findLeak(engine, call, reply);
  if (leak === undefined) return withGuard(engine, call, reply);
  reportLeak(engine, call, leak.needle, leak.exit);
  const { problem } = refuse("internal_error");
  const other = createProblemReply(engine, call, problem, {});
  if (findLeak(engine, call, other) === undefined) return other;
  const headers = { ...bareHeaders, [requestIdHeader]: call.requestId };
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}

const bareHeaders = {
  "content-type": problemMediaType,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};

function withGuard(engine: Engine, call: Call, reply: Reply): Reply {
  const { stream } = reply;
  return stream === undefined ? reply : { ...reply, stream: guardStream(engine, call, stream) };
}

function findLeak(engine: Engine, call: Call, reply: Reply): Leak | undefined {
  const inBody = findInBody(engine, call, reply);
  if (inBody !== undefined) return { needle: inBody, exit: "an answer" };
  const { egress } = engine;
  // Those of an operation's output were looked through when the service opened; the rest is its own.
  const isPlain = call.plan !== undefined && reply.status < 400;
  const needle =
    (isPlain ? undefined : findInHeaders(egress, reply.headers)) ??
    (reply.cookies === undefined ? undefined : findInHeaders(egress, reply.cookies));
  return needle && { needle, exit: "a header" };
}

function findInBody({ egress }: Engine, { clear }: Call, reply: Reply): Needle | undefined {
  const { body, headers } = reply;
  if (body === undefined) return undefined;
  if (typeof body === "string") return body === clear ? undefined : egress.findIn(body);
  // Compressed bytes show nothing: they were looked through before.
  if (clear !== undefined && headers["content-encoding"] !== undefined) return undefined;
  return egress.findIn(decoder.decode(body));
}

const decoder = new TextDecoder();
