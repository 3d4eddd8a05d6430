import { isBuiltin } from "node:module";
import { gzipSync } from "node:zlib";

import { build, type Plugin, type Rolldown } from "vite";

/** What a browser would load at once for a module: its chunk and those that it imports statically. */
export interface BrowserBundle {
  readonly gzipBytes: number;
  /** Node's modules that it asks for, wherever in its graph, lazy parts included. */
  readonly nodeModules: readonly string[];
  /** The files in it that come from packages. */
  readonly packageFiles: readonly string[];
}

/** Bundles and minifies a module as Vite does for a browser, all its exports kept, in memory. */
export async function bundleForBrowser(entry: string): Promise<BrowserBundle> {
  const nodeModules = new Set<string>();
  const result = await build({
    configFile: false,
    logLevel: "silent",
    plugins: [collectNodeModules(nodeModules)],
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: "strict" },
    },
  });
  const chunks = loadedAtOnce(
    (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput,
  );
  return {
    gzipBytes: chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0),
    nodeModules: [...nodeModules],
    packageFiles: chunks
      .flatMap(({ moduleIds }) => moduleIds)
      .filter((id) => id.includes("/node_modules/")),
  };
}

/** Notes Node's modules before Vite replaces them with empty ones. */
function collectNodeModules(found: Set<string>): Plugin {
  return {
    name: "collect-node-modules",
    enforce: "pre",
    resolveId(specifier) {
      if (!isBuiltin(specifier)) return null;
      found.add(specifier);
      return { id: specifier, external: true };
    },
  };
}

function loadedAtOnce({ output }: Rolldown.RolldownOutput): readonly Rolldown.OutputChunk[] {
  const chunks = output.filter((each) => each.type === "chunk");
  const names = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const name of names)
    for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
      names.add(next);
  return chunks.filter(({ fileName }) => names.has(fileName));
}
