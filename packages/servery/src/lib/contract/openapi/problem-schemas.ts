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

/** A problem of one code, with what it carries. */
export function problemSchema(code: string, data: JsonSchema | undefined): JsonSchema {
  return {
    allOf: [
      { $ref: "#/components/schemas/Problem" },
      {
        type: "object",
        required: data === undefined ? ["code"] : ["code", "data"],
        properties: { code: { const: code }, ...(data === undefined ? {} : { data }) },
      },
    ],
  };
}
