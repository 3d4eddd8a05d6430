import type { Operation } from "./operation.ts";
import { hasProperty } from "./property-path.ts";
import { toJsonSchema } from "./schema.ts";

/**
 * Marks an operation, or the named properties of its input and output (dotted: `"card.number"`), as
 * sensitive: never cached, batched, queued offline, logged or stored for replay by value. An outcome is
 * still stored for replay where only properties of the input are sensitive. What is sensitive in an
 * input never travels in an address: a GET or DELETE that would put it there is refused.
 *
 * ```ts
 * export const signIn = sensitive(action({ … }), "password", "token");
 * ```
 */
export function sensitive<O extends Operation>(operation: O, ...properties: readonly string[]): O {
  return { ...operation, sensitive: properties.length === 0 ? true : properties };
}

/** True when what an operation answers is sensitive: all of it, or a property of its output. */
export function hasSensitiveOutput(operation: Operation): boolean {
  const { sensitive: properties } = operation;
  if (typeof properties === "boolean") return properties;
  const output = toJsonSchema(operation.output, "output");
  return properties.some((property) => hasProperty(output, property.split("."), output));
}
