import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { HeavyConnection, SqlRow } from "../../ports/database.ts";
import type { HeavyReply, HeavyRequest, HeavySetup } from "./heavy-message.ts";
import { databaseFailure } from "./sqlite-failure.ts";

interface Waiting {
  resolve(rows: SqlRow[]): void;
  reject(error: Error): void;
}

/** Starts a process that runs statements one at a time and can be ended in the middle of one. */
export function openHeavyConnection(file: string, setup: string): HeavyConnection {
  const child = startProcess(file);
  child.send({ setup } satisfies HeavySetup);
  const waiting: Waiting[] = [];
  let ended = false;

  child.on("message", (reply: HeavyReply) => {
    const next = waiting.shift();
    if ("rows" in reply) next?.resolve(reply.rows);
    else next?.reject(databaseFailure(reply.kind, reply.message));
    if (waiting.length === 0) rest(child);
  });
  const gone = new Promise<void>((resolve) => {
    const onGone = (): void => {
      ended = true;
      for (const { reject } of waiting.splice(0))
        reject(databaseFailure("ended", "The statement was ended."));
      resolve();
    };
    child.once("exit", onGone);
    // More than once, when several statements are sent to a process that has just gone.
    child.on("error", onGone);
  });

  return {
    get ended() {
      return ended;
    },
    all(sql, parameters, caller) {
      if (ended) return Promise.reject(databaseFailure("ended", "The connection was ended."));
      const { promise, resolve, reject } = Promise.withResolvers<SqlRow[]>();
      waiting.push({ resolve, reject });
      child.ref();
      child.channel?.ref();
      child.send({ sql, parameters, caller } satisfies HeavyRequest);
      return promise;
    },
    end() {
      ended = true;
      // Whoever waits for the end would else be left waiting, where nothing more keeps this process.
      child.ref();
      child.kill("SIGKILL");
      return gone;
    },
  };
}

/** Lets the service's process exit while nothing is asked. */
function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

function startProcess(file: string): ChildProcess {
  const module = fileURLToPath(new URL("./heavy-process.ts", import.meta.url));
  const child = fork(module, [file], {
    serialization: "advanced",
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  rest(child);
  return child;
}
