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

/** Where a build runs. */
export interface BuildProcess {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends it at once. */
  readonly signal: AbortSignal;
}

/** Builds in a process of its own. */
export async function runBuild(
  build: CanaryBuild,
  { environment, signal }: BuildProcess,
): Promise<BuildOutcome> {
  const child = fork(new URL("./build-canary.ts", import.meta.url), [JSON.stringify(build)], {
    cwd: dirname(build.configFile),
    env: { ...environment, NODE_ENV: "production" },
    silent: true,
    signal,
    // Whatever its configuration would do at the end.
    killSignal: "SIGKILL",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code: code ?? 1, said };
}
