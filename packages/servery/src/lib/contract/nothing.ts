import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";

type Nothing = StandardSchemaV1<void, void> & StandardJSONSchemaV1<void, void>;

const describe = () => ({ type: "null" });

/**
 * The schema of no value. As an `output` the operation answers 204 without a body; as an `input`
 * (the default) it takes none.
 */
export const nothing: Nothing = {
  "~standard": {
    version: 1,
    vendor: "servery",
    validate: (value) =>
      value === undefined || value === null
        ? { value: undefined }
        : { issues: [{ message: "Expected nothing" }] },
    jsonSchema: { input: describe, output: describe },
  },
};
