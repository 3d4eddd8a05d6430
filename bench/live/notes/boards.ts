/** Starts a board on a database file that may be new, with so many notes. */
export type StartBoard = (database: string, notes: number) => Promise<{ readonly port: number }>;

/** Who serves the same board; each is loaded alone. */
export const boards = {
  servery: async () => (await import("./servery.ts")).startServeryBoard,
  feathers: async () => (await import("./feathers.ts")).startFeathersBoard,
} satisfies Readonly<Record<string, () => Promise<StartBoard>>>;

export type BoardName = keyof typeof boards;

export function isBoardName(name: string): name is BoardName {
  return Object.hasOwn(boards, name);
}
