import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The shop, served by a process of its own. */
export interface ShopProcess {
  readonly url: string;
  readonly port: number;
  /** `kill -9`: the process gets no chance to finish anything. */
  kill(): Promise<void>;
  /** SIGTERM: it finishes what is in flight. */
  end(): Promise<void>;
}

export interface ShopProcessOptions {
  /** What runs it: a program and its arguments, before those of Node. */
  readonly under?: readonly string[];
  /** Commits without waiting for the disk. */
  readonly isUnsafe?: boolean;
  /** Another program to be served in the shop's place. */
  readonly entry?: string;
  /** What that program is told beside the database. */
  readonly arguments?: readonly (string | number)[];
}

const shop = new URL("fixtures/serve-shop.ts", import.meta.url).pathname;

const environment = {
  NODE_ENV: "production",
  // Files through system calls, which can be traced, and not through io_uring.
  UV_USE_IO_URING: "0",
  // Halves the time of a start; written by a process that ends in order.
  NODE_COMPILE_CACHE: join(tmpdir(), "servery-durability-compiled"),
};

/** Starts the shop on a database file, and waits until it can be reached. */
export async function startShop(
  file: string,
  options: ShopProcessOptions = {},
): Promise<ShopProcess> {
  const node = [
    process.execPath,
    options.entry ?? shop,
    file,
    ...(options.isUnsafe === true ? ["unsafe"] : []),
    ...(options.arguments ?? []).map(String),
  ];
  const [program = "", ...parameters] = [...(options.under ?? []), ...node];
  const log = openSync(`${file}.log`, "a");
  const child = spawn(program, parameters, {
    stdio: ["ignore", log, "pipe", "ipc"],
    // Its own process group, so that a tracer and what it traces are ended together.
    detached: options.under !== undefined,
    env: { ...process.env, ...environment },
  });
  closeSync(log);
  const port = await receivePort(child);
  const endWith = async (signal: "SIGKILL" | "SIGTERM") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    process.kill(options.under === undefined ? child.pid! : -child.pid!, signal);
    await gone;
  };
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    kill: () => endWith("SIGKILL"),
    end: () => endWith("SIGTERM"),
  };
}

/** What the shop has logged as an error so far: why an answer was a 500. */
export function readErrors(file: string): string[] {
  const lines = readFileSync(`${file}.log`, "utf8").split("\n");
  return lines.filter((line) => line.includes('"level":"error"'));
}

async function receivePort(child: ChildProcess): Promise<number> {
  let errors = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (errors += text));
  // Then all has been read that it had to say.
  const failed = once(child, "close").then(() => {
    throw new Error(`The shop ended before it could be reached:\n${errors}`);
  });
  failed.catch(() => undefined);
  const [message] = (await Promise.race([once(child, "message"), failed])) as [{ port: number }];
  return message.port;
}
