import { relative } from "node:path";

import { isGoBetween, toFile } from "./bundler.ts";

/**
 * How a module is called where people read it. What is made up has no path, unless it is made of a file; what stands between
 * others is marked, to be left out.
 */
export function toShownName(base: string, id: string): string {
  if (isGoBetween(id)) return id;
  return /^\0(?!\/)/.test(id) ? toFile(id) : toShown(base, toFile(id));
}

/** A path as it is written in the app's folder, with slashes. */
export function toShown(base: string, file: string): string {
  return relative(base, file).replaceAll("\\", "/");
}
