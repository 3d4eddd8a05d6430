import type { Visit } from "../handling/visit.ts";

/** The caller's own session, which a new one of the same user takes the place of. */
export function replacedBy({ principal }: Visit, userId: string): { readonly replaces?: string } {
  const isOwn =
    principal.kind === "user" && principal.userId === userId && principal.credential !== "api_key";
  return isOwn ? { replaces: principal.credentialId } : {};
}
