import { basename } from "node:path/posix";

import type { ModuleFile } from "./module-file.ts";

const vagueNames = new Set(["types", "utils", "util", "helpers", "helper", "common", "misc"]);
const longest = 400;

/** Finds files that are too long, named for nothing, or not in kebab-case. */
export function findMisshapenFiles(files: readonly ModuleFile[]): readonly string[] {
  return files.flatMap(({ path, lineCount }) => {
    const [name = "", ...endings] = basename(path).split(".");
    const found: string[] = [];
    if (lineCount > longest) found.push(`${path}: has ${lineCount} lines; ${longest} is the end`);
    if (vagueNames.has(name)) found.push(`${path}: is named for nothing; name its one job`);
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) found.push(`${path}: is not named in kebab-case`);
    if (endings.at(-1) === "tsx" && !path.startsWith("lib/react/"))
      found.push(`${path}: has JSX, which belongs in react`);
    return found;
  });
}
