import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";

import { Failure } from "../output/failure.ts";

/** Where a module of an app stands when nothing else is said. */
export const places = {
  service: ["service.ts", "src/service.ts", "service.js", "src/service.js"],
  contract: ["contract.ts", "src/contract.ts", "contract.js", "src/contract.js"],
  matrix: ["matrix.ts", "src/matrix.ts", "matrix.js", "src/matrix.js"],
  // In the order in which Vite itself looks for it.
  vite: ["js", "mjs", "ts", "cjs", "mts", "cts"].map((ending) => `vite.config.${ending}`),
} as const;

/** Finds a module by convention. */
export function findFile(kind: keyof typeof places): string | undefined {
  return places[kind].map((name) => resolve(name)).find((file) => existsSync(file));
}

/**
 * Finds the module that was named, or one by convention.
 * @throws Failure that says where was looked, and which option names it.
 */
export function requireFile(
  kind: "service" | "contract" | "matrix",
  named: string | undefined,
): string {
  if (named !== undefined) {
    const file = resolve(named);
    if (existsSync(file)) return file;
    throw new Failure(`There is no file "${named}" in ${process.cwd()}. Correct --${kind}.`, {
      exitCode: 2,
    });
  }
  const found = findFile(kind);
  if (found !== undefined) return found;
  throw new Failure(
    `No ${kind} was found in ${process.cwd()}: looked for ${places[kind].join(", ")}. Name its file: --${kind} path/to/${kind}.ts`,
    { exitCode: 2 },
  );
}

/** A path as a reader in this directory would write it. */
export function toShown(file: string): string {
  const shown = relative(process.cwd(), file);
  return shown.startsWith("..") ? file : shown;
}
