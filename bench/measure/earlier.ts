import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";

import { root } from "../../tools/repository.ts";
import { modulesOf } from "./built.ts";
import type { Bench } from "./prepare.ts";

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

/** The last revision without live queries and their cache. */
export const lastWithoutLive = "9db7d13";

/**
 * Builds Servery as it was at the wanted revision, once, to be measured beside the one of now; it is given the
 * packages that are installed now. False where the repository does not reach back so far, or sources are measured.
 */
export function hasEarlier({ earlier, source, folder }: Bench): boolean {
  if (modules !== undefined) return true;
  if (source || !isKnown(earlier)) return false;
  modules = build(earlier, folder);
  return true;
}

function isKnown(revision: string): boolean {
  const object = `${revision}^{commit}`;
  return spawnSync("git", ["cat-file", "-e", object], { cwd: root }).status === 0;
}

function build(revision: string, folder: string): Record<string, string> {
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
  return modulesOf(`${place}/packages/servery`);
}

/** The modules of the earlier Servery. */
export function earlierModules(): Readonly<Record<string, string>> {
  if (modules === undefined) throw new Error("No earlier Servery was built.");
  return modules;
}
