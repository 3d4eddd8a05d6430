import { ServeryError } from "../../../base/servery-error.ts";
import type { Needle } from "../../../boundary/secrets/needles.ts";
import type { Engine } from "../engine.ts";
import type { Egress } from "./egress.ts";

/** A secret in the values of headers, or of cookies. */
export function findInHeaders(
  egress: Egress,
  headers: Readonly<Record<string, string>> | readonly string[],
): Needle | undefined {
  for (const value of Object.values(headers)) {
    const needle = egress.findIn(value);
    if (needle !== undefined) return needle;
  }
  return undefined;
}

/**
 * Looks once at the headers that operations always answer with, so that it need not be done for each answer.
 * @throws ServeryError `secret_in_headers`
 */
export function assertClearHeaders({ egress, plans }: Engine): void {
  for (const { id, headers } of egress.isIdle ? [] : plans.values()) {
    const needle = findInHeaders(egress, headers);
    if (needle !== undefined)
      throw new ServeryError(
        "secret_in_headers",
        `Every answer of ${id} would have the secret ${needle.secret} in a header. Look into \`cors\` and \`security\` for where it comes from.`,
      );
  }
}
