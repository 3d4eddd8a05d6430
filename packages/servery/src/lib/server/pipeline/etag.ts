import type { Platform } from "../../ports/platform.ts";

/** The tag of a body: its SHA-256, the same on every node and after every start. */
export function toTag({ sha256 }: Pick<Platform, "sha256">, body: string): string {
  return sha256(body);
}

/** A strong ETag (RFC 9110 §8.8.3). Each encoding of a body is a representation with a tag of its own. */
export function toETag(tag: string, encoding?: string): string {
  return encoding === undefined ? `"${tag}"` : `"${tag}-${encoding}"`;
}

/**
 * The tag in `If-None-Match` (RFC 9110 §13.1.2) that means a body, in whichever encoding it was given
 * out; `undefined` when there is none. `*` means any.
 */
export function findMatchingETag(ifNoneMatch: string, tag: string): string | undefined {
  if (!ifNoneMatch.includes(tag)) return ifNoneMatch.trim() === "*" ? toETag(tag) : undefined;
  for (const each of ifNoneMatch.split(",")) {
    const etag = each.trim().replace(/^W\//, "");
    const [, inner = "", encoding = ""] = /^"([^"]{43})(?:-(br|gzip))?"$/.exec(etag) ?? [];
    if (inner === tag) return toETag(tag, encoding === "" ? undefined : encoding);
  }
  return undefined;
}
