import type { IncomingMessage, Server, ServerResponse } from "node:http";

import { createDocs, type DocsContract } from "./docs.ts";
import { createServicePathTest, type PathsOfContract } from "./service-paths.ts";
import { createSite, type Site, type SiteDirectory } from "./site.ts";

/** A front-end's development server as a function, in Connect's manner. */
export interface SiteMiddleware {
  /** Called once with the server, before it listens, so that Vite can take its web socket. */
  middleware(server: Server): SiteHandler | Promise<SiteHandler>;
}

/** Connect's manner: answers, or calls `next`. */
export type SiteHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** What is served beside the operations. */
export interface FrontOptions {
  /** A built front-end, or its development server. Operations go first. */
  readonly site?: SiteDirectory | SiteMiddleware;
  /** Whether the reference page is served at `/docs`. Default `true`. */
  readonly docs?: boolean;
}

/** Answers what is not the service's, or calls `next`. */
export type Front = Site;

/** What is needed of a contract for its reference page and its paths. */
export interface FrontContract extends PathsOfContract, DocsContract {}

/** Puts the reference page and the site before the service; `undefined` when there are none. */
export async function createFront(
  contract: FrontContract,
  options: FrontOptions,
  server: Server,
): Promise<Front | undefined> {
  const docs = options.docs === false ? undefined : createDocs(contract);
  const site = options.site === undefined ? undefined : await toSite(options.site, server);
  if (docs === undefined && site === undefined) return undefined;
  const isServicePath = createServicePathTest(contract);
  return (request, response, next) => {
    const path = withoutQuery(request.url!);
    if (docs !== undefined && (path === "/docs" || path.startsWith("/docs/")))
      return docs(request, response, next);
    if (site === undefined || isServicePath(path)) return next();
    site(request, response, next);
  };
}

async function toSite(site: SiteDirectory | SiteMiddleware, server: Server): Promise<Site> {
  return "directory" in site ? createSite(site) : await site.middleware(server);
}

function withoutQuery(url: string): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}
