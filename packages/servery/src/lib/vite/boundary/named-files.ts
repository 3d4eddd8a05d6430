import type { ModuleImport } from "../../boundary/graph/module-graph.ts";
import { isScript } from "../module-record.ts";
import { asFile, asWorker, type BundlerContext, toFile } from "./bundler.ts";
import { parseSource } from "./parse-source.ts";
import { resolveFile } from "./resolve-file.ts";
import { findNamedFiles, type NamedFile } from "./syntax-facts.ts";

/**
 * The files that a module brings by their addresses, without importing them: bundlers copy them, or write them into the
 * code, and tell nobody.
 * @param code as it was before it was compiled; compilers put addresses of their own there.
 * @param workersApart true where workers are no part of this graph.
 */
export async function namedFilesOf(
  context: BundlerContext,
  id: string,
  code: string,
  workersApart: boolean,
): Promise<readonly ModuleImport[]> {
  const program = isScript(toFile(id)) ? await parseSource(context, id, code) : undefined;
  const named = program === undefined ? findInText(code) : findNamedFiles(program);
  const imports: ModuleImport[] = [];
  for (const { url, kind } of named) {
    const file = await resolveFile(context, url, toFile(id));
    if (file === undefined) continue;
    const mark = kind === "worker" && workersApart ? asWorker : asFile;
    // A worker that the bundler has read is a module of it; anything else comes as the file that it is.
    const isRead = kind === "worker" && !workersApart && context.getModuleInfo(file) !== null;
    const to = isRead ? file : file + mark;
    imports.push({ file: "", line: 1, column: 1, kind, specifier: url, to });
  }
  return imports;
}

/** Not what only looks like one: `accept="image/*"`, `"./**"`, an address. */
const comments = /<!--[^]*?-->|(?<=^|[\s;{}(,])(?:\/\*[^]*?\*\/|\/\/.*)/gm;
const addresses =
  /(\bnew\s+(?:Shared)?Worker\s*\(\s*)?\bnew\s+URL\s*\(\s*(?:"([^"\n]+)"|'([^'\n]+)'|`([^`$]+)`)\s*,\s*import\.meta\.url\b/g;

/** In a component, which is none of JavaScript's languages, by the same pattern as bundlers look for it. */
function findInText(code: string): readonly NamedFile[] {
  const text = code.replaceAll(comments, " ");
  return Array.from(text.matchAll(addresses), ([, worker, double, single, template]) => ({
    url: (double ?? single ?? template)!,
    kind: worker === undefined ? "asset" : "worker",
  }));
}
