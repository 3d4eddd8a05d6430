import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's folder, with a slash at its end. */
export const root = fileURLToPath(new URL("../", import.meta.url));

/** The folders of what is published; the command line is built on the library. */
export const publishedPackages: readonly string[] = [
  `${root}packages/servery`,
  `${root}packages/cli`,
];

/** What the compiler said; no words when it is content. */
export function compile(...args: readonly string[]): string {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const command = [tsc, "--pretty", "false", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}
