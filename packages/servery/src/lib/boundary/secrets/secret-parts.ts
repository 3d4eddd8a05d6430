import { unwrapText } from "./base64.ts";
import { mapTexts, parseDocument } from "./document-texts.ts";
import type { NeedleHit } from "./needle-search.ts";
import type { KnownSecret } from "./needles.ts";

/** A shorter part stands in other texts by chance. */
const shortest = 12;

/**
 * A secret together with what of it would do harm alone: the password in an address, the key within a document, a JSON Web
 * Key (RFC 7517) or a PEM envelope (RFC 7468), the signature of a token (RFC 7519), and all of that within Base64.
 */
export function withParts(secret: KnownSecret): readonly KnownSecret[] {
  const parts = partsOf(secret.value).filter(
    ({ value }) => value.length >= shortest && value !== secret.value,
  );
  const unique = new Map(parts.map(({ value, what }) => [value, what]));
  const named = [...unique].map(([value, what]) => ({ name: `${secret.name} (${what})`, value }));
  return [secret, ...named];
}

/** Names of secrets without those of parts whose whole is among them: `KEY (password)` beside `KEY`. */
export function withoutParts(names: Iterable<string>): readonly string[] {
  const all = [...new Set(names)];
  return all.filter((name) => !all.some((whole) => isPartOf(name, whole)));
}

/** Whether a name is that of a part of a secret. */
export function isPartOf(name: string, whole: string): boolean {
  return name.startsWith(`${whole} (`);
}

/**
 * Hits without those of a secret's parts that lie where the whole was hit: they say nothing more.
 * @param among the hits that the whole may be one of
 */
export function withoutPartHits(
  hits: readonly NeedleHit[],
  among: readonly NeedleHit[] = hits,
): readonly NeedleHit[] {
  const parts = new Set<NeedleHit>();
  // The end of what reaches farthest so far, by secret.
  const ends = new Map<string, number>();
  for (const hit of among.toSorted(
    (one, other) => one.start - other.start || other.end - one.end,
  )) {
    const { secret } = hit.needle;
    for (const [whole, end] of ends) if (end >= hit.end && isPartOf(secret, whole)) parts.add(hit);
    ends.set(secret, Math.max(ends.get(secret) ?? 0, hit.end));
  }
  return hits.filter((hit) => !parts.has(hit));
}

interface Part {
  readonly what: string;
  readonly value: string;
}

function partsOf(value: string): readonly Part[] {
  const document = parseDocument(value);
  if (document !== undefined) return documentParts(document);
  if (value.includes("-----BEGIN ")) return pemParts(value);
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(value))
    return [{ what: "signature", value: value.slice(value.lastIndexOf(".") + 1) }];
  const inner = unwrapText(value);
  if (inner !== undefined) return [{ what: "decoded", value: inner }, ...partsOf(inner)];
  return passwordParts(value);
}

/** Each line by itself: how lines are joined is up to who writes them. */
function pemParts(value: string): readonly Part[] {
  return splitPem(value)
    .filter((piece) => isPemLine(piece) && piece.length >= 32)
    .map((line) => ({ what: "key", value: line }));
}

/** A PEM envelope's lines, and what stands between them. Variables often have `\n` in two letters for each line's end. */
export function splitPem(value: string): readonly string[] {
  return value.split(/(-----[^-]+-----|\s+|\\+[nr])/);
}

/** Whether it is a line of the key, and no header, footer or end of a line. */
export function isPemLine(piece: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(piece);
}

function documentParts(document: object): readonly Part[] {
  const parts: Part[] = [];
  mapTexts(document, {
    text(name, text, owner) {
      const isPrivate = isPrivateMember(name) || isKeyMember(name, text, owner);
      if (isPrivate) parts.push({ what: name, value: text });
      parts.push(...(isPrivate ? partsOf(text) : passwordParts(text)));
      return text;
    },
  });
  return parts;
}

/** What of a JSON Web Key is private: each is the key, or gives it away (RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 8037 §2). */
const keyMembers: ReadonlySet<string> = new Set(["d", "p", "q", "dp", "dq", "qi", "k", "priv"]);

/** Shorter ones are no part of a key that is in use. */
const shortestKeyMember = 16;

export function isKeyMember(name: string, text: string, owner: object): boolean {
  return "kty" in owner && keyMembers.has(name) && text.length >= shortestKeyMember;
}

/** Whether the name of a document's member says that it is private. */
export function isPrivateMember(name: string): boolean {
  return /key|secret|password|token/i.test(name) && !/_id$|Id$|public|ur[il]$/i.test(name);
}

function passwordParts(value: string): readonly Part[] {
  const parsed = URL.canParse(value) ? [new URL(value).password] : [];
  return passwordsIn(value)
    .flatMap((written) => [written, ...parsed, decode(written)])
    .map((each) => ({ what: "password", value: each }));
}

/**
 * The passwords of addresses, as they are written: of several hosts too, which is how databases write their replicas, and
 * which is no address in the sense of the URL standard.
 */
export function passwordsIn(text: string): readonly string[] {
  return [...text.matchAll(/:\/\/[^/?#:\s]*:([^/?#\s]+)@/g)].map(([, password]) => password!);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
