import { AsyncResource } from "node:async_hooks";
import { hash } from "node:crypto";
import { availableParallelism } from "node:os";

import type { Platform } from "../../ports/platform.ts";
import { openSqlite } from "../sqlite/sqlite-database.ts";
import { argon2id } from "./argon2id.ts";
import { compress } from "./compress.ts";
import { eventLoopLag } from "./event-loop-lag.ts";
import { createLog } from "./log.ts";
import { guardOutsideCalls } from "./outside-calls.ts";
import { randomBytes } from "./random-bytes.ts";
import { readSettings } from "./settings.ts";

let log: Platform["log"] | undefined;

/** What Node gives to a service. */
export const nodePlatform: Platform = {
  now: Date.now,
  monotonic: () => performance.now(),
  randomBytes,
  sha256: (data) => hash("sha256", data, "base64url"),
  argon2id,
  cores: availableParallelism(),
  defer: (task) => void setImmediate(task),
  schedule(milliseconds, task) {
    const timer = setTimeout(task, milliseconds).unref();
    return () => clearTimeout(timer);
  },
  pause: (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds)),
  bindContext(task) {
    const context = new AsyncResource("servery");
    return (...given) => context.runInAsyncScope(task, undefined, ...given);
  },
  eventLoopLag,
  compress,
  guardOutsideCalls,
  openDatabase: (location) => openSqlite(location),
  get log() {
    return (log ??= openLog());
  },
};

function openLog(): Platform["log"] {
  const { logLevel, logFormat } = readSettings();
  return createLog({ level: logLevel, ...(logFormat && { pretty: logFormat === "pretty" }) });
}
