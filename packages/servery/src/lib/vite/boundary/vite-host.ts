import type { ResolvedConfig } from "vite";

import type { BoundaryOptions } from "./boundary-options.ts";
import type { Host } from "./project.ts";

/** What Vite's settings say of what it is going to do. */
export async function toViteHost(options: BoundaryOptions, config: ResolvedConfig): Promise<Host> {
  const { mode, envDir, command, configFile } = config;
  // Who bundles without Vite has no Vite.
  const vite = await import("vite");
  return {
    root: options.root ?? config.root,
    mode,
    envFolder: envDir === false ? undefined : envDir,
    loaded: envDir === false ? {} : vite.loadEnv(mode, envDir, ""),
    env: config.env,
    define: { ...config.define, ...config.environments["client"]?.define },
    file: configFile,
    workersApart: true,
    serves: command === "serve" && !isTestRunner(config),
    tests: isTestRunner(config),
    cacheFolder: command === "serve" ? config.cacheDir : undefined,
  };
}

function isTestRunner({ plugins }: ResolvedConfig): boolean {
  return plugins.some(({ name }) => name === "vitest" || name.startsWith("vitest:"));
}
