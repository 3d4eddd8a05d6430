import { AsyncLocalStorage } from "node:async_hooks";
import type { FakeUser } from "../../access/fake-identity.ts";
import type { Dice } from "../read-sets/dice.ts";

/** Whoever may call: users, some with rights, and keys and devices of theirs. What they may do changes. */
export function createCallers() {
  const names = ["ada", "bob", "root", "ed", "rich", "adas-key", "adas-other-key", "bobs-phone"];
  const users: Record<string, FakeUser> = {};
  const give = (name: string, user: FakeUser): void => void (users[name] = user);
  give("ada", {});
  give("bob", {});
  give("root", { roles: new Set(["admin"]) });
  give("ed", { roles: new Set(["editor"]) });
  give("rich", { plans: new Map([["gold", null]]) });
  const key = { userId: "ada", credential: "api_key" } as const;
  give("adas-key", { ...key, scopes: new Set(["read"]) });
  give("adas-other-key", { ...key, scopes: new Set(["read", "write"]) });
  give("bobs-phone", { userId: "bob", credential: "token" });

  /** Gives somebody a right, or takes it away. */
  function regrant(dice: Dice): void {
    const name = dice.pick(names.slice(0, 5));
    const roles = new Set(dice.some(["admin", "editor"], 40));
    give(name, { roles, plans: new Map(dice.chance(40) ? [["gold", null]] : []) });
  }
  return { users, names, regrant };
}

/** Who is calling, beside what handlers are told: for handlers that learn it in a way that nobody follows. */
export interface Caller {
  /** `undefined` for nobody. */
  readonly name: string | undefined;
  readonly language: string;
}

export const calling = new AsyncLocalStorage<Caller>();
