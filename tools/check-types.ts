import { globSync } from "node:fs";

import { compile, root } from "./repository.ts";

/** Checks every project; the library's browser doors once more, where nothing of Node's exists. */
const projects = globSync(
  ["tsconfig.json", "{packages,examples}/*/tsconfig{,.browser}.json", "bench/tsconfig.json"],
  { cwd: root },
);
const errors = projects.map((project) => compile("-p", `${root}${project}`)).filter(Boolean);
for (const words of errors) console.error(words.trimEnd());
process.exitCode = errors.length === 0 ? 0 : 1;
