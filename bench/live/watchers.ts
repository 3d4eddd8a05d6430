import type { BoardName } from "./notes/boards.ts";

/** What clients of a board do, whoever serves it. */
export interface BoardClient {
  /**
   * Lets one client watch one note, and answers once that is confirmed. `onChange` hears of each change.
   * The returned function ends it.
   */
  watch(id: number, onChange: () => void): Promise<() => void>;
  /** Edits a note, and answers once that is acknowledged. */
  edit(id: number, body: string): Promise<void>;
  close(): void;
}

export type OpenBoardClient = (port: number) => Promise<BoardClient>;

/** How each board is spoken to. */
export const boardClients = {
  servery: async () => (await import("./servery-client.ts")).openServeryClient,
  feathers: async () => (await import("./feathers-client.ts")).openFeathersClient,
} satisfies Readonly<Record<BoardName, () => Promise<OpenBoardClient>>>;
