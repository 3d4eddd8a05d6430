import { toCanonicalJson } from "../../base/canonical-json.ts";
import type { Platform } from "../../ports/platform.ts";

/** A longer input stands in a key as its hash: keys of queries that are not kept are remembered too. */
const longest = 500;

/** The same for equal queries: of one operation, with inputs that are equal as JSON. */
export function toQueryKey(
  { sha256 }: Pick<Platform, "sha256">,
  operation: string,
  input: unknown,
): string {
  const text = toCanonicalJson(input);
  return `${operation} ${text.length > longest ? sha256(text) : text}`;
}
