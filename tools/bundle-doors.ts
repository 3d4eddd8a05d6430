import { copyFileSync, existsSync, globSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename } from "node:path";

import { build } from "vite";

import { type Manifest, toPublishedManifest } from "./published-manifest.ts";
import { root } from "./repository.ts";

/**
 * Of hundreds of small modules, of which nearly all are needed for the first answer: bundled, they load
 * in a fraction of the time and memory. Their types stay in the packages themselves.
 */
const inlined = ["kysely"];

/**
 * Puts what a package's doors and commands have in common into few files, in the place of its compiled
 * modules. All files lie beside each other, so a worker's file is found from wherever it is named.
 */
export async function bundleDoors(folder: string, manifest: Manifest): Promise<void> {
  const dist = `${folder}/dist`;
  const input = { ...toEntries(manifest, dist), ...findWorkers(dist) };
  const compiled = globSync(`${dist}/**/*.js`);
  const bundled = `${dist}/bundled`;
  await build({
    configFile: false,
    logLevel: "warn",
    root: folder,
    ssr: { noExternal: inlined, external: true },
    build: {
      ssr: true,
      outDir: bundled,
      target: "esnext",
      minify: false,
      rolldownOptions: {
        input,
        external: (id) => /^[^./]/.test(id) && !inlined.includes(id),
        preserveEntrySignatures: "strict",
        output: {
          entryFileNames: "[name].js",
          chunkFileNames: "[name]-[hash].js",
          comments: { jsdoc: false, legal: true, annotation: true },
        },
      },
    },
  });
  for (const file of compiled) rmSync(file);
  for (const file of globSync(`${bundled}/*`)) renameSync(file, `${dist}/${basename(file)}`);
  rmSync(bundled, { recursive: true });
  for (const name of inlined)
    if (manifest.dependencies?.[name] !== undefined)
      copyFileSync(`${root}node_modules/${name}/LICENSE`, `${dist}/LICENSE.${name}`);
}

function toEntries(manifest: Manifest, dist: string): Record<string, string> {
  const { exports = {}, bin = {} } = toPublishedManifest(manifest) as {
    exports?: Record<string, string | { default: string }>;
    bin?: Record<string, string>;
  };
  const paths = [...Object.values(exports), ...Object.values(bin)]
    .map((path) => (typeof path === "string" ? path : path.default))
    .filter((path) => path.endsWith(".js"));
  return Object.fromEntries(paths.map((path) => [basename(path, ".js"), `${dist}/${path}`]));
}

/** The modules that run in processes and threads of their own. */
function findWorkers(dist: string): Record<string, string> {
  const named = /new URL\("\.\/([^"/]+)\.js"\s*,\s*import\.meta\.url\)/g;
  const workers: Record<string, string> = {};
  for (const file of globSync(`${dist}/**/*.js`))
    for (const [, name] of readFileSync(file, "utf8").matchAll(named)) {
      const worker = file.replace(/[^/]+$/, `${name}.js`);
      // A comment may name one that there is not.
      if (existsSync(worker)) workers[name!] = worker;
    }
  return workers;
}
