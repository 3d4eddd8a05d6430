import { refuse } from "../handling/refusal.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });
const quote = 34;
const comma = 44;
const colon = 58;
const backslash = 92;

/**
 * Parses a JSON body and refuses, with a 400, what two parsers could read as two things or what is
 * only ever an attack: invalid UTF-8, deep nesting, an object with the same key twice, keys that reach
 * a prototype, lone surrogates, and numbers beyond the range of a double.
 */
export function parseJson(bytes: Uint8Array, deepest: number): unknown {
  const text = decodeUtf8(bytes);
  const members = countMembers(text, deepest);
  const value = parse(text);
  const walk: Walk = {
    members: 0,
    // A lone surrogate and a hidden key can only come from an escape.
    strings: text.includes("\\u"),
  };
  check(value, walk);
  if (walk.members !== members)
    throw malformed("An object in the body has the same key twice. Send each key once.");
  return value;
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw malformed("The body is not valid UTF-8.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(`The body is not valid JSON${positionOf(error as Error)}.`);
  }
}

// The engine's message quotes the text; only the position is repeated.
function positionOf({ message }: Error): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  return position === undefined ? "" : `, at character ${Number(position) + 1}`;
}

/** Counts the members of all objects by their colons, and refuses too deep a nesting, before anything is built. */
function countMembers(text: string, deepest: number): number {
  let members = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code <= comma) continue;
    else if (code === colon) members++;
    // `[` and `{` differ in one bit only, as do `]` and `}`.
    else if ((code | 32) === 123) {
      if (++depth > deepest) throw malformed(`The body is nested deeper than ${deepest} levels.`);
    } else if ((code | 32) === 125) depth--;
  }
  return members;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) return index;
    if (code === backslash) index++;
  }
  return text.length;
}

interface Walk {
  members: number;
  readonly strings: boolean;
}

function check(value: unknown, walk: Walk): void {
  if (typeof value === "string") {
    if (walk.strings && !value.isWellFormed())
      throw malformed("A text in the body has half a character (a lone surrogate).");
  } else if (typeof value === "number") {
    if (!Number.isFinite(value)) throw malformed("A number in the body is too large.");
  } else if (Array.isArray(value)) {
    for (const item of value) check(item, walk);
  } else if (value !== null && typeof value === "object") {
    checkObject(value as Record<string, unknown>, walk);
  }
}

function checkObject(object: Record<string, unknown>, walk: Walk): void {
  for (const key in object) {
    walk.members++;
    if (key === "__proto__" || (key === "constructor" && hasPrototype(object[key])))
      throw malformed(
        `The body has the key "${key}" where it would reach a prototype, which is never accepted.`,
      );
    if (walk.strings && !key.isWellFormed())
      throw malformed("A key in the body has half a character (a lone surrogate).");
    check(object[key], walk);
  }
}

function hasPrototype(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "prototype");
}

function malformed(detail: string): Error {
  return refuse("malformed_request", detail);
}
