import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { buildPackage } from "../../tools/build-package.ts";

const folder = new URL("../../packages/servery", import.meta.url).pathname;

/** Builds Servery as it is published: users run JavaScript, and compile against declarations. */
export function buildServery(): void {
  console.error("Building Servery as it is published …");
  buildPackage(folder);
}

/** Where the compiler finds the declarations of what was built. */
export function builtPaths(): Record<string, string[]> {
  return mapDoors(({ types }) => [types]);
}

/** The addresses of the built modules by the names under which they are imported. */
export function builtModules(): Record<string, string> {
  return mapDoors((door) => pathToFileURL(door.default).href);
}

interface Door {
  readonly types: string;
  readonly default: string;
}

function mapDoors<Value>(change: (door: Door) => Value): Record<string, Value> {
  const manifest = JSON.parse(readFileSync(`${folder}/dist/package.json`, "utf8")) as {
    exports: Record<string, Door | string>;
  };
  const doors = Object.entries(manifest.exports).flatMap(([path, door]) => {
    if (typeof door === "string") return [];
    const absolute = {
      types: `${folder}/dist/${door.types}`,
      default: `${folder}/dist/${door.default}`,
    };
    return [[path.replace(/^\./, "servery"), change(absolute)] as const];
  });
  return Object.fromEntries(doors);
}
