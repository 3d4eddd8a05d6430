import { pathParameters } from "../../base/path-pattern.ts";
import type { NamedOperation } from "../operation-tree.ts";
import { type JsonSchema, resolveRef } from "../json-schema.ts";
import {
  collectProperties,
  type ParameterShape,
  sendsQueryString,
  toParameterShapes,
} from "../parameters.ts";
import { type Components, placeSchema } from "../place-schema.ts";
import { toRequestHeaders } from "./request-headers.ts";

/** The parameters of an operation: path, query string (nested objects as dotted keys) and headers. */
export function toParameters(
  { id, operation }: NamedOperation,
  input: JsonSchema,
  components: Components,
): unknown[] {
  const inPath = new Set(pathParameters(operation.path));
  const properties = collectProperties(input, input);
  const required = new Set(resolveRef(input, input).required);
  const example = (operation.examples.input ?? {}) as Record<string, unknown>;
  const parameters: unknown[] = [];
  for (const [name, shape] of toParameterShapes(operation, input).shapes) {
    const schema = (part: JsonSchema, key: string) =>
      placeSchema(withDefinitions(part, input), `${id}.${key}`, components);
    const property = properties.get(name)!;
    if (inPath.has(name))
      parameters.push({
        name,
        in: "path",
        required: true,
        schema: schema(property, name),
        ...exampleOf(example[name]),
      });
    else if (shape.kind === "object")
      parameters.push(...nestedParameters(name, shape, resolveRef(property, input), schema));
    else
      parameters.push({
        name,
        in: "query",
        required: required.has(name),
        schema: schema(property, name),
        ...exampleOf(example[name]),
      });
  }
  return [...parameters, ...toRequestHeaders(operation)];
}

function nestedParameters(
  name: string,
  shape: Extract<ParameterShape, { kind: "object" }>,
  schema: JsonSchema,
  place: (part: JsonSchema, key: string) => JsonSchema,
): unknown[] {
  return [...shape.properties.keys()].map((inner) => ({
    name: `${name}.${inner}`,
    in: "query",
    required: false,
    schema: place(collectProperties(schema, schema).get(inner) ?? {}, `${name}.${inner}`),
  }));
}

/** The JSON body of an operation: its input without what travels in the path. `undefined` for none. */
export function toRequestBody(
  { id, operation }: NamedOperation,
  input: JsonSchema,
  components: Components,
): unknown {
  if (sendsQueryString(operation) || input.type === "null") return undefined;
  const inPath = new Set(pathParameters(operation.path));
  const properties = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.has(name));
  if (inPath.size > 0 && properties.length === 0 && input.properties !== undefined)
    return undefined;
  const body: JsonSchema =
    inPath.size === 0
      ? input
      : {
          ...input,
          properties: Object.fromEntries(properties),
          required: (input.required ?? []).filter((name) => !inPath.has(name)),
        };
  const example = operation.examples.input as Record<string, unknown> | undefined;
  const bodyExample =
    example === undefined
      ? undefined
      : Object.fromEntries(Object.entries(example).filter(([name]) => !inPath.has(name)));
  return {
    required: true,
    content: {
      "application/json": {
        schema: placeSchema(body, `${id}.input`, components),
        ...exampleOf(bodyExample),
      },
    },
  };
}

// A property's own references point into its parent's definitions.
function withDefinitions(part: JsonSchema, root: JsonSchema): JsonSchema {
  return root.$defs === undefined ? part : { ...part, $defs: root.$defs };
}

function exampleOf(example: unknown): { example?: unknown } {
  return example === undefined ? {} : { example };
}
