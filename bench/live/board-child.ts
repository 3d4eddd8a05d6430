import { type Child, startChild } from "../measure/child.ts";
import type { Bench } from "../measure/prepare.ts";
import type { BoardName } from "./notes/boards.ts";
import type { BoardUsage } from "./notes/serve.ts";

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

/** Starts a board with so many notes, on the first processor. */
export async function startBoard(
  { folder, nowhere }: Bench,
  board: BoardName,
  notes: number,
): Promise<RunningBoard> {
  const parameters = [board, `${folder}/${board}-${++made}.db`, String(notes)];
  const options = { core: 0, output: nowhere, flags: ["--expose-gc"] };
  const child = startChild("live/notes/serve.ts", parameters, options);
  const { port } = await child.receive<{ port: number }>();
  return { port, usage: () => child.ask<BoardUsage>({}), stop: child.stop };
}

/** Starts a process that plays clients, on the second processor. */
export function startClients(): BoardClients {
  const child: Child = startChild("live/clients.ts", [], { core: 1 });
  return {
    async ask<Result>(order: object) {
      const { result, failure } = await child.ask<{ result?: Result; failure?: string }>(order);
      if (failure !== undefined) throw new Error(`The clients of a board failed: ${failure}`);
      return result as Result;
    },
    stop: child.stop,
  };
}
