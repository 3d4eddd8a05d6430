import { rmSync } from "node:fs";
import { resolve } from "node:path";

import type { build as buildWithVite, Plugin } from "vite";

/** What the process is told, as JSON in its first argument. */
export interface CanaryBuild {
  readonly configFile: string;
  /** What is thrown away. */
  readonly folder: string;
  /** Where in it to write, away from what the app builds itself. */
  readonly output: string;
}

/**
 * Builds a front-end as its own configuration says, in a process of its own: a configuration reads its environment when it
 * is loaded, and this one has canaries.
 */
const { configFile, folder, output } = JSON.parse(process.argv[2]!) as CanaryBuild;
// Whoever asked may end in a way that lets it clean up nothing.
process.once("disconnect", () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
});
process.channel?.unref();
const { build } = (await import("vite")) as { build: typeof buildWithVite };
try {
  await build({
    configFile,
    logLevel: "silent",
    clearScreen: false,
    build: { outDir: output, emptyOutDir: true, write: true, watch: null },
    plugins: [keepAway()],
  });
} catch (error) {
  // Where in the bundler it was thrown helps nobody.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** A configuration may write elsewhere, whatever folder it is given: what is there would be emptied, and filled with canaries. */
function keepAway(): Plugin {
  return {
    name: "servery:canary-output",
    enforce: "post",
    configResolved({ root, build: { outDir, rolldownOptions, rollupOptions }, environments }) {
      // Vite 7 has Rollup.
      const { output: written = [] } = rolldownOptions ?? rollupOptions;
      const outputs = [written].flat().map(({ dir }) => dir ?? outDir);
      const client = environments["client"]?.build.outDir ?? outDir;
      for (const other of [outDir, client, ...outputs])
        if (resolve(root, other) !== output)
          throw new Error(`The configuration writes to ${other}, whatever folder it is given.`);
    },
  };
}
