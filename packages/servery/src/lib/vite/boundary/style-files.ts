import { readFile } from "node:fs/promises";

import type { ModuleImport } from "../../boundary/graph/module-graph.ts";
import { findStyleReferences } from "../../boundary/graph/style-references.ts";
import { asFile, type BundlerContext, toFile } from "./bundler.ts";
import { resolveFile } from "./resolve-file.ts";

const endings = "css|scss|sass|less|styl|stylus|pcss|postcss|sss";
const styles = new RegExp(String.raw`\.(${endings})(?:$|\?)`);
const styleFiles = new RegExp(String.raw`\.(?:${endings})$`);
/** What may be left out where another sheet is brought. */
const languages = [".scss", ".sass", ".less", ".styl", ".css"];

/** True for a style sheet: a file, or what a page or a component has between its tags, as bundlers call it. */
export function isStyle(id: string): boolean {
  return styles.test(id);
}

/** The files that a style sheet brings, found as bundlers do: beside it first, then as any module is. */
export async function styleFilesOf(
  context: BundlerContext,
  id: string,
  written: string | undefined,
): Promise<readonly ModuleImport[]> {
  const language = styles.exec(id)?.[1];
  if (language === undefined) return [];
  const file = toFile(id);
  const isFile = styleFiles.test(file);
  const css = written ?? (isFile ? await readFile(file, "utf8").catch(() => "") : "");
  const imports = findStyleReferences(css, language).map(async ({ kind, specifier }) => {
    const found =
      kind === "asset"
        ? await resolveFile(context, specifier, file)
        : await resolveSheet(context, toFile(specifier), file);
    if (found === undefined) return [];
    const to = kind === "asset" ? found + asFile : found;
    return [{ file: "", line: 1, column: 1, kind: "style" as const, specifier, to }];
  });
  return (await Promise.all(imports)).flat();
}

async function resolveSheet(context: BundlerContext, specifier: string, importer: string) {
  for (const name of namesOf(specifier)) {
    const found = await resolveFile(context, name, importer);
    if (found !== undefined && styleFiles.test(found)) return found;
  }
  return undefined;
}

/** All that a sheet may be called by: Sass leaves out an ending, an underscore, and `index` in a folder. */
function namesOf(specifier: string): readonly string[] {
  const underscored = specifier.replace(/([^/]*)$/, "_$1");
  const plain = [specifier, underscored];
  if (styleFiles.test(specifier)) return plain;
  const stems = [...plain, `${specifier}/_index`, `${specifier}/index`];
  return [...languages.flatMap((ending) => stems.map((stem) => stem + ending)), specifier];
}
