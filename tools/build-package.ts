import {
  cpSync,
  existsSync,
  globSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";

import { bundleDoors } from "./bundle-doors.ts";
import { type Manifest, toPublishedManifest } from "./published-manifest.ts";
import { compile, root } from "./repository.ts";

/**
 * Builds one package into its `dist`, complete with the manifest that is published, so that
 * `dist` is what `npm publish` and `npm pack` are given. Rejects when it does not compile.
 */
export async function buildPackage(folder: string): Promise<void> {
  rmSync(`${folder}/dist`, { recursive: true, force: true });
  const errors = compile("-p", `${folder}/tsconfig.build.json`);
  if (errors !== "") throw new Error(`${folder} does not compile.\n${errors}`);
  copyAssets(folder);
  for (const file of globSync(`${folder}/dist/**/*.js`)) pointWorkersAtBuilt(file);
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as Manifest;
  if (manifest.exports !== undefined) await bundleDoors(folder, manifest);
  const published = JSON.stringify(toPublishedManifest(manifest), null, 2);
  writeFileSync(`${folder}/dist/package.json`, `${published}\n`);
  cpSync(`${root}LICENSE`, `${folder}/dist/LICENSE`);
  cpSync(
    `${existsSync(`${folder}/README.md`) ? folder : root}/README.md`,
    `${folder}/dist/README.md`,
  );
}

/** Takes along what is not TypeScript: pages, styles, SQL. */
function copyAssets(folder: string): void {
  cpSync(`${folder}/src`, `${folder}/dist`, {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || !/\.tsx?$/.test(path),
  });
}

/** The compiler rewrites `.ts` in imports, but not in `new URL("./reader.ts", import.meta.url)`. */
function pointWorkersAtBuilt(file: string): void {
  const code = readFileSync(file, "utf8");
  const built = code.replaceAll(/(new URL\("\.[^"]+)\.ts("\s*,\s*import\.meta\.url\))/g, "$1.js$2");
  if (built !== code) writeFileSync(file, built);
}
