import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";

import { root } from "../../tools/repository.ts";
import { modulesOf } from "./built.ts";

/** What of a revision is needed to build it. */
const parts = [
  "packages/servery",
  "tools",
  "tsconfig.base.json",
  "package.json",
  "LICENSE",
  "README.md",
];

let modules: Readonly<Record<string, string>> | undefined;

/**
 * Builds Servery as it was at a revision, to be measured beside the one of now. It is given the packages
 * that are installed now.
 */
export function buildEarlier(revision: string, folder: string): void {
  console.error(`Building Servery as it was at ${revision} …`);
  const place = `${folder}/earlier`;
  mkdirSync(place);
  const archive = execFileSync("git", ["archive", revision, ...parts], {
    cwd: root,
    maxBuffer: 1 << 30,
  });
  execFileSync("tar", ["-x", "-C", place], { input: archive });
  symlinkSync(`${root}node_modules`, `${place}/node_modules`);
  const script = `import { buildPackage } from "${place}/tools/build-package.ts";
    await buildPackage("${place}/packages/servery");`;
  const built = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`${revision} cannot be built.\n${built.stderr}`);
  modules = modulesOf(`${place}/packages/servery`);
}

/** The modules of the earlier Servery. */
export function earlierModules(): Readonly<Record<string, string>> {
  if (modules === undefined) throw new Error("No earlier Servery was built.");
  return modules;
}
