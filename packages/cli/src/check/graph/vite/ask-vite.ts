import { fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname } from "node:path";

import type { SaidSettings } from "./said-settings.ts";

/** What comes of asking: what is said, or why that cannot be learnt. */
export type Answer = { readonly settings: SaidSettings } | { readonly reason: string };

/** What the process is told, as JSON in its first argument. */
export interface Question {
  /** The file that Vite is loaded from: the app's own. */
  readonly vite: string;
  readonly configFile: string;
}

/** Longer no configuration takes; one that waits for something would hold up a commit for ever. */
const patience = 60_000;

/**
 * Asks an app's own Vite what the app's configuration says to a build. In a process of its own: it runs the app's code, which
 * may print, change the environment, or not end.
 */
export async function askVite(configFile: string): Promise<Answer> {
  const vite = findVite(configFile);
  if (vite === undefined)
    return { reason: "what it says is not all written down in it, and Vite is not installed here" };
  const question: Question = { vite, configFile };
  const child = fork(new URL("./answer.ts", import.meta.url), [JSON.stringify(question)], {
    cwd: dirname(configFile),
    env: { ...process.env, NODE_ENV: "production" },
    // Aliases may be regular expressions.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    timeout: patience,
    killSignal: "SIGKILL",
  });
  const answers = new Promise<Answer>((resolve) => child.once("message", resolve));
  // Only then all that it has sent has arrived.
  const ended = once(child, "disconnect").then(() => ({
    reason: "it ended before Vite had read it",
  }));
  try {
    return await Promise.race([answers, ended]);
  } finally {
    child.kill("SIGKILL");
  }
}

function findVite(configFile: string): string | undefined {
  try {
    return createRequire(configFile).resolve("vite");
  } catch {
    return undefined;
  }
}
