import { dirname, join, resolve } from "node:path";

import type { Finding } from "../../boundary/finding.ts";
import { toServerFinding } from "../../boundary/graph/server-finding.ts";
import { findServerReason } from "../../boundary/graph/server-module.ts";
import { judgeCode, readModule } from "./bundle-graph.ts";
import { asFile, type BundlerContext, toFile } from "./bundler.ts";
import type { Project } from "./project.ts";

/** What a bundler is about to write. */
export type EmittedFile = EmittedChunk | EmittedAsset;

interface EmittedChunk {
  readonly type: "chunk";
  readonly fileName: string;
  readonly code: string;
  /** What each module has left in it. */
  readonly modules: Readonly<Record<string, { readonly renderedLength: number }>>;
  readonly map: SourceMap | null;
}

interface EmittedAsset {
  readonly type: "asset";
  readonly fileName: string;
  readonly source: string | Uint8Array;
  readonly originalFileNames?: readonly string[];
}

interface SourceMap {
  readonly sources?: readonly (string | null)[];
  readonly sourcesContent?: readonly (string | null)[] | undefined;
}

/** A file of the app in what is written, and how it got into it. */
interface Carried {
  readonly id: string;
  readonly rule: "build/server-module" | "build/server-file" | "build/source-map";
  /** What a map says that it is. Its path may be anybody's. */
  readonly content?: string;
}

/** The second verdict, of what is written: the server modules that something is left of, in code, maps and assets. */
export async function findEmitted(
  context: BundlerContext,
  project: Project,
  files: readonly EmittedFile[],
  folder: string,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const file of files)
    for (const carried of carriedBy(file, { folder, root: project.host.root })) {
      if (project.isReplaced(toFile(carried.id))) continue;
      const finding = await judge(context, project, file.fileName, carried);
      if (finding !== undefined) found.push(finding);
    }
  return found;
}

async function judge(
  context: BundlerContext,
  project: Project,
  fileName: string,
  { id, rule, content }: Carried,
): Promise<Finding | undefined> {
  const known = content === undefined || context.getModuleInfo(id) !== null;
  const module = known
    ? await readModule(context, project.graph, id)
    : await judgeCode(context, project.graph, id, content);
  const reason = module && findServerReason(module, project);
  if (module === undefined || reason === undefined) return undefined;
  const [file, server] = [fileName, module.shown].map((name) => ({
    name,
    file: toFile(name),
    line: 1,
    column: 1,
  })) as [Finding["chain"][number], Finding["chain"][number]];
  return { ...toServerFinding({ module, steps: [file, server] }, reason), rule };
}

function carriedBy(
  file: EmittedFile,
  { folder, root }: { readonly folder: string; readonly root: string },
): readonly Carried[] {
  const path = join(folder, file.fileName);
  if (file.type === "chunk") {
    const rendered = Object.entries(file.modules).filter(([, each]) => each.renderedLength > 0);
    const ids = new Set(rendered.map(([id]) => id.replace(/^\0(?=\/)/, "")));
    const modules = [...ids].map((id): Carried => ({ id, rule: "build/server-module" }));
    return [...modules, ...sourcesOf(file.map, path).filter(({ id }) => !ids.has(id))];
  }
  if (file.fileName.endsWith(".map")) return sourcesOf(parseMap(file.source), path);
  // A page is written anew of what it brings, which is judged by itself.
  const originals = (file.originalFileNames ?? []).filter((name) => !/\.html?$/.test(name));
  const ids = new Set(originals.map((name) => resolve(root, name) + asFile));
  return [...ids].map((id) => ({ id, rule: "build/server-file" }));
}

/** The files whose source a map carries along, as it names them: relative to itself. */
function sourcesOf(map: SourceMap | null, path: string): readonly Carried[] {
  const { sources = [], sourcesContent } = map ?? {};
  return sources.flatMap((source, index): readonly Carried[] => {
    const content = sourcesContent?.[index] ?? "";
    // The sources of packages are everybody's.
    if (source === null || content === "" || source.includes("/node_modules/")) return [];
    return [{ id: resolve(dirname(path), source), rule: "build/source-map", content }];
  });
}

function parseMap(source: string | Uint8Array): SourceMap | null {
  try {
    const text = typeof source === "string" ? source : new TextDecoder().decode(source);
    return JSON.parse(text) as SourceMap;
  } catch {
    return null;
  }
}
