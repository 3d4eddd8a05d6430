import { realpathSync } from "node:fs";

import type { Connect, ViteDevServer } from "vite";

import { findServerReason } from "../../boundary/graph/server-module.ts";
import { isScript } from "../module-record.ts";
import { toModule } from "./bundle-graph.ts";
import type { Project } from "./project.ts";
import { toRequestedFiles } from "./requested-files.ts";

/** Refuses files on the server's side that the dev server would send as they are. */
export function createFileRefusal(
  get: () => Project,
  { config, environments }: ViteDevServer,
): Connect.NextHandleFunction {
  return async (request, response, next) => {
    const project = get();
    if (!project.host.serves || project.mode === "warn" || isCompiled(request)) return next();
    const served = { root: project.host.root, aliases: config.resolve.alias };
    const files = toRequestedFiles(withoutBase(request.url ?? "/", config.base), served);
    const why = judgeNames(files, project) ?? (await judgeModules(files, environments["client"]!));
    if (why === undefined) return next();
    response.statusCode = 403;
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end(`${why}\n`);
  };
}

function judgeNames(files: readonly string[], project: Project): string | undefined {
  const refused = files
    .flatMap((file) => [file, toReal(file)])
    .map((file) => toModule(project.graph, file))
    .find((module) => findServerReason(module, project) !== undefined);
  return refused && `${refused.shown} belongs on the server: its name or the settings say so.`;
}

/** By what they import and read, as if they were compiled on their way. */
async function judgeModules(
  files: readonly string[],
  client: ViteDevServer["environments"][string],
): Promise<string | undefined> {
  for (const file of files.filter(isScript))
    try {
      await client.transformRequest(`/@fs/${file.replace(/^\//, "")}`);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "boundary_crossed") return message;
    }
  return undefined;
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
