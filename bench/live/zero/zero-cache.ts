import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { findPort } from "./find-port.ts";

/** Zero's cache server, which keeps a copy of the database and tells clients what has changed. */
export interface ZeroCache {
  readonly port: number;
  stop(): Promise<void>;
}

const command = fileURLToPath(new URL("node_modules/.bin/zero-cache", import.meta.url));
const patienceMs = 180_000;

/** Starts the cache over a Postgres, and answers once it serves. It asks `queryUrl` what queries are. */
export async function startZeroCache(
  upstream: string,
  queryUrl: string,
  folder: string,
): Promise<ZeroCache> {
  // It takes the two that follow for itself.
  const port = await findPort();
  const replica = `${folder}-replica.db`;
  const child = spawn(process.execPath, [command], {
    stdio: "ignore",
    env: {
      ...process.env,
      NODE_ENV: "development",
      ZERO_UPSTREAM_DB: upstream,
      ZERO_QUERY_URL: queryUrl,
      ZERO_PORT: String(port),
      ZERO_REPLICA_FILE: replica,
      ZERO_NUM_SYNC_WORKERS: "1",
      ZERO_ADMIN_PASSWORD: "board",
      ZERO_LOG_LEVEL: "error",
      ZERO_ENABLE_TELEMETRY: "false",
      DO_NOT_TRACK: "1",
    },
  });
  const late = performance.now() + patienceMs;
  while (!(await isUp(port))) {
    if (child.exitCode !== null) throw new Error(`zero-cache ended with code ${child.exitCode}.`);
    if (performance.now() > late) throw new Error("zero-cache does not serve.");
    await sleep(100);
  }
  return {
    port,
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
      for (const file of globSync(`${replica}*`)) rmSync(file, { force: true });
    },
  };
}

async function isUp(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    ({ ok }) => ok,
    () => false,
  );
}
