/** A role that a principal may hold, such as an administrator. Made by {@link role}. */
export interface Role<Name extends string = string> {
  readonly kind: "role";
  readonly name: Name;
}

/** A scope that a key or token may carry. Made by {@link scope}. */
export interface Scope<Name extends string = string> {
  readonly kind: "scope";
  readonly name: Name;
}

/** A subscription plan that entitles to operations. Made by {@link plan}. */
export interface Plan<Name extends string = string> {
  readonly kind: "plan";
  readonly name: Name;
}

/**
 * One condition on the caller. `"user"`: signed in. `"fresh"`: signed in or proved again within the last
 * ten minutes, for what must not be done from an unlocked screen. A scope binds API keys: a key calls only
 * operations that name a scope, and must carry each of them; a user's own sessions carry all.
 */
export type AccessRule = "public" | "user" | "fresh" | Role | Scope | Plan;

/** Who may call an operation: one rule, or several that must all hold. */
export type Access = AccessRule | readonly AccessRule[];

const namePattern = /^[a-z][a-z0-9]*(?:[_:.-][a-z0-9]+)*$/;

/**
 * Declares a role as a constant, so that a typo is a missing name: `const admin = role("admin")`.
 * @param name lower case, words joined by `-`, `_`, `.` or `:`.
 */
export function role<const Name extends string>(name: Name): Role<Name> {
  return { kind: "role", name: checkedName("role", name) };
}

/** Declares a scope as a constant: `const readOrders = scope("orders:read")`. */
export function scope<const Name extends string>(name: Name): Scope<Name> {
  return { kind: "scope", name: checkedName("scope", name) };
}

/** Declares a subscription plan as a constant: `const members = plan("members")`. */
export function plan<const Name extends string>(name: Name): Plan<Name> {
  return { kind: "plan", name: checkedName("plan", name) };
}

/** The rules of an access declaration as a list. */
export function accessRules(access: Access): readonly AccessRule[] {
  return Array.isArray(access) ? (access as readonly AccessRule[]) : [access as AccessRule];
}

/** True when anybody may call: the rule `"public"` and no other. An empty list says nothing, so not this. */
export function isPublic(access: Access): boolean {
  const rules = accessRules(access);
  return rules.length > 0 && rules.every((rule) => rule === "public");
}

/** A rule in words, for messages and documents: `role admin`. */
export function describeAccess(access: Access): string {
  return accessRules(access)
    .map((rule) => (typeof rule === "string" ? rule : `${rule.kind} ${rule.name}`))
    .join(" and ");
}

function checkedName<Name extends string>(kind: string, name: Name): Name {
  if (namePattern.test(name)) return name;
  throw new TypeError(
    `"${name}" is no name for a ${kind}: use lower-case words such as "order-desk"`,
  );
}
