import type { Random } from "../../durability/random.ts";
import type { Life } from "./ledger-life.ts";
import type { LedgerWorld } from "./ledger-world.ts";

/** What happens to the world, one thing at a time. */
export interface Faults {
  /** Lets something happen, unless something goes on. */
  begin(): void;
  /** Resolves when nothing goes on any more. */
  end(): Promise<void>;
  /** How often what has happened. */
  readonly counts: Readonly<Record<string, number>>;
}

export function createFaults(world: LedgerWorld, random: Random, lives: readonly Life[]): Faults {
  const kinds: Readonly<Record<string, () => Promise<void> | void>> = {
    kill: () => world.killFar(),
    end: () => world.endFar(),
    reopen: async () => {
      await world.reopenNear();
      // A service that is closed tells nothing more to those who watch in its process.
      for (const life of lives) if (life.name === "inside") life.watchAnew();
    },
    "cut far": () => world.far.cutAll(),
    "cut near": () => world.near.cutAll(),
    "write outside": () => world.writeOutside(),
  };
  const names = Object.keys(kinds);
  const counts: Record<string, number> = {};
  let last: Promise<void> | undefined;
  return {
    counts,
    begin() {
      if (last !== undefined) return;
      const kind = names[random.below(names.length)]!;
      counts[kind] = (counts[kind] ?? 0) + 1;
      last = Promise.resolve(kinds[kind]!()).finally(() => {
        last = undefined;
      });
    },
    end: async () => last,
  };
}
