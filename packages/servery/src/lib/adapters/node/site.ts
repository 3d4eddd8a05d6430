import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { resolve } from "node:path";
import { pipeline } from "node:stream";

import { type Content, isFresh, isRangeFor, sendContent } from "./content.ts";
import { parseRange } from "./range.ts";
import { listSiteFiles, type SiteFile } from "./site-files.ts";
import { toSiteHeaders } from "./site-headers.ts";

/** A built front-end. */
export interface SiteDirectory {
  /** What the build made: `dist`. Listed once, when the server starts. */
  readonly directory: string;
  /** Addresses whose content never changes. Default: hashed names below `/assets/`, as Vite makes them. */
  readonly immutable?: RegExp;
  /**
   * The Content-Security-Policy of pages; `false` for none. Default: everything from the own origin
   * only, with what stands inline in the built page allowed by its hash.
   */
  readonly contentSecurityPolicy?: string | false;
}

/** Answers what it can; else calls `next`. */
export type Site = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const hashedName = /^\/assets\/.*-(?=[\w-]*[A-Z\d])[\w-]{8,}\.\w+$/;
/** What is larger is read from the disk each time, instead of being held in memory: 8 MiB. */
const largestHeld = 8 * 1024 * 1024;

/**
 * Serves a built front-end: its files, and `index.html` for every navigation to an address that is
 * none of them, since the front-end has addresses of its own.
 * @throws ServeryError `site_not_found`.
 */
export function createSite(options: SiteDirectory): Site {
  const files = listSiteFiles(resolve(options.directory));
  return (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    const path = toPath(request.url!);
    const found = path === undefined ? undefined : find(files, path, request);
    if (found === undefined) return next();
    const caching = (options.immutable ?? hashedName).test(found[0]) ? "immutable" : "revalidate";
    const send = found[1].size > largestHeld ? sendLarge : sendHeld;
    send(request, response, found[1], { caching, policyText: options.contentSecurityPolicy, next });
  };
}

function toPath(target: string): string | undefined {
  const end = target.search(/[?#]/);
  try {
    return decodeURIComponent(end < 0 ? target : target.slice(0, end)).normalize();
  } catch {
    return undefined;
  }
}

function find(
  files: ReadonlyMap<string, SiteFile>,
  path: string,
  request: IncomingMessage,
): readonly [path: string, file: SiteFile] | undefined {
  const names = path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`];
  if (isNavigation(request) && !path.startsWith("/assets/")) names.push("/index.html");
  for (const name of names) {
    const file = files.get(name);
    if (file !== undefined) return [name, file];
  }
  return undefined;
}

function isNavigation(request: IncomingMessage): boolean {
  return request.headers.accept?.includes("text/html") === true;
}

interface Sending {
  readonly caching: "immutable" | "revalidate";
  readonly policyText: string | false | undefined;
  readonly next: () => void;
}

function sendHeld(
  request: IncomingMessage,
  response: ServerResponse,
  file: SiteFile,
  { caching, policyText, next }: Sending,
): void {
  const send = (content: Content) => {
    const { type, identity } = content;
    const html = type.startsWith("text/html") ? Buffer.from(identity).toString() : "";
    return sendContent(
      request,
      response,
      content,
      toSiteHeaders(type, caching, { html, policyText }),
    );
  };
  file.load().then(send, next); // It rejects when the file has gone since the start.
}

function sendLarge(
  request: IncomingMessage,
  response: ServerResponse,
  { file, size, modified, type }: SiteFile,
  { caching, policyText }: Sending,
): void {
  const etag = `"${size.toString(36)}-${Math.trunc(modified).toString(36)}"`;
  const headers = {
    ...toSiteHeaders(type, caching, { policyText }),
    etag,
    "content-type": type,
    "accept-ranges": "bytes",
  };
  if (isFresh(request, etag)) return void response.writeHead(304, headers).end();
  const asked = request.headers.range;
  const range =
    asked !== undefined && isRangeFor(request, etag) ? parseRange(asked, size) : undefined;
  if (range === "unsatisfiable")
    return void response
      .writeHead(416, { "content-range": `bytes */${size}`, "content-length": 0 })
      .end();
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const where = range === undefined ? {} : { "content-range": `bytes ${start}-${end}/${size}` };
  response.writeHead(range === undefined ? 200 : 206, {
    ...headers,
    ...where,
    "content-length": end - start + 1,
  });
  if (request.method === "HEAD") return void response.end();
  // `pipeline` ends the connection when the file cannot be read to its end.
  const content = createReadStream(file, { start, end });
  pipeline(
    content,
    (chunks) => assertWhole(chunks, end - start + 1),
    response,
    () => {},
  );
}

/** A file that has become shorter must not leave the caller waiting for the rest. */
async function* assertWhole(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array> {
  let left = length;
  for await (const chunk of chunks) {
    left -= chunk.byteLength;
    yield chunk;
  }
  if (left > 0) throw new Error(`The file ended ${left} bytes early.`);
}
