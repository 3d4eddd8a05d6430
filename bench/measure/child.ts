import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A process of ours that answers each message with one message. */
export interface Child {
  readonly pid: number;
  /** The next message that it sends. */
  receive<Message>(): Promise<Message>;
  ask<Message>(message: object): Promise<Message>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** The processor that it is bound to, where the machine can. Default: any. */
  readonly core?: number;
  /** A file descriptor for its standard output. Default: nowhere. */
  readonly output?: number;
  /** Runs the sources, even where there is a build. */
  readonly isSource?: boolean;
  /** What runs it. Default: this Node. */
  readonly runtime?: string;
  /** Options of Node itself. */
  readonly flags?: readonly string[];
  /** Another build of Servery: its modules by the names under which they are imported. */
  readonly modules?: Readonly<Record<string, string>>;
}

/** Whether processes can be bound to processors here. */
export const canPin =
  availableParallelism() > 1 &&
  spawnSync("taskset", ["-c", "0", "true"], { stdio: "ignore" }).status === 0;

/** Where the benchmark's sources are. */
export const sources = fileURLToPath(new URL("..", import.meta.url));
let folder = sources;
const hooks: string[] = [];

/** Lets every child that is started from now on run what was built, of Servery and of the benchmark. */
export function useBuilt(built: {
  readonly folder: string;
  readonly modules: Readonly<Record<string, string>>;
}): void {
  folder = `${built.folder}/`;
  process.env["SERVERY_BUILT"] = JSON.stringify(built.modules);
  hooks.push("--import", pathToFileURL(`${folder}run-built.js`).href);
}

/** Runs a module of the benchmark in a process of its own. */
export function startChild(
  module: string,
  parameters: readonly string[],
  options: ChildOptions,
): Child {
  const { flags = [] } = options;
  const isBuilt = hooks.length > 0 && options.isSource !== true;
  const file = isBuilt ? folder + module.replace(/\.ts$/, ".js") : sources + module;
  const command =
    options.runtime === undefined
      ? [process.execPath, ...flags, ...(isBuilt ? hooks : []), file, ...parameters]
      : [options.runtime, file, ...parameters];
  const isPinned = canPin && options.core !== undefined;
  const pinned = isPinned ? ["taskset", "-c", String(options.core), ...command] : command;
  const child = spawn(pinned[0]!, pinned.slice(1), {
    stdio: ["ignore", options.output ?? "ignore", "inherit", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      ...(options.modules && { SERVERY_BUILT: JSON.stringify(options.modules) }),
    },
  });
  return {
    pid: child.pid!,
    receive: () => receive(child, module),
    ask(message) {
      const answer = receive(child, module);
      child.send(message);
      return answer as never;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function receive<Message>(child: ChildProcess, module: string): Promise<Message> {
  const ended = new AbortController();
  const failed = once(child, "exit", { signal: ended.signal }).then(([code]) => {
    throw new Error(`${module} ended with code ${String(code)} before it answered.`);
  });
  try {
    const [message] = (await Promise.race([
      once(child, "message", { signal: ended.signal }),
      failed,
    ])) as [Message];
    return message;
  } finally {
    failed.catch(() => {});
    ended.abort();
  }
}
