import { type AccessRule, accessRules, isPublic } from "../../contract/access.ts";
import { identityNameOf } from "../../contract/built-in.ts";
import type { Contract } from "../../contract/contract.ts";
import { toJsonSchema } from "../../contract/schema.ts";

/** Whom the matrix lets call: what a request comes with, and what is behind it. */
export interface ActorKind {
  /** As the table heads its column: `no credential`, `role admin`, `stale role admin`. */
  readonly name: string;
  readonly credential: "none" | "expired" | "revoked" | "session" | "key";
  readonly roles: readonly string[];
  readonly plans: readonly string[];
  /** What an API key carries; empty for everybody else. */
  readonly scopes: readonly string[];
  /** Whether the sign-in was too long ago for what must be fresh. */
  readonly stale: boolean;
  readonly tenant: "one" | "two";
}

const plain: ActorKind = {
  name: "user",
  credential: "session",
  roles: [],
  plans: [],
  scopes: [],
  stale: false,
  tenant: "one",
};

/**
 * Everybody whom a contract tells apart: nobody, sessions that have ended, a user, each set of roles and plans
 * that an operation asks for, each of them after a while, keys with each set of scopes and with each one
 * alone, and somebody of another tenant.
 */
export function toActorKinds(
  contract: Contract,
  options: { readonly tenants: boolean },
): ActorKind[] {
  const rules = contract.list
    .map(({ operation }) => operation.access)
    .filter((access) => !isPublic(access))
    .map(accessRules);
  const holders = unique(rules.map(toHolder));
  const hasFresh = (holder: ActorKind) =>
    rules.some((each) => each.includes("fresh") && toHolder(each).name === holder.name);
  return unique([
    { ...plain, name: "no credential", credential: "none" },
    { ...plain, name: "expired session", credential: "expired" },
    { ...plain, name: "revoked session", credential: "revoked" },
    plain,
    ...holders,
    ...holders
      .filter(hasFresh)
      .map((holder) => ({ ...holder, name: `stale ${holder.name}`, stale: true })),
    ...toKeys(contract, rules),
    ...(options.tenants ? [{ ...plain, name: "other tenant", tenant: "two" as const }] : []),
  ]);
}

/** A user with just the roles and plans that rules ask for. */
function toHolder(rules: readonly AccessRule[]): ActorKind {
  const roles = namesOf(rules, "role");
  const plans = namesOf(rules, "plan");
  const words = [...roles.map((name) => `role ${name}`), ...plans.map((name) => `plan ${name}`)];
  return { ...plain, name: words.length === 0 ? plain.name : words.join(" + "), roles, plans };
}

function toKeys(contract: Contract, rules: readonly (readonly AccessRule[])[]): ActorKind[] {
  const asked = rules
    .filter((each) => namesOf(each, "scope").length > 0)
    .map((each) => ({ ...toHolder(each), scopes: namesOf(each, "scope") }));
  const alone = choicesOf(contract, "apiKeys.create", "scopes").map((scope) => ({
    ...plain,
    scopes: [scope],
  }));
  return [...asked, ...alone].map((kind) => ({
    ...kind,
    name: [
      `key ${kind.scopes.join(" + ")}`,
      ...(kind.name === plain.name ? [] : [`of ${kind.name}`]),
    ].join(" "),
    credential: "key",
  }));
}

/** What an operation of the identity may be given for a property of its input: scopes, plans. */
export function choicesOf({ list }: Contract, name: string, property: string): readonly string[] {
  const named = list.find(({ operation }) => identityNameOf(operation) === name);
  if (named === undefined) return [];
  const schema = toJsonSchema(named.operation.input, "input").properties?.[property];
  const items = typeof schema?.items === "object" ? schema.items : schema;
  return (items?.enum ?? []) as string[];
}

function namesOf(rules: readonly AccessRule[], kind: "role" | "scope" | "plan"): string[] {
  return rules.flatMap((rule) =>
    typeof rule !== "string" && rule.kind === kind ? [rule.name] : [],
  );
}

/** The first of each name. */
function unique(kinds: readonly ActorKind[]): ActorKind[] {
  return [...Map.groupBy(kinds, ({ name }) => name).values()].map(([first]) => first!);
}
