import { type DescribedSchema, fromJsonSchema } from "../from-json-schema.ts";
import type { JsonSchema } from "../json-schema.ts";

/** A required property unless its name ends in `?`. */
export function object<T>(properties: Readonly<Record<string, JsonSchema>>): DescribedSchema<T> {
  return fromJsonSchema<T>(toObject(properties));
}

/** The same as a part of another schema. */
export function toObject(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const entries = Object.entries(properties);
  const required = entries.map(([name]) => name).filter((name) => !name.endsWith("?"));
  return {
    type: "object",
    properties: Object.fromEntries(
      entries.map(([name, schema]) => [name.replace(/\?$/, ""), schema]),
    ),
    required,
    additionalProperties: false,
  };
}

export const listOf = (items: JsonSchema): JsonSchema => ({ type: "array", items });
export const nullable = (schema: JsonSchema): JsonSchema => ({
  anyOf: [schema, { type: "null" }],
});
export const oneOf = (...values: readonly string[]): JsonSchema => ({
  type: "string",
  enum: [...values],
});

// What mail programs read as a list, a name, a comment or a quotation, or as a line of its own.
const noAddress = String.raw`\s\u0000-\u001f\u007f@<>()\[\]\\,;:"`;

/** Addresses as mailers take them; the local part's case is kept, comparison ignores it. */
export const email: JsonSchema = {
  type: "string",
  format: "email",
  minLength: 3,
  maxLength: 254,
  pattern: `^[^${noAddress}]+@[^${noAddress}]+\\.[^${noAddress}]+$`,
};
/** Anything a person may type or paste, spaces too. How long it must be, the service says. */
export const password: JsonSchema = { type: "string", minLength: 1, maxLength: 256 };
export const personName: JsonSchema = { type: "string", minLength: 1, maxLength: 120 };
export const label: JsonSchema = { type: "string", minLength: 1, maxLength: 80 };
/** An opaque name or token of ours. */
export const opaque: JsonSchema = { type: "string", minLength: 1, maxLength: 200 };
/** Digits of a mail or an authenticator app, or a recovery code. */
export const code: JsonSchema = { type: "string", minLength: 6, maxLength: 64 };
export const time: JsonSchema = { type: "integer", description: "Epoch milliseconds" };
export const text: JsonSchema = { type: "string" };
export const flag: JsonSchema = { type: "boolean" };
/** How the caller wants to be known from now on. */
export const transport: JsonSchema = {
  ...oneOf("cookie", "tokens"),
  description: "`cookie` (default) for browsers of this origin, `tokens` for everything else",
};
