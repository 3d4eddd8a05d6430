import { toChecksum } from "./checked-keys.ts";
import { unwrapText, wrapLike } from "./base64.ts";
import { mapTexts, parseDocument } from "./document-texts.ts";
import { isKeyMember, isPemLine, isPrivateMember, passwordsIn, splitPem } from "./secret-parts.ts";

/** What draws a canary. */
export interface CanarySource {
  /** A whole number from 0 up to this one, without it, that nobody can guess. */
  below(limit: number): number;
  /** A new private key in a PEM envelope, of the same kind as that one; `undefined` where it is of no kind that is known. */
  keyLike(pem: string): string | undefined;
  /** The same of a JSON Web Key: its other members stay. */
  webKeyLike(key: object): object | undefined;
}

/**
 * Draws a value that nobody has used, with the shape of a secret: so that whatever checks the secret takes it, and finding it
 * anywhere proves a way there. Kept are an address's scheme, host and path; a document's other members; a token's header and
 * claims; a provider's prefix, with its checksum made anew; otherwise the length, the separators and the kind of each character.
 * The same of what is in Base64.
 */
export function toCanary(value: string, source: CanarySource): string {
  const document = parseDocument(value);
  if (document !== undefined) return inDocument(document, source);
  if (value.includes("-----BEGIN ")) return inPem(value, source);
  const token = /^([\w-]+\.[\w-]+\.)([\w-]+)$/.exec(value);
  if (token !== null) return token[1]! + redraw(token[2]!, source);
  const inner = unwrapText(value);
  if (inner !== undefined) return wrapLike(toCanary(inner, source), value);
  return inAddress(value, source) ?? withChecksum(value, source) ?? inToken(value, source);
}

function inDocument(document: object, source: CanarySource): string {
  const isPrivate = (name: string, text: string, owner: object) =>
    isPrivateMember(name) || isKeyMember(name, text, owner) || passwordsIn(text).length > 0;
  const drawn = mapTexts(document, {
    text: (name, text, owner) => (isPrivate(name, text, owner) ? toCanary(text, source) : text),
    // The parts of a key must fit each other.
    object: (owner) => ("kty" in owner && "d" in owner ? source.webKeyLike(owner) : undefined),
  });
  return JSON.stringify(drawn);
}

/** Another key of its kind, or else the same envelope with other letters in it. */
function inPem(value: string, source: CanarySource): string {
  const end = /(?:\\r)?\\n/.exec(value)?.[0];
  const drawn = source.keyLike(end === undefined ? value : value.replaceAll(end, "\n"))?.trim();
  if (drawn !== undefined) return drawn.replaceAll("\n", () => end ?? "\n");
  return splitPem(value)
    .map((piece) => (isPemLine(piece) ? redraw(piece, source) : piece))
    .join("");
}

function inAddress(value: string, source: CanarySource): string | undefined {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)(?:([^/?#]*)@)?(.*)$/is.exec(value);
  if (match === null) return undefined;
  const [, scheme = "", person, rest = ""] = match;
  if (person === undefined) return scheme + redrawLast(rest, source);
  const colon = person.indexOf(":");
  const name = colon < 0 ? "" : person.slice(0, colon + 1);
  return `${scheme}${name}${redraw(person.slice(name.length), source)}@${rest}`;
}

/** Of an address without a person the secret is what stands last: a hook's path, a key in its query. */
function redrawLast(rest: string, source: CanarySource): string {
  const start = Math.max(rest.lastIndexOf("/"), rest.lastIndexOf("="), rest.lastIndexOf(":"));
  return rest.slice(0, start + 1) + redraw(rest.slice(start + 1), source);
}

/** Of the tokens of GitHub and npm, which end with a checksum. */
function withChecksum(value: string, source: CanarySource): string | undefined {
  const match = /^(gh[pousr]_|npm_)([A-Za-z0-9]{30})[A-Za-z0-9]{6}$/.exec(value);
  if (match === null) return undefined;
  const body = redraw(match[2]!, source);
  return match[1]! + body + toChecksum(body);
}

/** A prefix says whose it is: `sk_live_`, `xoxb-`, `sk-ant-api03-`, `SG.`. */
function inToken(value: string, source: CanarySource): string {
  const prefix = /^(?:AKIA|ASIA|AIza|[A-Za-z]{1,12}\d{0,3}[_.-]){1,4}/.exec(value)?.[0] ?? "";
  // What is left must still be a canary: nobody draws the same by chance.
  const kept = value.length - prefix.length >= 12 ? prefix : "";
  return kept + redraw(value.slice(kept.length), source);
}

/** Draws each letter and digit anew, from those of its kind; whatever else there is stays, as do the escapes of addresses. */
function redraw(text: string, source: CanarySource): string {
  const draw = (letters: string) => letters[source.below(letters.length)]!;
  const digits = hexDigitsOf(text.replaceAll("-", ""));
  if (digits !== undefined) return redrawHex(text, draw, digits);
  return text.replaceAll(/%[0-9A-Fa-f]{2}|[0-9]|[a-z]|[A-Z]/g, (sign) => {
    if (sign.startsWith("%")) return sign;
    if (sign <= "9") return draw("0123456789");
    return sign >= "a" ? draw("abcdefghijklmnopqrstuvwxyz") : draw("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  });
}

function hexDigitsOf(text: string): string | undefined {
  if (/^[0-9a-f]+$/.test(text)) return "0123456789abcdef";
  return /^[0-9A-F]+$/.test(text) ? "0123456789ABCDEF" : undefined;
}

/** A UUID keeps the digits that say which kind it is (RFC 9562 §4). */
function redrawHex(text: string, draw: (letters: string) => string, digits: string): string {
  const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
  const kept = isUuid.test(text) ? [14, 19] : [];
  return Array.from(text, (sign, at) =>
    sign === "-" || kept.includes(at) ? sign : draw(digits),
  ).join("");
}
