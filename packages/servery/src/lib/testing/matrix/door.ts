import { type Access, accessRules, isPublic } from "../../contract/access.ts";
import type { ActorKind } from "./actor-kinds.ts";

/** What the access of an operation says to a caller: come in, or a problem. */
export type Door = "open" | "unauthenticated" | "forbidden" | "fresh_sign_in_required";

/**
 * Who may call, by the words of the contract. It is written apart from what enforces them, so that a
 * mistake there is not made here too.
 */
export function toDoor(access: Access, actor: ActorKind): Door {
  if (isPublic(access)) return "open";
  if (actor.credential !== "session" && actor.credential !== "key") return "unauthenticated";
  const rules = accessRules(access);
  const isFresh = rules.includes("fresh");
  if (actor.credential === "key") {
    const names = rules.flatMap((rule) => (isScope(rule) ? [rule.name] : []));
    const carries = names.length > 0 && names.every((name) => actor.scopes.includes(name));
    if (!carries || isFresh) return "forbidden";
  }
  for (const rule of rules) {
    if (typeof rule === "string" || isScope(rule)) continue;
    if (!(rule.kind === "role" ? actor.roles : actor.plans).includes(rule.name)) return "forbidden";
  }
  return isFresh && actor.stale ? "fresh_sign_in_required" : "open";
}

function isScope(
  rule: ReturnType<typeof accessRules>[number],
): rule is Extract<typeof rule, { kind: "scope" }> {
  return typeof rule !== "string" && rule.kind === "scope";
}
