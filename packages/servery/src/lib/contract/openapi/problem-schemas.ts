import type { JsonSchema } from "../json-schema.ts";

/** Any problem: RFC 9457's members, and ours. */
export const problemDetailsSchema: JsonSchema = {
  type: "object",
  description: "A problem (RFC 9457). Programs read `code`.",
  required: ["type", "title", "status", "code"],
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer", minimum: 400, maximum: 599 },
    code: { type: "string" },
    detail: { type: "string" },
    instance: { type: "string", format: "uri" },
    data: {},
    errors: {
      type: "array",
      description: "All that is wrong with the input.",
      items: {
        type: "object",
        required: ["pointer", "detail"],
        properties: { pointer: { type: "string" }, detail: { type: "string" } },
      },
    },
  },
};

/** A declared problem of one code, with what it carries. */
export function problemSchema(code: string, data: JsonSchema | undefined): JsonSchema {
  return withCode(code, data, data === undefined ? ["code"] : ["code", "data"]);
}

/** One of the service's own problems; not every one of its causes has something to carry. */
export function standardProblemSchema(code: string, data: JsonSchema | undefined): JsonSchema {
  return withCode(code, data, ["code"]);
}

function withCode(code: string, data: JsonSchema | undefined, required: string[]): JsonSchema {
  const properties = { code: { const: code }, ...(data === undefined ? {} : { data }) };
  return {
    allOf: [{ $ref: "#/components/schemas/Problem" }, { type: "object", required, properties }],
  };
}
