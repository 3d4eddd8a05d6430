import { openSync } from "node:fs";

import { buildBench, buildServery } from "./built.ts";
import { useBuilt } from "./child.ts";
import { lastWithoutLive } from "./earlier.ts";
import { makeFolder } from "./shop-file.ts";

/** How a run of the benchmark is wanted. */
export interface Wanted {
  readonly quick: boolean;
  /** Measures the sources, for orientation. */
  readonly source: boolean;
  /** A revision to be measured beside. */
  readonly earlier: string;
}

/** What every part of a run needs. */
export interface Bench extends Wanted {
  /** For databases and logs; removed at the end. */
  readonly folder: string;
  /** The file descriptor of `/dev/null`. */
  readonly nowhere: number;
}

/** The options of every command that measures. */
export const benchOptions = {
  quick: { type: "boolean", default: false },
  source: { type: "boolean", default: false },
  earlier: { type: "string", default: lastWithoutLive },
} as const;

/** Builds what is measured, and runs `measure` with a folder of its own. */
export async function withBench(
  { quick, source, earlier }: Wanted,
  measure: (bench: Bench) => Promise<void>,
): Promise<void> {
  const folder = makeFolder();
  try {
    if (!source) {
      await buildServery();
      useBuilt(buildBench());
    }
    const nowhere = openSync("/dev/null", "w");
    await measure({ quick, source, earlier, folder: folder.path, nowhere });
  } finally {
    folder.remove();
  }
}
