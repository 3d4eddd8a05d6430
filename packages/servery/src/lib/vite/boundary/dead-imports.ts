import type { ModuleImport } from "../../boundary/graph/module-graph.ts";
import { type BundledModule, type BundlerContext, toFile } from "./bundler.ts";
import { parseSource } from "./parse-source.ts";
import { findImports, type NamedImport } from "./syntax-facts.ts";

/** Leaves out what a module asks for only where no browser comes to: bundlers read it, and write nothing of it. */
export async function withoutDead(
  context: BundlerContext,
  { id, code, dynamicallyImportedIds }: BundledModule,
  imports: readonly ModuleImport[],
): Promise<readonly ModuleImport[]> {
  // Only `import()` and `require` can stand within a condition, which few modules have.
  const isAsked = dynamicallyImportedIds.length > 0 || /\brequire\b/.test(code ?? "");
  if (!isAsked || !/\bSSR\b|[(!]\s*(?:true|false)\b/.test(code ?? "")) return imports;
  const program = await parseSource(context, id, code ?? "");
  const written = program === undefined ? [] : findImports(program);
  const dead = written.filter(({ isDead }) => isDead);
  if (dead.length === 0) return imports;
  const alive = await toNames(
    context,
    id,
    written.filter(({ isDead }) => !isDead),
  );
  const gone = await toNames(context, id, dead);
  const isGone = (name: string | undefined) =>
    name !== undefined && gone.has(name) && !alive.has(name);
  return imports.filter(({ specifier, to }) => !isGone(to ?? specifier) && !isGone(specifier));
}

/** All that imports are called by: as they are written, and where they lead. */
async function toNames(
  context: BundlerContext,
  importer: string,
  imports: readonly NamedImport[],
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const { source } of imports) {
    names.add(source);
    const found = await context.resolve(source, toFile(importer));
    if (found !== null) names.add(found.id);
  }
  return names;
}
