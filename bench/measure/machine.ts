import { cpus, totalmem } from "node:os";

import { canPin } from "./child.ts";

/** What the figures were taken on. */
export function describeMachine() {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    processors: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    sqlite: process.versions["sqlite"],
    isPinned: canPin,
    date: new Date().toISOString(),
  };
}
