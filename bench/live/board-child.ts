import { existsSync } from "node:fs";
import { tmpdir } from "node:os";

import { type Child, sources, startChild } from "../measure/child.ts";
import type { Bench } from "../measure/prepare.ts";
import type { BoardName } from "./notes/boards.ts";
import type { BoardUsage } from "./notes/serve.ts";

/** Who serves a board; `zero` has packages of its own, that are not installed with the others. */
export type MeasuredBoard = BoardName | "zero";

/** Whether `npm ci --prefix bench/live/zero` was run. */
export const isZeroThere = existsSync(`${sources}live/zero/node_modules/@rocicorp/zero`);

/** A board that is served in a process of its own. */
export interface RunningBoard {
  readonly port: number;
  /** What it has used so far. */
  usage(): Promise<BoardUsage>;
  stop(): Promise<void>;
}

/** The clients of boards, in another process. */
export interface BoardClients {
  ask<Result>(order: object): Promise<Result>;
  stop(): Promise<void>;
}

let made = 0;
/** Postgres, which may be run by another user, does not get into a folder that is ours alone. */
const zeroPlace = `${tmpdir()}/servery-bench-${process.pid}`;

/** Starts a board with so many notes, on the first processor. */
export async function startBoard(
  { folder, nowhere }: Bench,
  board: MeasuredBoard,
  notes: number,
): Promise<RunningBoard> {
  if (board === "zero") return startZero(notes);
  const parameters = [board, `${folder}/${board}-${++made}.db`, String(notes)];
  const options = { core: 0, output: nowhere, flags: ["--expose-gc"] };
  const child = startChild("live/notes/serve.ts", parameters, options);
  const { port } = await child.receive<{ port: number }>();
  return { port, usage: () => child.ask<BoardUsage>({}), stop: child.stop };
}

/** Its four kinds of processes have both processors, which they share with the clients. */
async function startZero(notes: number): Promise<RunningBoard> {
  const place = `${zeroPlace}-${++made}`;
  const child = startChild("live/zero/serve.ts", ["zero", place, String(notes)], {
    isSource: true,
  });
  const { port } = await child.receive<{ port: number }>();
  return {
    port,
    usage: () => child.ask<BoardUsage>({}),
    async stop() {
      await child.ask({ isLast: true });
      await child.stop();
    },
  };
}

/** Starts a process that plays clients of a board, on the second processor. */
export function startClients(board: MeasuredBoard = "servery"): BoardClients {
  const child: Child =
    board === "zero"
      ? startChild("live/zero/clients.ts", [], { isSource: true })
      : startChild("live/clients.ts", [], { core: 1 });
  return {
    async ask<Result>(order: object) {
      const { result, failure } = await child.ask<{ result?: Result; failure?: string }>(order);
      if (failure !== undefined) throw new Error(`The clients of a board failed: ${failure}`);
      return result as Result;
    },
    stop: child.stop,
  };
}
