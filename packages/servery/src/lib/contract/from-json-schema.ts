import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { compileCheck } from "./json-schema-check.ts";
import type { JsonSchema } from "./json-schema.ts";

/** A schema of ours, both Standard Schema and Standard JSON Schema. */
export type DescribedSchema<T> = StandardSchemaV1<T, T> & StandardJSONSchemaV1<T, T>;

/** Makes a schema from its JSON Schema. `T` is the caller's word for what that describes. */
export function fromJsonSchema<T>(schema: JsonSchema): DescribedSchema<T> {
  const check = compileCheck(schema);
  const describe = () => ({ ...schema });
  return {
    "~standard": {
      version: 1,
      vendor: "servery",
      validate: (value) => {
        const issues = check(value);
        if (issues.length === 0) return { value: value as T };
        return {
          issues: issues.map(({ pointer, detail }) => ({ message: detail, path: toPath(pointer) })),
        };
      },
      jsonSchema: { input: describe, output: describe },
    },
  };
}

function toPath(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
