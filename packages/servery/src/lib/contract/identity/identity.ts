import type { Plan, Role, Scope } from "../access.ts";
import type { IdentityRole } from "../built-in.ts";
import { isOperation, type Operation } from "../operation.ts";
import type { OperationTree } from "../operation-tree.ts";
import type { SpamGuard } from "../spam-guard.ts";
import { administrationOperations } from "./administration.ts";
import { apiKeyOperations } from "./api-keys.ts";
import { type CoreOperations, coreOperations } from "./core.ts";
import { passkeyOperations } from "./passkeys.ts";
import { secondFactorOperations } from "./second-factor.ts";
import { socialOperations } from "./social.ts";
import { tokenOperations } from "./tokens.ts";

/** Which ways in a contract offers, and to whom. */
export interface IdentityOptions {
  /** What the paths start with, after the contract's own. Default `/auth`. */
  readonly path?: `/${string}`;
  /** Who may administer accounts. Without it there are no operations for that. */
  readonly administrators?: Role;
  /** The roles that may be granted, beside that of the administrators. */
  readonly roles?: readonly Role[];
  /** The plans that may be granted. */
  readonly plans?: readonly Plan[];
  /** Access and refresh tokens, for callers without cookies. */
  readonly tokens?: boolean;
  /** The scopes that API keys may carry. Without any there are no API keys. */
  readonly scopes?: readonly Scope[];
  /** An authenticator app and recovery codes. */
  readonly totp?: boolean;
  readonly passkeys?: boolean;
  /** The names of other providers, such as `"google"`; the service says how to reach each. */
  readonly social?: readonly string[];
  /**
   * What keeps programs from signing up and asking for resets; their inputs then have the honeypot, as an
   * optional text. Default none.
   */
  readonly spam?: SpamGuard;
}

type Enabled<Value, Operations> = Value extends true
  ? Operations
  : Value extends readonly [unknown, ...unknown[]]
    ? Operations
    : Value extends Role
      ? Operations
      : unknown;

/** The same operations, each known as one of the identity's own. */
type BuiltInTree<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Operation
    ? Tree[Name] & { readonly builtIn: IdentityRole }
    : BuiltInTree<Tree[Name]>;
};

/** The operations of an identity, by its options. */
export type Identity<O extends IdentityOptions> = BuiltInTree<OperationsOf<O>>;

type HoneypotOf<O extends IdentityOptions> = O extends {
  readonly spam: { readonly honeypot: infer Name extends string };
}
  ? Name
  : never;

type OperationsOf<O extends IdentityOptions> = CoreOperations<HoneypotOf<O>> &
  Enabled<O["tokens"], ReturnType<typeof tokenOperations>> &
  Enabled<O["scopes"], ReturnType<typeof apiKeyOperations>> &
  Enabled<O["totp"], ReturnType<typeof secondFactorOperations>> &
  Enabled<O["passkeys"], ReturnType<typeof passkeyOperations>> &
  Enabled<O["social"], ReturnType<typeof socialOperations>> &
  Enabled<O["administrators"], ReturnType<typeof administrationOperations>>;

/**
 * Declares accounts: sign-up, sign-in, sessions, and what else the options name. Operations like all
 * others, in the documents and in the client; the service implements them.
 *
 * ```ts
 * export const admin = role("admin");
 * export const shop = contract({
 *   name: "shop",
 *   operations: { ...identity({ administrators: admin, totp: true, passkeys: true }), products },
 * });
 * ```
 */
export function identity<const O extends IdentityOptions = Record<never, never>>(
  options?: O,
): { readonly auth: Identity<O> } {
  const given: IdentityOptions = options ?? {};
  const { path = "/auth", administrators, social = [] } = given;
  const scopes = (given.scopes ?? []).map(({ name }) => name);
  const roles = [administrators, ...(given.roles ?? [])].flatMap((role) => role?.name ?? []);
  const plans = (given.plans ?? []).map(({ name }) => name);
  const tree = {
    ...coreOperations(path, given.spam),
    ...(given.tokens === true && tokenOperations(path)),
    ...(scopes.length > 0 && apiKeyOperations(path, scopes)),
    ...(given.totp === true && secondFactorOperations(path)),
    ...(given.passkeys === true && passkeyOperations(path)),
    ...(social.length > 0 && socialOperations(path, social)),
    ...(administrators !== undefined &&
      administrationOperations(path, administrators, { roles: [...new Set(roles)], plans })),
  };
  // The options decide at run time as they do in the type.
  return { auth: withRoles(tree, "") as unknown as Identity<O> };
}

function withRoles(tree: OperationTree, prefix: string): OperationTree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isOperation(node)
        ? { ...node, builtIn: { kind: "identity" as const, name: prefix + name } }
        : withRoles(node, `${prefix}${name}.`),
    ]),
  );
}
