import { globSync } from "node:fs";
import { dirname, matchesGlob, resolve, sep } from "node:path";

import { type Alias, toWanted } from "./resolve-import.ts";
import type { WrittenPattern } from "./written-module.ts";

interface PatternContext {
  readonly from: string;
  readonly webRoot: string;
  readonly aliases: readonly Alias[];
}

/** The files that a pattern means; `undefined` where it does not say in which folder. */
export function expandPattern(
  { globs }: Pick<WrittenPattern, "globs">,
  context: PatternContext,
): readonly string[] | undefined {
  const wanted: string[] = [];
  const away: string[] = [];
  for (const glob of globs) {
    const isAway = glob.startsWith("!");
    const whole = toWhole(isAway ? glob.slice(1) : glob, context)?.replaceAll(sep, "/");
    if (whole === undefined) return undefined;
    (isAway ? away : wanted).push(whole);
  }
  const files = wanted.flatMap((glob) => {
    const { folder, rest } = split(glob);
    const exclude = (path: string) => /(?:^|[\\/])node_modules(?:$|[\\/])/.test(path);
    return globSync(rest, { cwd: folder, exclude }).map((name) => resolve(folder, name));
  });
  const kept = files.filter((file) => !away.some((glob) => matchesGlob(file, glob)));
  return [...new Set(kept)].toSorted();
}

function toWhole(glob: string, { from, webRoot, aliases }: PatternContext): string | undefined {
  if (glob.startsWith("./") || glob.startsWith("../")) return resolve(dirname(from), glob);
  if (glob.startsWith("/")) return resolve(webRoot, glob.slice(1));
  if (glob.startsWith("**")) return resolve(webRoot, glob);
  const replaced = toWanted(glob, aliases);
  return replaced !== glob && replaced.startsWith("/") ? replaced : undefined;
}

/** The folder that a glob surely is in, and the rest of it. */
function split(glob: string): { folder: string; rest: string } {
  const parts = glob.split("/");
  const first = parts.findIndex((part) => /[*?{}[\]()!]/.test(part));
  const at = first === -1 ? parts.length - 1 : first;
  return { folder: parts.slice(0, at).join("/") || "/", rest: parts.slice(at).join("/") };
}
