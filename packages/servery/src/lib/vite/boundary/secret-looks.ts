import { isNamedSecret, isSecretName } from "../../boundary/graph/secret-names.ts";
import { keyKindOf } from "../../boundary/placement/names.ts";

/** True for a secret that is one even where a public variable has its value: by its name, or as its provider writes it. */
export function isNeverPublic(name: string, value: string): boolean {
  return isSecretName(name.toUpperCase()) || keyKindOf(value) === "secret" || hasPassword(value);
}

/**
 * Tells whether a value is worth looking for. Of what is called a secret all is but plain addresses; of the rest, which is
 * mostly titles, regions and names of buckets, what looks drawn at random, and what has a password in it.
 */
export function isWorthLooking(name: string, value: string): boolean {
  if (isNamedSecret(name)) return isMoreThanAddress(value);
  return hasPassword(value) || (!isIdentifier(name) && looksRandom(value));
}

/** `postgres://shop:word@db/shop`, `Server=db;Password=word`, and a private key. */
function hasPassword(value: string): boolean {
  return /^[a-z][\w+.-]*:\/\/[^\s/:@]*:[^\s/@]+@|\b(?:password|pwd|\w+key)\s*=\s*[^\s;]|PRIVATE KEY-----/i.test(
    value,
  );
}

/** What names a thing of a provider's, or a state of the code, is as random as a key and opens nothing. */
function isIdentifier(name: string): boolean {
  return /(?:^|_)(?:IDS?|PRICE|COMMIT|SHA|REVISION|RELEASE|VERSION)(?:_|$)/i.test(name);
}

/** Letters and digits mixed, at length. Words and numbers with something between them are names: `eu-central-1_AbC12dEfG`. */
function looksRandom(value: string): boolean {
  return !/\s/.test(value) && value.split(/[-_./:,;=|@?&]/).some(isMixed);
}

function isMixed(part: string): boolean {
  if (part.length < 16) return false;
  const runs = part.match(/\d+|[a-z]+/gi) ?? [];
  const changes = runs.filter((run, at) => at > 0 && isNumber(run) !== isNumber(runs[at - 1]!));
  const bothCases = /[a-z]/.test(part) && /[A-Z]/.test(part);
  return changes.length >= (bothCases ? 2 : 3);
}

function isNumber(run: string): boolean {
  return /^\d/.test(run);
}

/**
 * False for what is an address and nothing else: a service's URL, a host, a sender's mail, a file. Pages have those too.
 * An address with a password, a query or a part that nobody would think of is kept.
 */
function isMoreThanAddress(value: string): boolean {
  const isMail = /^[^<>]*<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?$/.test(value);
  const isHost = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?$/.test(value);
  const isPath = /^(?:file:|~?\.{0,2}\/)(?:[\w.-]*\/)*[\w.-]*$/.test(value) && isPlain(value);
  return !(isMail || isHost || isPath || isPlainAddress(value));
}

function isPlainAddress(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.host === "" || url.protocol === "data:") return false;
  return url.username + url.password + url.search + url.hash === "" && isPlain(url.pathname);
}

/** Paths of words: `/api/v1/shop.db`, and not `/services/T0AK3F/B7Q/xYz…`. */
function isPlain(path: string): boolean {
  return path.split(/[/:]/).every((part) => /^[a-z._~-]*\d{0,2}(?:\.[a-z0-9]{1,5})?$/.test(part));
}
