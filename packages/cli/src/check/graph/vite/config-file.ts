import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parseSync, type Program } from "oxc-parser";

import { places } from "../../../app/find-file.ts";

/** The file of an app's Vite settings. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  /** What of it could be read as syntax. */
  readonly program: Program;
}

/** Finds the file of an app's Vite settings, where it has one. */
export function findConfigFile(root: string): string | undefined {
  return places.vite.map((name) => join(root, name)).find((file) => existsSync(file));
}

export function readConfigFile(path: string): ConfigFile {
  const text = readFileSync(path, "utf8");
  return { path, text, program: parseSync(path, text).program };
}
