import { type Access, isPublic } from "./access.ts";

/** Which of a resource's operations this is, and what its default handler may do. */
export type ResourceRole =
  | { readonly kind: "get"; readonly resource: string; readonly key: string }
  | {
      readonly kind: "list";
      readonly resource: string;
      readonly key: string;
      readonly filter: readonly string[];
      readonly sort: readonly string[];
      readonly search: readonly string[];
      readonly pageSize: number;
      readonly maxPageSize: number;
    };

/** What the default handler of a list may do. */
export type ListRole = Extract<ResourceRole, { readonly kind: "list" }>;

/** Which of the identity's operations this is: its place in the tree, `sessions.list`. */
export interface IdentityRole {
  readonly kind: "identity";
  readonly name: string;
}

/** What an operation's default handler does. */
export type BuiltIn = ResourceRole | IdentityRole;

/** What an operation is called in the identity, `sessions.list`; `undefined` for one that is not of it. */
export function identityNameOf({
  builtIn,
}: {
  readonly builtIn: BuiltIn | undefined;
}): string | undefined {
  return builtIn?.kind === "identity" ? builtIn.name : undefined;
}

/** Whether an operation may begin a session, and with it set a cookie, for a caller without one. */
export function opensSession({
  builtIn,
  method,
  access,
}: {
  readonly builtIn: BuiltIn | undefined;
  readonly method: string;
  readonly access: Access;
}): boolean {
  return builtIn?.kind === "identity" && method !== "GET" && isPublic(access);
}
