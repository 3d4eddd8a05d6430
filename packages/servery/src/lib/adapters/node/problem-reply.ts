import type { Reply } from "../../ports/exchange.ts";
import { requestIdHeader } from "../../protocol/headers.ts";
import {
  type ProblemDetails,
  problemMediaType,
  type StandardProblemCode,
  standardProblems,
} from "../../protocol/problem-details.ts";
import { STATUS_CODES } from "./node-http.ts";
import { randomBytes } from "./random-bytes.ts";

/** A problem that the transport itself meets, before or beside the service: same shape, same headers. */
export function toProblemReply(
  code: StandardProblemCode,
  detail: string,
  problemTypes: string,
): Reply {
  const [status, title] = standardProblems[code];
  const id = Buffer.from(randomBytes(16)).toString("hex");
  const problem: ProblemDetails = {
    type: problemTypes + code,
    title,
    status,
    code,
    detail,
    instance: `urn:request:${id}`,
  };
  const headers = {
    "content-type": problemMediaType,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    [requestIdHeader]: id,
  };
  return { status, headers, body: JSON.stringify(problem) };
}

/** A reply as bytes on the wire, for a socket that has no response object; the connection closes after it. */
export function toRawResponse({ status, headers, body = "" }: Reply): string {
  const lines = Object.entries({
    ...headers,
    date: new Date().toUTCString(),
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${String(body)}`;
}
