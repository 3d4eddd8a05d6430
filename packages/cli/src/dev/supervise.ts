import { toShown } from "../app/find-file.ts";
import { note, print, style } from "../output/style.ts";
import { describeServing, type Serving } from "./describe-serving.ts";
import type { ChildMessage, ChildOptions } from "./message.ts";
import { startServing } from "./serving-process.ts";
import { watchFiles } from "./watch-files.ts";

/**
 * Runs the service in a process of its own, and again whenever a file that it has loaded changes.
 * Resolves when it was told to end.
 */
export async function superviseDev(options: ChildOptions): Promise<void> {
  const ended = Promise.withResolvers<void>();
  let last: Serving | undefined;
  let current = start();
  let restarting: Promise<void> | undefined;
  let again = false;
  const watcher = watchFiles((files) => {
    note(style("dim", `\nchanged: ${files.map(toShown).join(", ")}`));
    again = restarting !== undefined;
    restarting ??= restart();
  });

  function start() {
    const started = performance.now();
    const onMessage = (message: ChildMessage) => {
      if (message.kind === "loaded") return watcher.add(message.files);
      if (message.kind === "failed") return waitForChange();
      const milliseconds = Math.round(performance.now() - started);
      print(describeServing({ ...message, milliseconds }, last));
      last = { ...message, milliseconds };
    };
    return startServing(options, onMessage, (how) => {
      note(`The service's process ended by itself (${how}).`);
      waitForChange();
    });
  }

  async function restart(): Promise<void> {
    do {
      again = false;
      await current.stop();
      current = start();
    } while (again);
    restarting = undefined;
  }

  const end = async () => {
    watcher.close();
    await restarting;
    await current.stop();
    ended.resolve();
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  return ended.promise;
}

function waitForChange(): void {
  note(style("dim", "Waiting for a change of a file …"));
}
