import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import { publicPrefixes, type Undecided } from "servery/boundary";

import type { ResolveSettings } from "../resolve-import.ts";
import { askVite } from "./ask-vite.ts";
import { type ConfigFile, findConfigFile, readConfigFile } from "./config-file.ts";
import { readWritten } from "./read-written.ts";
import type { SaidSettings } from "./said-settings.ts";

/** What a Vite configuration says that matters to what browsers get. */
export interface ViteSettings extends ResolveSettings {
  /** The folder with files of variables, where there is one. */
  readonly envFolder: string | undefined;
  /** What variables of the environment must start with to reach browsers. */
  readonly prefixes: readonly string[];
  /** Pages and modules that it starts with, if it says so. */
  readonly inputs: readonly string[];
  /** The folders that it writes to. */
  readonly outputs: readonly string[];
  /**
   * The exports of contract modules that browsers get beside routes; `"all"` where contract modules are not replaced, or
   * where it cannot be told which exports these are.
   */
  readonly exposed: ReadonlySet<string> | "all";
  /** What names in the code are replaced with, where Vite was asked. */
  readonly define: Readonly<Record<string, string>>;
  readonly config: ConfigFile | undefined;
  /** Why it cannot be told what the configuration says. Then these are Vite's defaults, and decide nothing. */
  readonly undecided: readonly Undecided[];
}

/**
 * Learns what an app's Vite configuration says: from its text, as far as that says everything, which takes no time; else from
 * the app's own Vite, which runs it as its build does.
 */
export async function readViteSettings(root: string): Promise<ViteSettings> {
  const path = findConfigFile(root);
  if (path === undefined) return toSettings(root, { exposed: "all" });
  const config = readConfigFile(path);
  const written = readWritten(config);
  if (written !== undefined) return { ...toSettings(root, written), config };
  const answer = await askVite(path);
  if ("settings" in answer) return { ...toSettings(root, answer.settings), config };
  const undecided = [{ subject: basename(path), reason: answer.reason }];
  return { ...toSettings(root, { exposed: "all" }), config, undecided };
}

function toSettings(here: string, said: SaidSettings): ViteSettings {
  const webRoot = resolve(here, said.root ?? "");
  const within = (folder: string | false) =>
    folder === false || folder === "" ? undefined : resolve(webRoot, folder);
  const { envPrefix = publicPrefixes, outputs = ["dist"], exposed } = said;
  return {
    webRoot,
    publicFolder: within(said.publicDir ?? "public"),
    envFolder: said.envDir === false ? undefined : resolve(webRoot, said.envDir ?? ""),
    prefixes: [envPrefix].flat(),
    aliases: said.aliases ?? [],
    conditions: toConditions(said.conditions ?? ["module", "browser", "production"]),
    mainFields: said.mainFields ?? ["browser", "module", "jsnext:main", "jsnext"],
    extensions: said.extensions ?? [".mjs", ".js", ".mts", ".ts", ".jsx", ".tsx", ".json"],
    inputs: (said.inputs ?? []).map((input) => findInput(webRoot, input)),
    outputs: outputs.map((folder) => resolve(webRoot, folder)),
    exposed: exposed === "all" ? exposed : new Set(exposed),
    define: said.define ?? {},
    config: undefined,
    undecided: [],
  };
}

/** `/index.html` is the front-end's own, unless it is a path of the machine's. */
function findInput(webRoot: string, input: string): string {
  const within = join(webRoot, input);
  return input.startsWith("/") && existsSync(within) ? within : resolve(webRoot, input);
}

/** What is asked for by `import` in a build. */
function toConditions(conditions: readonly string[]): readonly string[] {
  const own = conditions.map((each) => (each === "development|production" ? "production" : each));
  return [...new Set([...own, "import", "default"])];
}
