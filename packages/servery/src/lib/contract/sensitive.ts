import type { Operation } from "./operation.ts";

/**
 * Marks an operation, or the named properties of its input and output (dotted: `"card.number"`), as
 * sensitive: never cached, batched, queued offline, logged or stored for replay by value.
 *
 * ```ts
 * export const signIn = sensitive(action({ … }), "password", "token");
 * ```
 */
export function sensitive<O extends Operation>(operation: O, ...properties: readonly string[]): O {
  return { ...operation, sensitive: properties.length === 0 ? true : properties };
}
