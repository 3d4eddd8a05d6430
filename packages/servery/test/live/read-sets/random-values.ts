import type { SqlValue } from "../../../src/lib/ports/database.ts";
import type { Dice } from "./dice.ts";

/** What a column of a random table holds. Columns of one name hold the same in every table. */
export type Kind =
  | "key"
  | "number key"
  | "text"
  | "integer"
  | "real"
  | "boolean"
  | "user"
  | "organization";

const pools: Readonly<Record<Kind, readonly SqlValue[]>> = {
  key: ["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8"],
  "number key": [1, 2, 3, 4, 5, 6, 7, 8],
  text: ["a", "b", "2"],
  integer: [0, 1, 2],
  real: [0, 1.5, 2],
  boolean: [0, 1],
  user: ["ann", "ben"],
  organization: ["o1", "o2", "o3"],
};

/** A value that such a column may hold. */
export function valueOf(dice: Dice, kind: Kind): SqlValue {
  return dice.pick(pools[kind]);
}

const strange: readonly unknown[] = [null, "a", 2, 1.5, true, 2n, "", "1.0", 1e300, "\0", "\ud800"];

/** A value to compare such a column with: mostly one that it may hold, sometimes as if of another type. */
export function comparedValue(dice: Dice, kind: Kind): unknown {
  const usual = valueOf(dice, kind);
  const other = dice.pick(strange);
  if (dice.chance(3)) return other;
  if (dice.chance(4)) return typeof usual === "number" ? String(usual) : other;
  return kind === "boolean" && dice.chance(70) ? usual === 1 : usual;
}
