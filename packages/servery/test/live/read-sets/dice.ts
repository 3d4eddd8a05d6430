import { createRandom } from "../../durability/random.ts";

/** Random choices that come again for the same seed. */
export interface Dice {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True in so many of a hundred throws. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** So many picks, the same thing more than once too. */
  picks<T>(list: readonly T[], count: number): T[];
  /** Some of a list, in its order. */
  some<T>(list: readonly T[], percent: number): T[];
  /** One of the names, by their weights. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
  /** Leaves all of the names out but some, the first among them: what is made of few things shows more of each. */
  few<Name extends string>(
    weights: Readonly<Record<Name, number>>,
    count: number,
  ): Record<Name, number>;
}

export function createDice(seed: number): Dice {
  const { below } = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick,
    picks: (list, count) => Array.from({ length: count }, () => pick(list)),
    some: (list, percent) => list.filter(() => below(100) < percent),
    weighted<Name extends string>(weights: Readonly<Record<Name, number>>) {
      const entries = Object.entries<number>(weights);
      let at = below(entries.reduce((sum, [, weight]) => sum + weight, 0));
      for (const [name, weight] of entries) {
        if (at < weight) return name as Name;
        at -= weight;
      }
      throw new Error("no weights");
    },
    few<Name extends string>(weights: Readonly<Record<Name, number>>, count: number) {
      const names = Object.keys(weights) as Name[];
      const kept = new Set([names[0], ...Array.from({ length: count }, () => pick(names))]);
      const entries = names.map((name) => [name, kept.has(name) ? 1 + below(3) : 0] as const);
      return Object.fromEntries(entries) as Record<Name, number>;
    },
  };
}
