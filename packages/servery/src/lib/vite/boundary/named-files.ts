import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { ModuleImport } from "../../boundary/graph/module-graph.ts";
import { asFile, type BundlerContext, toFile } from "./bundler.ts";
import { toTarget } from "./import-log.ts";
import { parseSource } from "./parse-source.ts";
import { findNamedFiles } from "./syntax-facts.ts";

const nowhere = { file: "", line: 1, column: 1 };

/**
 * The files that a module brings by their addresses, without importing them: bundlers copy them, or write them into the
 * code, and tell nobody.
 * @param code as it was before it was compiled; compilers put addresses of their own there.
 * @param workersApart true where workers have a bundle of their own, which is checked as one.
 */
export async function namedFilesOf(
  context: BundlerContext,
  id: string,
  code: string,
  workersApart: boolean,
): Promise<readonly ModuleImport[]> {
  const program = parseSource(context, id, code);
  const imports: ModuleImport[] = [];
  for (const { url, kind } of program === undefined ? [] : findNamedFiles(program)) {
    if (kind === "worker" && workersApart) continue;
    const file = await toNamedFile(context, url, toFile(id));
    if (file !== undefined)
      imports.push({ ...nowhere, kind, specifier: url, to: await toCarrier(context, file, kind) });
  }
  return imports;
}

/** A worker that the bundler has read is a module of it; anything else comes as the file that it is. */
async function toCarrier(context: BundlerContext, file: string, kind: "worker" | "asset") {
  return kind === "worker" && context.getModuleInfo(file) !== null ? file : file + asFile;
}

async function toNamedFile(
  context: BundlerContext,
  url: string,
  importer: string,
): Promise<string | undefined> {
  const plain = toFile(url);
  if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(plain) || plain === "") return undefined;
  const beside = resolve(dirname(importer), plain);
  if (existsSync(beside)) return beside;
  return plain.startsWith(".") ? undefined : toTarget(await context.resolve(plain, importer));
}

const styles = /\.(?:css|scss|sass|less|styl|stylus|pcss|postcss)$/;
/** What may be left out where another style is brought. */
const languages = ["", ".scss", ".sass", ".less", ".styl", ".css"];
const reference =
  /@(?:import|use|forward)\s+(?:url\(\s*)?["']([^"']+)["']|\burl\(\s*["']?([^"')]+)/g;

/** The files that a style brings. */
export async function styleFilesOf(id: string): Promise<readonly ModuleImport[]> {
  const file = toFile(id);
  if (!styles.test(file)) return [];
  const text = await readFile(file, "utf8").catch(() => "");
  return [...text.matchAll(reference)].flatMap(([, imported, url]) => {
    const specifier = (imported ?? url)!.trim();
    const plain = resolve(dirname(file), toFile(specifier));
    const target = languages.map((ending) => plain + ending).find((each) => existsSync(each));
    if (target === undefined) return [];
    const to = imported === undefined ? target + asFile : target;
    return [{ ...nowhere, kind: "style" as const, specifier, to }];
  });
}
