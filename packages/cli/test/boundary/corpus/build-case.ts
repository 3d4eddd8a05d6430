import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripTypeScriptTypes } from "node:module";

import { build as buildWithEsbuild } from "esbuild";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { boundary } from "servery/vite";
import { build as buildWithVite } from "vite";
import { vi } from "vitest";

import { unguarded } from "./case-folder.ts";
import { type Bundler, secrets } from "./corpus-case.ts";

/** Builds a case for browsers into its `dist`, with the plugin or without. Fails as the bundler does. */
export async function buildCase(
  root: string,
  bundler: Bundler,
  { isGuarded }: { readonly isGuarded: boolean },
): Promise<void> {
  const dir = join(root, "dist");
  const input = join(root, "src/main.ts");
  if (bundler === "vite") {
    if (isGuarded) vi.stubEnv(unguarded, undefined);
    else vi.stubEnv(unguarded, "1");
    const configFile = join(root, "vite.config.js");
    await buildWithVite({ root, configFile, logLevel: "silent", build: { outDir: dir } });
  } else if (bundler === "esbuild")
    await buildWithEsbuild({
      entryPoints: [input],
      outdir: dir,
      bundle: true,
      minify: true,
      format: "esm",
      logLevel: "silent",
    });
  else {
    const plugins = [
      ...(isGuarded ? boundary({ root, secrets: Object.keys(secrets) }) : []),
      typescript,
    ] as never[];
    const make = bundler === "rollup" ? rollup : (rolldown as never as typeof rollup);
    const bundle = await make({ input, plugins, onLog: () => {}, external: /^node:|^[a-z]/ });
    await bundle.write({ dir, format: "es" });
    await bundle.close();
  }
}

/** What Rollup needs to read TypeScript; Rolldown does it by itself. */
const typescript = {
  name: "strip-types",
  load(id: string) {
    return id.endsWith(".ts") ? stripTypeScriptTypes(readFileSync(id, "utf8")) : null;
  },
};
