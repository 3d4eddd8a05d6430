import type { ModuleImport } from "../../boundary/graph/module-graph.ts";
import { findPageReferences } from "../../boundary/graph/page-references.ts";
import { isScript } from "../module-record.ts";
import { asFile, type BundlerContext, toFile } from "./bundler.ts";
import { resolveFile } from "./resolve-file.ts";
import { isStyle } from "./style-files.ts";

/** True for a page: bundlers bring its scripts and styles as modules, and its pictures as files. */
export function isPage(id: string): boolean {
  return /\.html?$/.test(id);
}

/** The files that a page's elements bring. */
export async function pageFilesOf(
  context: BundlerContext,
  id: string,
  html: string,
): Promise<readonly ModuleImport[]> {
  const imports = findPageReferences(html).map(async ({ specifier }) => {
    const found = await resolveFile(context, specifier, toFile(id));
    // Sheets and modules are in the bundler's graph.
    if (found === undefined || isStyle(found) || isScript(found)) return [];
    const place = { file: "", line: 1, column: 1 };
    return [{ ...place, kind: "asset" as const, specifier, to: found + asFile }];
  });
  return (await Promise.all(imports)).flat();
}
