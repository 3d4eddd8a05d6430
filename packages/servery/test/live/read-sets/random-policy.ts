import {
  all,
  any,
  everyone,
  inherit,
  member,
  nobody,
  owner,
  type Policy,
  type Rule,
} from "../../../src/lib/server/data/policy.ts";
import type { Table } from "../../../src/lib/server/data/table.ts";
import type { Dice } from "./dice.ts";

const isAdmin: Rule = { kind: "has", role: "admin" };
const isA: Rule = { kind: "is", column: "s", value: "a" };
const isB: Rule = { kind: "is", column: "s", value: "b" };
const isUnset: Rule = { kind: "is", column: "m", value: null };
const isOn: Rule = { kind: "is", column: "f", value: true };

/** The tables that a policy may look at. */
interface Others {
  readonly memberships: Table;
  readonly parent: Table | undefined;
}

/** A policy that a table of these columns can have: mostly the one that opens it to everyone. */
export function randomPolicy(dice: Dice, columns: readonly string[], others: Others): Policy {
  const possible = rulesFor(columns, others);
  if (possible.length === 0 || dice.chance(25)) return everyone;
  const rule = (): Rule => dice.pick(possible);
  switch (dice.weighted({ one: 6, any: 3, all: 2, opened: 3, split: 1, nobody: 1 })) {
    case "any":
      return any(rule(), rule());
    case "all":
      return all(rule(), rule());
    case "opened":
      return any(rule(), isAdmin);
    case "split":
      return { kind: "split", read: rule(), write: everyone };
    case "nobody":
      return nobody;
    default:
      return rule();
  }
}

function rulesFor(columns: readonly string[], { memberships, parent }: Others): readonly Rule[] {
  const has = (name: string): boolean => columns.includes(name);
  const isHeld = parent !== undefined && parent.policy !== everyone;
  return [
    ...(has("u") ? [owner("u"), owner("u")] : []),
    ...(has("s") ? [isA, isB, any(isA, isB)] : []),
    ...(has("m") ? [isUnset] : []),
    ...(has("f") ? [isOn] : []),
    ...(has("p") ? Array.from({ length: isHeld ? 6 : 1 }, () => inherit("p")) : []),
    ...(has("o") ? [member("o", () => memberships, { user: "u" })] : []),
  ];
}
