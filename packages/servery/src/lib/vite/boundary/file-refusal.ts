import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Connect } from "vite";

import { findServerReason } from "../../boundary/graph/server-module.ts";
import { toPathModule } from "./bundle-graph.ts";
import type { Project } from "./project.ts";

/** What Vite compiles for certain, so that it is judged as a module: with the way to it, and a contract by its routes. */
const compiled = /^[^?#]*\.(?:[jt]sx?|m[jt]s|css)(?:[?#]|$)|[?&]import(?:[=&]|$)/;

/** Refuses files on the server's side that are no modules: the dev server would send them as they are. */
export function createFileRefusal(get: () => Project, base: string): Connect.NextHandleFunction {
  return ({ url = "/" }, response, next) => {
    const project = get();
    const file = toRequestedFile(project.host.root, withoutBase(url, base));
    if (file === undefined || compiled.test(url) || project.mode === "warn") return next();
    const refused = [file, realpathSync(file)]
      .map((each) => toPathModule(project.graph, each))
      .find((module) => findServerReason(module, project) !== undefined);
    if (refused === undefined) return next();
    response.statusCode = 403;
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end(`${refused.shown} belongs on the server: its name or the settings say so.\n`);
  };
}

function withoutBase(url: string, base: string): string {
  return base !== "/" && url.startsWith(base) ? `/${url.slice(base.length)}` : url;
}

/** The file that a path means, on the disk or in the front-end's folder; `undefined` where there is none. */
function toRequestedFile(root: string, url: string): string | undefined {
  const path = decode(url.replace(/[?#].*$/s, ""));
  if (path === undefined || path.includes("\0")) return undefined;
  const file = path.startsWith("/@fs/") ? path.slice("/@fs".length) : join(root, path);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
