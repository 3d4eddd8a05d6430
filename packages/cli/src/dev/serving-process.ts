import { fork } from "node:child_process";

import type { ChildMessage, ChildOptions } from "./message.ts";

/** How long a process may take to end when it was told to, in milliseconds. */
const patience = 3000;

/** A process that serves. */
export interface ServingProcess {
  /** Ends it, and resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts a process that serves; `onEnd` is told when it ends without having been stopped or having failed. */
export function startServing(
  options: ChildOptions,
  onMessage: (message: ChildMessage) => void,
  onEnd: (how: string) => void,
): ServingProcess {
  const env = { NODE_ENV: "development", LOG_FORMAT: "pretty", ...process.env };
  const child = fork(new URL("./child.ts", import.meta.url), [JSON.stringify(options)], { env });
  let expected = false;
  child.on("message", (message: ChildMessage) => {
    expected ||= message.kind === "failed";
    onMessage(message);
  });
  const exited = new Promise<void>((resolve) =>
    child.once("exit", (code, signal) => {
      resolve();
      if (!expected) onEnd(signal ?? `code ${code}`);
    }),
  );
  return {
    async stop() {
      expected = true;
      if (child.connected) child.send("stop", () => {}); // It may be ending already.
      const timer = setTimeout(() => child.kill("SIGKILL"), patience);
      await exited;
      clearTimeout(timer);
    },
  };
}
