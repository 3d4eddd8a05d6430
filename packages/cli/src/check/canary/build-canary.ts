import { resolve } from "node:path";

import type { build as buildWithVite, Plugin } from "vite";

/** What the process is told, as JSON in its first argument. */
export interface CanaryBuild {
  readonly configFile: string;
  /** Where to write, away from what the app builds itself. */
  readonly output: string;
}

/**
 * Builds a front-end as its own configuration says, in a process of its own: a configuration reads its environment when it
 * is loaded, and this one has canaries.
 */
const { configFile, output } = JSON.parse(process.argv[2]!) as CanaryBuild;
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
    configResolved({ root, build: { outDir, rolldownOptions }, environments }) {
      const outputs = [rolldownOptions.output ?? []].flat().map(({ dir }) => dir ?? outDir);
      const client = environments["client"]?.build.outDir ?? outDir;
      for (const folder of [outDir, client, ...outputs])
        if (resolve(root, folder) !== output)
          throw new Error(`The configuration writes to ${folder}, whatever folder it is given.`);
    },
  };
}
