import { fork } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";

import type { CanaryBuild } from "./build-canary.ts";

/** How a build went. */
export interface BuildOutcome {
  readonly code: number;
  /** What it said. */
  readonly said: string;
}

/** Builds in a process that has this environment. */
export async function runBuild(
  build: CanaryBuild,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<BuildOutcome> {
  const child = fork(new URL("./build-canary.ts", import.meta.url), [JSON.stringify(build)], {
    cwd: dirname(build.configFile),
    env: { ...environment, NODE_ENV: "production" },
    silent: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code: code ?? 1, said };
}
