import type { KnownSecret } from "./needles.ts";

/** A shorter part stands in other texts by chance. */
const shortest = 12;

/**
 * A secret together with what of it would do harm alone: the password in an address, the key within a document or a
 * PEM envelope (RFC 7468), the signature of a token (RFC 7519).
 */
export function withParts(secret: KnownSecret): readonly KnownSecret[] {
  const parts = partsOf(secret.value).filter(
    ({ value }) => value.length >= shortest && value !== secret.value,
  );
  const unique = new Map(parts.map(({ value, what }) => [value, what]));
  const named = [...unique].map(([value, what]) => ({ name: `${secret.name} (${what})`, value }));
  return [secret, ...named];
}

interface Part {
  readonly what: string;
  readonly value: string;
}

function partsOf(value: string): readonly Part[] {
  if (value.includes("-----BEGIN ")) return [...pemLines(value)];
  if (value.trimStart().startsWith("{")) return jsonParts(value);
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(value))
    return [{ what: "signature", value: value.slice(value.lastIndexOf(".") + 1) }];
  return addressParts(value);
}

/** Each line by itself: how lines are joined is up to who writes them. */
function pemLines(value: string): Part[] {
  return value
    .split(/\s+|\\n/)
    .filter((line) => /^[A-Za-z0-9+/=]{32,}$/.test(line))
    .map((line) => ({ what: "key", value: line }));
}

function jsonParts(value: string): readonly Part[] {
  let document: unknown;
  try {
    document = JSON.parse(value);
  } catch {
    return [];
  }
  return Object.entries(document as Record<string, unknown>).flatMap(([name, member]) =>
    typeof member === "string" && isPrivateMember(name)
      ? [{ what: name, value: member }, ...partsOf(member)]
      : [],
  );
}

/** Whether the name of a document's member says that it is private. */
export function isPrivateMember(name: string): boolean {
  return /key|secret|password|token/i.test(name) && !/_id$|Id$|public/.test(name);
}

function addressParts(value: string): Part[] {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.password === "") return [];
  const written = /:\/\/[^/@]*:([^/@]+)@/.exec(value)?.[1] ?? url.password;
  return [written, url.password, decode(url.password)].map((each) => ({
    what: "password",
    value: each,
  }));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
