import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import Negotiator from "negotiator";

import { compressFile } from "./compress.ts";
import { parseRange } from "./range.ts";

/** A file's bytes, ready to be sent many times. */
export interface Content {
  readonly type: string;
  readonly tag: string;
  readonly identity: Uint8Array;
  /** Absent where compression does not pay. */
  readonly br?: Uint8Array;
  readonly gzip?: Uint8Array;
}

type Encoding = "br" | "gzip" | "identity";

const compressible =
  /^(?:text\/|application\/(?:javascript|json|manifest\+json|wasm|xml)|image\/svg)/;
const smallestCompressed = 1024;

/** Makes content of a file's bytes: its tag, and its compressed forms. */
export async function createContent(identity: Uint8Array, type: string): Promise<Content> {
  const plain = { type, tag: hash("sha256", identity, "base64url").slice(0, 27), identity };
  if (identity.byteLength < smallestCompressed || !compressible.test(type)) return plain;
  const [br, gzip] = await Promise.all([
    compressFile(identity, "br"),
    compressFile(identity, "gzip"),
  ]);
  return { ...plain, br, gzip };
}

/** Answers GET and HEAD with content: in the form that the caller takes, in part, or as 304. */
export function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  content: Content,
  headers: Readonly<Record<string, string>>,
): void {
  const range = request.headers.range;
  const encoding = range === undefined ? chooseEncoding(request, content) : "identity";
  // RFC 9110 §8.8.3.3: each form has its own tag.
  const etag = encoding === "identity" ? `"${content.tag}"` : `"${content.tag}-${encoding}"`;
  const all = {
    ...headers,
    etag,
    ...(content.br === undefined ? {} : { vary: "accept-encoding" }),
  };
  if (isFresh(request, etag)) return void response.writeHead(304, all).end();
  const body = content[encoding]!;
  const described = { ...all, "content-type": content.type, "accept-ranges": "bytes" };
  if (range !== undefined && isRangeFor(request, etag))
    return sendPart(response, body, parseRange(range, body.byteLength), described);
  const encoded =
    encoding === "identity" ? described : { ...described, "content-encoding": encoding };
  response.writeHead(200, { ...encoded, "content-length": body.byteLength }).end(body);
}

function sendPart(
  response: ServerResponse,
  body: Uint8Array,
  range: ReturnType<typeof parseRange>,
  headers: Readonly<Record<string, string>>,
): void {
  const size = body.byteLength;
  if (range === "unsatisfiable")
    return void response
      .writeHead(416, { "content-range": `bytes */${size}`, "content-length": 0 })
      .end();
  if (range === undefined)
    return void response.writeHead(200, { ...headers, "content-length": size }).end(body);
  const part = body.subarray(range.start, range.end + 1);
  const where = { "content-range": `bytes ${range.start}-${range.end}/${size}` };
  response.writeHead(206, { ...headers, ...where, "content-length": part.byteLength }).end(part);
}

function chooseEncoding(request: IncomingMessage, content: Content): Encoding {
  if (content.br === undefined) return "identity";
  const accepted = new Negotiator(request).encodings(["br", "gzip"]);
  return accepted.includes("br") ? "br" : accepted.includes("gzip") ? "gzip" : "identity";
}

/** RFC 9110 §13.1.2: weak comparison, over a list or `*`. */
export function isFresh(request: IncomingMessage, etag: string): boolean {
  const known = request.headers["if-none-match"];
  if (known === undefined) return false;
  return known
    .split(",")
    .some((each) => each.trim() === "*" || each.trim().replace(/^W\//, "") === etag);
}

/** RFC 9110 §13.1.5: a part is only sent of the form that the caller already has a part of. */
export function isRangeFor(request: IncomingMessage, etag: string): boolean {
  const condition = request.headers["if-range"];
  return condition === undefined || condition === etag;
}
