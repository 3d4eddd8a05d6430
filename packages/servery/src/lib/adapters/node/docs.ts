import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";

import type { Reply } from "../../ports/exchange.ts";
import { type Content, createContent, sendContent } from "./content.ts";
import { docsIcon, docsScript, docsStyle, toDocsPage, toMissingPage } from "./docs-page.ts";
import { toProblemReply } from "./problem-reply.ts";
import { sendReply } from "./reply.ts";
import type { Site } from "./site.ts";

/** Everything of the page comes from here, and it asks nobody else; the library draws its icons as data. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-cache",
};

type Load = () => Promise<Content>;

/** What is needed of a contract for its reference page. */
export interface DocsContract {
  readonly title: string;
  readonly problemTypes: string;
}

/** Where the page comes from. */
export interface DocsOptions {
  /** The address of a file of the package's folder; throws when the package is missing. */
  readonly resolve?: () => string;
}

/**
 * The reference page of a service at `/docs`: Swagger UI, served from the files of the package
 * `swagger-ui-dist`, reading `/openapi.json`. Where the package is missing, the page says what to install.
 */
export function createDocs(
  { title, problemTypes }: DocsContract,
  { resolve = resolvePackage }: DocsOptions = {},
): Site {
  const packaged = (name: string, type: string) =>
    once(async () => createContent(await readFile(new URL(name, resolve())), type));
  const files = new Map<string, Load>([
    ["/docs", once(() => createPage(title, resolve))],
    ["/docs/start.js", once(() => toContent(docsScript, "text/javascript; charset=utf-8"))],
    ["/docs/style.css", once(() => toContent(docsStyle, "text/css; charset=utf-8"))],
    ["/docs/icon.svg", once(() => toContent(docsIcon, "image/svg+xml"))],
    ["/docs/swagger-ui.css", packaged("swagger-ui.css", "text/css; charset=utf-8")],
    [
      "/docs/swagger-ui-bundle.js",
      packaged("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
    ],
  ]);
  return (request, response, next) => {
    const load = files.get(toPath(request.url!));
    if (load === undefined) return next();
    if (request.method === "OPTIONS") return void response.writeHead(204, { allow }).end();
    if (!isRead(request)) return sendReply(response, refuseMethod(problemTypes));
    load().then((content) => sendContent(request, response, content, headers), next);
  };
}

const allow = "GET, HEAD, OPTIONS";

function refuseMethod(problemTypes: string): Reply {
  const reply = toProblemReply("method_not_allowed", `This path takes ${allow}.`, problemTypes);
  return { ...reply, headers: { ...reply.headers, allow } };
}

function isRead({ method }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD";
}

function toPath(url: string): string {
  const path = url.replace(/[?#].*$/, "");
  return path === "/docs/" ? "/docs" : path;
}

function once(load: Load): Load {
  let content: Promise<Content> | undefined;
  return () => (content ??= load());
}

function createPage(title: string, resolve: () => string): Promise<Content> {
  const page = isInstalled(resolve) ? toDocsPage(title) : toMissingPage(title);
  return toContent(page, "text/html; charset=utf-8");
}

function isInstalled(resolve: () => string): boolean {
  try {
    return resolve() !== "";
  } catch {
    return false;
  }
}

function resolvePackage(): string {
  return import.meta.resolve("swagger-ui-dist/package.json");
}

function toContent(text: string, type: string): Promise<Content> {
  return createContent(Buffer.from(text), type);
}
