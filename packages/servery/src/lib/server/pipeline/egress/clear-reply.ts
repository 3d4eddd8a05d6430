import type { Needle } from "../../../boundary/secrets/needles.ts";
import type { Reply } from "../../../ports/exchange.ts";
import { requestIdHeader } from "../../../protocol/headers.ts";
import { refuse } from "../../handling/refusal.ts";
import type { Call } from "../call.ts";
import type { Engine } from "../engine.ts";
import { createProblemReply } from "../reply.ts";
import type { Egress } from "./egress.ts";
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
  const headers = { ...engine.headers.problem, [requestIdHeader]: call.requestId };
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}

function withGuard(engine: Engine, call: Call, reply: Reply): Reply {
  const { stream } = reply;
  return stream === undefined ? reply : { ...reply, stream: guardStream(engine, call, stream) };
}

function findLeak(engine: Engine, call: Call, reply: Reply): Leak | undefined {
  const inBody = findInBody(engine, call, reply);
  if (inBody !== undefined) return { needle: inBody, exit: "an answer" };
  const inHeaders = findInHeaders(engine, reply);
  return inHeaders && { needle: inHeaders, exit: "a header" };
}

function findInBody({ egress }: Engine, { clear }: Call, reply: Reply): Needle | undefined {
  const { body, headers } = reply;
  if (body === undefined) return undefined;
  if (typeof body === "string") return body === clear ? undefined : egress.findIn(body);
  // Compressed bytes show nothing: they were looked through before.
  if (clear !== undefined && headers["content-encoding"] !== undefined) return undefined;
  return egress.begin().push(body)[0]?.needle;
}

function findInHeaders({ egress, headers: known }: Engine, reply: Reply): Needle | undefined {
  const { headers, cookies } = reply;
  for (const name in headers) {
    const value = headers[name]!;
    // What every answer carries is no news.
    if (value === known.base[name]) continue;
    const needle = findInHeader(egress, value);
    if (needle !== undefined) return needle;
  }
  for (const cookie of cookies ?? []) {
    const needle = findInHeader(egress, cookie);
    if (needle !== undefined) return needle;
  }
  return undefined;
}

/** Headers, cookies above all, have no way of writing most characters but as in an address. */
function findInHeader(egress: Egress, value: string): Needle | undefined {
  return egress.findIn(value) ?? (value.includes("%") ? egress.findIn(decode(value)) : undefined);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
