import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname } from "node:path";

import { removeLeftovers } from "./leftovers.ts";
import type { SaidSettings } from "./said-settings.ts";

/** What comes of asking: what is said, or why that cannot be learnt. */
export type Answer = { readonly settings: SaidSettings } | { readonly reason: string };

/** What the process is told, as JSON in its first argument. */
export interface Question {
  /** The file that Vite is loaded from: the app's own. */
  readonly vite: string;
  readonly configFile: string;
  /** What an answer must have: configurations may send messages too. */
  readonly token: string;
}

/** What the process sends. */
export interface Message {
  readonly token: string;
  readonly answer: Answer;
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
  const token = randomUUID();
  const question: Question = { vite, configFile, token };
  const asked = Date.now();
  const child = fork(new URL("./answer.ts", import.meta.url), [JSON.stringify(question)], {
    cwd: dirname(configFile),
    env: { ...process.env, NODE_ENV: "production" },
    // Aliases may be regular expressions.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    timeout: patience,
    killSignal: "SIGKILL",
  });
  const answers = new Promise<Answer>((resolve) =>
    child.on("message", (message: Partial<Message> | null) => {
      if (message?.token === token && message.answer !== undefined) resolve(message.answer);
    }),
  );
  // Only then all that it has sent has arrived.
  const ended = once(child, "disconnect").then(() => undefined);
  try {
    const answer = await Promise.race([answers, ended]);
    if (answer !== undefined) return answer;
  } finally {
    child.kill("SIGKILL");
  }
  removeLeftovers(configFile, asked);
  return { reason: "it ended before Vite had read it" };
}

function findVite(configFile: string): string | undefined {
  try {
    return createRequire(configFile).resolve("vite");
  } catch {
    return undefined;
  }
}
