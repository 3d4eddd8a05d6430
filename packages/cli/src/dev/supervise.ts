import { type ChildProcess, fork } from "node:child_process";

import { toShown } from "../app/find-file.ts";
import { note, print, style } from "../output/style.ts";
import type { ChildMessage, ChildOptions } from "./message.ts";
import { describeServing, type Serving } from "./describe-serving.ts";
import { watchFiles } from "./watch-files.ts";

/** How long a process may take to end when it was told to. */
const patience = 3000;

/**
 * Runs the service in a process of its own, and again whenever a file that it has loaded changes.
 * Resolves when it was told to end.
 */
export async function superviseDev(options: ChildOptions): Promise<void> {
  const ended = Promise.withResolvers<void>();
  let last: Serving | undefined;
  let child = start();
  let restarting: Promise<void> | undefined;
  let again = false;
  const watcher = watchFiles((files) => {
    note(style("dim", `\nchanged: ${files.map(toShown).join(", ")}`));
    again = restarting !== undefined;
    restarting ??= restart();
  });

  function start(): ChildProcess {
    const started = performance.now();
    const environment = { NODE_ENV: "development", LOG_FORMAT: "pretty", ...process.env };
    const process_ = fork(new URL("./child.ts", import.meta.url), [JSON.stringify(options)], {
      env: environment,
    });
    process_.on("message", (message: ChildMessage) => {
      if (message.kind === "loaded") return watcher.add(message.files);
      const milliseconds = Math.round(performance.now() - started);
      print(describeServing({ ...message, milliseconds }, last));
      last = { ...message, milliseconds };
    });
    process_.once("exit", (code) => {
      if (code !== 0 && code !== null) note(style("dim", "Waiting for a change of a file …"));
    });
    return process_;
  }

  async function restart(): Promise<void> {
    do {
      again = false;
      await stop(child);
      child = start();
    } while (again);
    restarting = undefined;
  }

  const end = async () => {
    watcher.close();
    await stop(child);
    ended.resolve();
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  return ended.promise;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.send("stop", () => {}); // It may have ended meanwhile.
  const timer = setTimeout(() => child.kill("SIGKILL"), patience);
  await exited;
  clearTimeout(timer);
}
