import { spawnSync } from "node:child_process";

/** Lints with fixes, then formats: the paths given, or all. */
const paths = process.argv.slice(2);
const runs = [
  ["oxlint", "--fix", ...paths],
  ["oxfmt", ...paths],
] as const;

for (const [command, ...args] of runs) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
