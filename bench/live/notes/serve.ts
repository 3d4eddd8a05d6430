import { watchCommits } from "./commit-clock.ts";
import { isBoardName, boards } from "./boards.ts";

/**
 * Serves a board in a process of its own: `node live/notes/serve.ts BOARD DATABASE NOTES`. Tells its parent
 * the port, and what it has used and committed whenever the parent asks.
 */
const [name = "", database = "", notes = "1000"] = process.argv.slice(2);
if (!isBoardName(name)) throw new Error(`There is no board "${name}".`);

const takeCommits = watchCommits();
const start = await boards[name]();
const { port } = await start(database, Number(notes));
takeCommits();
process.on("message", () => process.send?.(usage()));
process.once("disconnect", () => process.exit());
process.send?.({ port });

function usage(): BoardUsage {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { cpuMicros: user + system, heapBytes: heapUsed + external, rss, commits: takeCommits() };
}

/** What a board's process has used. */
export interface BoardUsage {
  readonly cpuMicros: number;
  /** After a collection, where the process was started with `--expose-gc`. */
  readonly heapBytes: number;
  readonly rss: number;
  /** When each commit since the last question had returned, on the machine's clock. */
  readonly commits: readonly number[];
}
