import type { build as buildWithVite } from "vite";

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
await build({
  configFile,
  logLevel: "error",
  clearScreen: false,
  build: { outDir: output, emptyOutDir: true, write: true },
});
