import type { SqlToken } from "../sql-tokens.ts";
import { depthOf } from "../statement-target.ts";

/** Texts that stand for the time now, or that make a time depend on where the machine is. */
const moving = new Set(["now", "subsec", "subsecond", "localtime", "utc"]);

/** What makes a time of a number only: of a text, such as `now`, it makes NULL. */
const ofNumbers = new Set(["unixepoch", "julianday"]);

/**
 * Whether a call of a date function, whose arguments begin at `first`, comes to the same whenever it is made.
 * Its time must be a literal, or anything that is taken for a number, and its modifiers literals: a column
 * or a parameter may be the text `now`.
 */
export function isFixedDate(name: string, tokens: readonly SqlToken[], first: number): boolean {
  if (name === "timediff") return false;
  const [time, ...modifiers] = argumentsFrom(tokens, first).slice(name === "strftime" ? 1 : 0);
  if (time === undefined || !modifiers.every(isFixedText)) return false;
  const [modifier] = modifiers;
  return isFixedText(time) || (modifier !== undefined && ofNumbers.has(textOf(modifier)));
}

function argumentsFrom(tokens: readonly SqlToken[], first: number): readonly SqlToken[][] {
  const found: SqlToken[][] = [[]];
  let depth = 1;
  for (const token of tokens.slice(first)) {
    depth += depthOf(token);
    if (depth === 0) break;
    if (depth === 1 && token.text === ",") found.push([]);
    else found.at(-1)?.push(token);
  }
  return found.filter((each) => each.length > 0);
}

function isFixedText(argument: readonly SqlToken[]): boolean {
  const [only, ...more] = argument;
  if (only === undefined || more.length > 0) return false;
  return only.kind === "number" || (isText(only) && !moving.has(textOf(argument)));
}

function textOf([token]: readonly SqlToken[]): string {
  return token !== undefined && isText(token) ? token.text.slice(1, -1).toLowerCase() : "";
}

/** Not bytes, `x'6e6f77'`, which SQLite takes for a text there. */
function isText({ kind, text }: SqlToken): boolean {
  return kind === "string" && text.startsWith("'");
}
