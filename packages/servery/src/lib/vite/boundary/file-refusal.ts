import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Connect } from "vite";

import { findServerReason } from "../../boundary/graph/server-module.ts";
import { toModule } from "./bundle-graph.ts";
import type { Project } from "./project.ts";

/** What Vite compiles for certain, so that it is judged as a module: with the way to it, and a contract by its routes. */
const compiled = /^[^?#]*\.(?:[jt]sx?|m[jt]s|css)(?:[?#]|$)|[?&]import(?:[=&]|$)/;

/** Refuses files on the server's side that are no modules: the dev server would send them as they are. */
export function createFileRefusal(get: () => Project, base: string): Connect.NextHandleFunction {
  return ({ url = "/" }, response, next) => {
    const project = get();
    if (!project.host.serves) return next();
    const file = toRequestedFile(project.host.root, withoutBase(url, base));
    if (file === undefined || compiled.test(url) || project.mode === "warn") return next();
    const refused = [file, toReal(file)]
      .map((each) => toModule(project.graph, each))
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
  const file = toDisk(path) ?? join(root, path);
  try {
    return statSync(file).isFile() ? file : undefined;
  } catch {
    // Nothing is there, or its name is longer than any may be.
    return undefined;
  }
}

function toReal(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** What Vite writes for a path on the disk: `/@fs/srv/a.json`, and where disks have letters `/@fs/C:/a.json`. */
export function toDisk(path: string): string | undefined {
  return /^\/@fs\/+(?=[A-Za-z]:)(.*)$/s.exec(path)?.[1] ?? /^\/@fs(\/.*)$/s.exec(path)?.[1];
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
