import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Removes what Vite has compiled a configuration to since a time, and did not come to remove itself: it writes
 * `vite.config.ts.timestamp-1700000000000-….mjs`, and the configuration's code may end the process.
 */
export function removeLeftovers(configFile: string, since: number): void {
  const start = `${basename(configFile)}.timestamp-`;
  for (const folder of foldersOf(configFile))
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const isOurs = name.startsWith(start) && name.endsWith(".mjs");
      if (isOurs && Number.parseInt(name.slice(start.length)) >= since)
        rmSync(join(folder, name), { force: true });
    }
}

/** Vite writes to the nearest `node_modules`, and beside the file where there is none, or none that may be written to. */
function foldersOf(configFile: string): readonly string[] {
  const here = dirname(configFile);
  for (let at = here; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    if (existsSync(modules)) return [here, join(modules, ".vite-temp")];
    if (dirname(at) === at) return [here];
  }
}
