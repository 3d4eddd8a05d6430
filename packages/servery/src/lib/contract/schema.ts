import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { ServeryError } from "../base/servery-error.ts";
import type { JsonSchema } from "./json-schema.ts";

/** A schema of any library that implements Standard Schema (https://standardschema.dev). */
export type Schema<Input = unknown, Output = Input> = StandardSchemaV1<Input, Output>;

/** What a schema accepts. */
export type SchemaInput<S extends Schema> = StandardSchemaV1.InferInput<S>;

/** What a schema yields. */
export type SchemaOutput<S extends Schema> = StandardSchemaV1.InferOutput<S>;

/** One thing that is wrong with a value, and where, as Standard Schema reports it. */
export type SchemaIssue = StandardSchemaV1.Issue;

export type SchemaResult = StandardSchemaV1.Result<unknown>;

/** True when `value` implements Standard Schema version 1. */
export function isSchema(value: unknown): value is Schema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const standard = (value as Partial<StandardSchemaV1>)["~standard"];
  return typeof standard === "object" && standard.version === 1;
}

/** Checks, plans and documents ask for the same descriptions, and a library takes long to make one. */
const described = {
  input: new WeakMap<Schema, JsonSchema>(),
  output: new WeakMap<Schema, JsonSchema>(),
};

/**
 * Describes a schema as JSON Schema, draft 2020-12, through Standard JSON Schema. The same schema is
 * described once: what is returned is shared, and not to be changed.
 * @throws ServeryError `undescribable_schema` with what to write instead.
 */
export function toJsonSchema(schema: Schema, side: "input" | "output"): JsonSchema {
  const known = described[side].get(schema);
  if (known !== undefined) return known;
  const made = describe(schema, side);
  described[side].set(schema, made);
  return made;
}

function describe(schema: Schema, side: "input" | "output"): JsonSchema {
  const converter = (schema["~standard"] as Partial<StandardJSONSchemaV1["~standard"]>).jsonSchema;
  if (converter === undefined) throw undescribable(howToWrap(schema));
  try {
    return converter[side]({ target: "draft-2020-12" }) as JsonSchema;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw undescribable(`its library cannot describe it as JSON Schema: ${why}`, { cause });
  }
}

function howToWrap(schema: Schema): string {
  const { vendor } = schema["~standard"];
  if (vendor === "valibot")
    return 'a bare Valibot schema carries no JSON Schema: wrap it with toStandardJsonSchema(schema) from "@valibot/to-json-schema"';
  return `the schema of "${vendor}" has no "~standard".jsonSchema: use a version or a wrapper that implements Standard JSON Schema`;
}

function undescribable(why: string, options?: ErrorOptions): ServeryError {
  return new ServeryError("undescribable_schema", why, options);
}
