import { isSecret, toLabel } from "../../../boundary/secrets/secret.ts";

/** Below so many levels nothing is shown. */
const deepest = 6;

/**
 * Makes of what is to be logged what may be: `hide` of every text in it, names and errors included, and of each secret its
 * name. Copies only what it changes.
 */
export function hideSecrets(value: unknown, hide: (text: string) => string, depth = 0): unknown {
  if (typeof value === "string") return hide(value);
  if (typeof value === "number" || typeof value === "bigint") return hideInPlain(value, hide);
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return toLabel(value);
  if (depth > deepest) return "too deep for the log";
  if (value instanceof Error) return hideInError(value, hide, depth);
  if (Array.isArray(value)) return hideInList(value, hide, depth);
  if (isBoxed(value)) return hideInPlain(value, hide);
  if (ArrayBuffer.isView(value)) return value;
  if (value instanceof Map || value instanceof Set) return hideInEntries(value, hide, depth);
  return "toJSON" in value ? hideInOther(value, hide) : hideInMembers(value, hide, depth);
}

/** What is an object and is logged as a text or a number: `new String(…)`. */
function isBoxed(value: object): boolean {
  // What tells boxes of all realms apart is deceived by any object that names itself so.
  // oxlint-disable-next-line unicorn/no-instanceof-builtins
  return value instanceof String || value instanceof Number || value instanceof BigInt;
}

/** A secret of digits alone, or in a box. */
function hideInPlain(
  value: number | bigint | { toString(): string },
  hide: (text: string) => string,
): unknown {
  const text = String(value);
  const hidden = hide(text);
  return hidden === text ? value : hidden;
}

function hideInList(
  list: readonly unknown[],
  hide: (text: string) => string,
  depth: number,
): readonly unknown[] {
  const hidden = list.map((each) => hideSecrets(each, hide, depth + 1));
  return hidden.some((each, index) => each !== list[index]) ? hidden : list;
}

function hideInEntries(
  value: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>,
  hide: (text: string) => string,
  depth: number,
): unknown {
  const entries: readonly unknown[] = [...value];
  const hidden = hideInList(entries, hide, depth);
  return hidden === entries ? value : hidden;
}

function hideInMembers(fields: object, hide: (text: string) => string, depth: number): object {
  let isChanged = false;
  const hidden = Object.entries(fields).map(([name, value]) => {
    const entry = [hide(name), hideSecrets(value, hide, depth + 1)] as const;
    if (entry[0] !== name || entry[1] !== value) isChanged = true;
    return entry;
  });
  return isChanged ? Object.fromEntries(hidden) : fields;
}

/** What an error says beside what was hung on it. */
type Said = Pick<Error, "name" | "message" | "stack" | "cause"> & { readonly errors?: unknown };

function hideInError(error: Error, hide: (text: string) => string, depth: number): Error {
  const { name, message, stack, cause, errors }: Said = error;
  const said = { name, message, stack, cause, errors };
  const hiddenSaid = hideInMembers(said, hide, depth) as Said;
  const own = { ...error };
  const hiddenOwn = hideInMembers(own, hide, depth);
  if (hiddenSaid === said && hiddenOwn === own) return error;
  return toError(hiddenSaid, hiddenOwn);
}

/** Its class is lost; what a log shows of it is not. */
function toError({ name, message, stack, cause, errors }: Said, own: object): Error {
  const error = Object.assign(new Error(message, cause === undefined ? {} : { cause }), own);
  for (const [member, value] of Object.entries({ name, stack, errors }))
    if (value !== undefined) Object.defineProperty(error, member, { value, configurable: true });
  return error;
}

/** What has a form of its own in the log, such as an address or a date. What cannot be looked into is not shown. */
function hideInOther(value: object, hide: (text: string) => string): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    return "unloggable";
  }
  const hidden = text === undefined ? text : hide(text);
  return hidden === text ? value : hidden;
}
