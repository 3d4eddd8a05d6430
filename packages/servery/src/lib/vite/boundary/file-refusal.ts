import { realpathSync } from "node:fs";

import type { Connect, ResolvedConfig } from "vite";

import { findServerReason } from "../../boundary/graph/server-module.ts";
import { toModule } from "./bundle-graph.ts";
import type { Project } from "./project.ts";
import { toRequestedFiles } from "./requested-files.ts";

/** Refuses files on the server's side that are no modules: the dev server would send them as they are. */
export function createFileRefusal(
  get: () => Project,
  { base, resolve }: Pick<ResolvedConfig, "base" | "resolve">,
): Connect.NextHandleFunction {
  return (request, response, next) => {
    const project = get();
    if (!project.host.serves || project.mode === "warn" || isCompiled(request)) return next();
    const served = { root: project.host.root, aliases: resolve.alias };
    const refused = toRequestedFiles(withoutBase(request.url ?? "/", base), served)
      .flatMap((file) => [file, toReal(file)])
      .map((file) => toModule(project.graph, file))
      .find((module) => findServerReason(module, project) !== undefined);
    if (refused === undefined) return next();
    response.statusCode = 403;
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end(`${refused.shown} belongs on the server: its name or the settings say so.\n`);
  };
}

/** What Vite compiles for certain, so that it is judged as a module: with the way to it, and a contract by its routes. */
const compiled = /^[^?#]*\.(?:[jt]sx?|m[jt]s|css)(?:\?|$)|[?&]import=?(?:&|$)/;

/** What is opened in a window, or asked for in another way than `GET`, it sends as it is written. */
function isCompiled({ url = "/", method = "GET", headers }: Connect.IncomingMessage): boolean {
  const isDocument = /^(?:document|(?:i|fenced)?frame)$/.test(`${headers["sec-fetch-dest"]}`);
  return compiled.test(url) && /^(?:GET|HEAD)$/.test(method) && !isDocument;
}

function withoutBase(url: string, base: string): string {
  return base !== "/" && url.startsWith(base) ? `/${url.slice(base.length)}` : url;
}

/** As the disk spells it, too. */
function toReal(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return file;
  }
}
