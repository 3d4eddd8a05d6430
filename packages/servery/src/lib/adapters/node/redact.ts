import { stdSerializers } from "pino";

import { isSecret, toLabel } from "../../boundary/secrets/secret.ts";

/** Names of fields whose values never stand in a log, in lower case without `-` and `_`. */
const secretNames = new Set([
  "accesstoken",
  "apikey",
  "authorization",
  "cookie",
  "idempotencykey",
  "passphrase",
  "password",
  "privatekey",
  "proxyauthorization",
  "refreshtoken",
  "secret",
  "clientsecret",
  "setcookie",
  "token",
  "xapikey",
]);
const redacted = "[redacted]";
const deepest = 6;

/**
 * Replaces the values of secret-named fields, at any depth and in any spelling (`apiKey`, `API_KEY`,
 * `api-key`), and what hangs on an error too. Copies only what it changes. Below six levels nothing is
 * kept.
 */
export function redact(fields: object, depth = 0): object {
  if (depth === deepest) return { cut: "too deep for the log" };
  let copy: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(fields)) {
    const kept = isSecretName(name) ? redacted : redactValue(value, depth);
    if (kept !== value) (copy ??= shallowCopy(fields))[name] = kept;
  }
  return copy ?? fields;
}

function shallowCopy(fields: object): Record<string, unknown> {
  return Array.isArray(fields)
    ? (Array.from(fields) as unknown as Record<string, unknown>)
    : { ...fields };
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isSecret(value)) return toLabel(value);
  if (value instanceof Error) return redact(toErrorFields(value), depth + 1);
  return isWalked(value) ? redact(value, depth + 1) : value;
}

/** What an error says and where it was made, with its causes; and what was hung on it. */
function toErrorFields(error: Error & { readonly errors?: unknown }): object {
  const { type, message, stack } = stdSerializers.err(toPlain(error));
  const { errors } = error;
  return { ...error, ...(Array.isArray(errors) && { errors }), type, message, stack };
}

/** What pino may write its mark to: an error may be frozen. */
function toPlain({ name, message, stack, cause, constructor }: Error): Error {
  return { name, message, stack: stack ?? "", cause, constructor } as Error;
}

/** A date or a buffer has a form of its own in the log. */
function isWalked(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const known = new Map<string, boolean>();

function isSecretName(name: string): boolean {
  let answer = known.get(name);
  if (answer === undefined) {
    answer = secretNames.has(name.toLowerCase().replaceAll(/[-_]/g, ""));
    // Names may come from callers, so what is remembered is bounded.
    if (known.size < 1000) known.set(name, answer);
  }
  return answer;
}
