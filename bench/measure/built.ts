import { cpSync, readFileSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { buildPackage } from "../../tools/build-package.ts";
import { compile, root } from "../../tools/repository.ts";

const servery = `${root}packages/servery`;
const bench = `${root}bench`;
const built = `${bench}/results/built`;

/** Builds Servery as it is published: users run JavaScript, and compile against declarations. */
export async function buildServery(): Promise<void> {
  console.error("Building Servery as it is published …");
  await buildPackage(servery);
}

/**
 * Compiles what is measured, so that no process pays for stripping types. Answers where it is, and
 * the addresses of Servery's built modules by the names under which they are imported.
 */
export function buildBench(): { folder: string; modules: Record<string, string> } {
  rmSync(built, { recursive: true, force: true });
  const errors = compile("-p", `${bench}/tsconfig.build.json`);
  if (errors !== "") throw new Error(`The benchmark does not compile.\n${errors}`);
  const migrations = "subjects/servery/migrations";
  cpSync(`${bench}/${migrations}`, `${built}/bench/${migrations}`, { recursive: true });
  return { folder: `${built}/bench`, modules: modulesOf(servery) };
}

/** The addresses of the modules of a Servery that was built, by the names under which they are imported. */
export function modulesOf(folder: string): Record<string, string> {
  return mapDoors(folder, (door) => pathToFileURL(door.default).href);
}

/** Where the compiler finds the declarations of what was built. */
export function builtPaths(): Record<string, string[]> {
  return mapDoors(servery, ({ types }) => [types]);
}

interface Door {
  readonly types: string;
  readonly default: string;
}

function mapDoors<Value>(folder: string, change: (door: Door) => Value): Record<string, Value> {
  const manifest = JSON.parse(readFileSync(`${folder}/dist/package.json`, "utf8")) as {
    exports: Record<string, Door | string>;
  };
  const doors = Object.entries(manifest.exports).flatMap(([path, door]) => {
    if (typeof door === "string") return [];
    const types = `${folder}/dist/${door.types}`;
    const absolute = { types, default: `${folder}/dist/${door.default}` };
    return [[path.replace(/^\./, "servery"), change(absolute)] as const];
  });
  return Object.fromEntries(doors);
}
