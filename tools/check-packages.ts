import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

import { buildPackage } from "./build-package.ts";
import { compile, publishedPackages, root } from "./repository.ts";

/** Builds what is published, lints it, and uses each door from a project that has only what was built. */
const findings: string[] = [];
for (const folder of publishedPackages) {
  await buildPackage(folder);
  findings.push(...(await lint(`${folder}/dist`)));
}
findings.push(...useDoors(`${publishedPackages[0]}/dist`));
for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;

async function lint(pkgDir: string): Promise<readonly string[]> {
  const { messages, pkg = {} } = await publint({ pkgDir, pack: "npm", strict: true });
  return messages.map((message) => `${pkgDir}: ${formatMessage(message, pkg) ?? message.code}`);
}

function useDoors(dist: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(`${dist}/package.json`, "utf8")) as {
    exports: Record<string, unknown>;
  };
  const doors = Object.keys(manifest.exports)
    .filter((door) => door !== "./package.json")
    .map((door) => `servery${door.slice(1)}`);
  const project = mkdtempSync(join(tmpdir(), "servery-project-"));
  try {
    plantProject(project, dist, doors);
    return [...loads(project), ...typesOf(project)];
  } finally {
    rmSync(project, { recursive: true });
  }
}

/** A project with the built library and, beside it, the repository's packages. */
function plantProject(project: string, dist: string, doors: readonly string[]): void {
  const installed = `${root}node_modules/`;
  mkdirSync(`${project}/node_modules`);
  for (const name of readdirSync(installed))
    if (!name.startsWith(".") && name !== "servery" && name !== "@servery")
      symlinkSync(`${installed}${name}`, `${project}/node_modules/${name}`);
  symlinkSync(dist, `${project}/node_modules/servery`);
  const imports = doors.map((door, index) => `import * as door${index} from "${door}";`);
  const names = doors.map((_, index) => `door${index}`).join(", ");
  writeFileSync(`${project}/package.json`, `{ "type": "module" }`);
  writeFileSync(`${project}/main.mts`, `${imports.join("\n")}\nconsole.log([${names}].length);\n`);
  writeFileSync(
    `${project}/tsconfig.json`,
    `{ "compilerOptions": { "module": "nodenext", "strict": true, "noEmit": true, "skipLibCheck": false } }`,
  );
}

function loads(project: string): readonly string[] {
  const args = [`${project}/main.mts`];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return status === 0 ? [] : [`The doors do not load as published.\n${stderr}`];
}

/** The declarations' own errors; other libraries answer for theirs. */
function typesOf(project: string): readonly string[] {
  return compile("-p", project)
    .split("\n")
    .filter((line) => line.includes("main.mts") || line.includes("packages/servery/dist/"));
}
