import { isBuiltin } from "node:module";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";

import { build, type InlineConfig, loadConfigFromFile, type Plugin, type Rolldown } from "vite";

/** What a browser would load at once for a module: its chunk and those that it imports statically. */
export interface BrowserBundle {
  readonly gzipBytes: number;
  /** What it would load later for modules whose files match, with all that they need besides. */
  laterGzipBytes(files: RegExp): number;
  /** Node's modules that it asks for, wherever in its graph, lazy parts included. */
  readonly nodeModules: readonly string[];
  /** The files in it that come from packages. */
  readonly packageFiles: readonly string[];
}

/**
 * Bundles and minifies a module as Vite does for a browser, in memory.
 * @param names the exports that an application would import; default all of them.
 */
export async function bundleForBrowser(
  entry: string,
  names?: readonly string[],
): Promise<BrowserBundle> {
  const nodeModules = new Set<string>();
  const chunks = await buildChunks({
    configFile: false,
    plugins: [collectNodeModules(nodeModules), importSome(entry, names)],
    build: {
      modulePreload: false,
      rolldownOptions: {
        input: names === undefined ? entry : someOf,
        // As in an application, whose lazy parts take from its own chunk what they share with it.
        preserveEntrySignatures: "allow-extension",
      },
    },
  });
  const loaded = loadedAtOnce(chunks);
  return {
    gzipBytes: gzipBytes(loaded),
    laterGzipBytes: (files) => {
      const isLater = (chunk: Rolldown.OutputChunk) => filesIn(chunk).some((id) => files.test(id));
      const later = withImports(chunks, chunks.filter(isLater));
      return gzipBytes(later.filter((chunk) => !loaded.includes(chunk)));
    },
    nodeModules: [...nodeModules],
    packageFiles: loaded.flatMap(filesIn).filter((id) => id.includes("/node_modules/")),
  };
}

/** What an application's bundle holds of the client, lazy parts not counted, and of other things. */
export interface AppBundle {
  readonly clientGzipBytes: number;
  /** Every file that left code in it. */
  readonly files: readonly string[];
}

const clientRooms = /\/packages\/servery\/src\/lib\/(base|contract|protocol|client)\//;

/** Builds an application by its own Vite configuration, with the client in a chunk of its own. */
export async function bundleApp(appRoot: string): Promise<AppBundle> {
  const group = { name: "servery-client", test: clientRooms, entriesAware: true };
  const own = await loadConfigFromFile(
    { command: "build", mode: "production" },
    undefined,
    appRoot,
    "silent",
  );
  const chunks = await buildChunks({
    // Vite would take both from the current directory.
    configFile: own?.path ?? false,
    root: resolve(appRoot, own?.config.root ?? ""),
    build: { rolldownOptions: { output: { codeSplitting: { groups: [group] } } } },
  });
  const client = loadedAtOnce(chunks).filter((chunk) =>
    filesIn(chunk).some((id) => clientRooms.test(id)),
  );
  return { clientGzipBytes: gzipBytes(client), files: chunks.flatMap(filesIn) };
}

async function buildChunks(config: InlineConfig): Promise<readonly Rolldown.OutputChunk[]> {
  const result = await build({
    logLevel: "silent",
    ...config,
    build: { write: false, minify: true, ...config.build },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
  return output.filter((each) => each.type === "chunk");
}

const someOf = "virtual:some-exports";

/** A module that has only these exports of another. */
function importSome(entry: string, names: readonly string[] | undefined): Plugin {
  return {
    name: "import-some",
    resolveId: (specifier) => (specifier === someOf ? someOf : null),
    load: (id) =>
      id === someOf ? `export { ${names?.join(", ")} } from ${JSON.stringify(entry)};` : null,
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

function loadedAtOnce(chunks: readonly Rolldown.OutputChunk[]): readonly Rolldown.OutputChunk[] {
  return withImports(
    chunks,
    chunks.filter(({ isEntry }) => isEntry),
  );
}

/** Some of the chunks, and what those import statically. */
function withImports(
  chunks: readonly Rolldown.OutputChunk[],
  some: readonly Rolldown.OutputChunk[],
): readonly Rolldown.OutputChunk[] {
  const names = new Set(some.map(({ fileName }) => fileName));
  for (const name of names)
    for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
      names.add(next);
  return chunks.filter(({ fileName }) => names.has(fileName));
}

function filesIn({ modules }: Rolldown.OutputChunk): readonly string[] {
  return Object.entries(modules).flatMap(([id, { renderedLength }]) =>
    renderedLength > 0 ? [id] : [],
  );
}

function gzipBytes(chunks: readonly Rolldown.OutputChunk[]): number {
  return chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
}
