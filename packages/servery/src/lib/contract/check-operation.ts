import { isServeryError } from "../base/servery-error.ts";
import { pathParameters } from "../base/path-pattern.ts";
import { accessRules, isPublic } from "./access.ts";
import { compileCheck } from "./json-schema-check.ts";
import type { JsonSchema } from "./json-schema.ts";
import { parseLimit } from "./limit.ts";
import type { Operation } from "./operation.ts";
import { findOpenPlaces } from "./openness.ts";
import { findParameterMistakes } from "./parameters.ts";
import { hasProperty } from "./property-path.ts";
import { isSchema, type Schema, toJsonSchema } from "./schema.ts";

/** Everything that is wrong with one operation, each as a sentence. */
export function findOperationMistakes(operation: Operation): string[] {
  const input = describe("input", operation.input, "input");
  const output = describe("output", operation.output, "output");
  return [
    ...messageOf(() => pathParameters(operation.path)),
    ...(operation.limit === undefined ? [] : messageOf(() => parseLimit(operation.limit!))),
    ...(typeof input === "string" ? [input] : findInputMistakes(operation, input)),
    ...(typeof output === "string" ? [output] : findOutputMistakes(operation, output)),
    ...findAccessMistakes(operation),
    ...findProblemMistakes(operation),
    ...findSensitiveMistakes(operation, [input, output]),
    ...findCacheMistakes(operation),
  ];
}

function describe(place: string, schema: unknown, side: "input" | "output"): JsonSchema | string {
  if (!isSchema(schema)) return `its ${place} is no schema: pass one of a Standard Schema library`;
  try {
    return toJsonSchema(schema as Schema, side);
  } catch (error) {
    return `its ${place} cannot be described: ${(error as Error).message}`;
  }
}

function findInputMistakes(operation: Operation, input: JsonSchema): string[] {
  return [
    ...findParameterMistakes(operation, input),
    ...findExampleMistakes("input", operation.examples.input, input),
  ];
}

function findOutputMistakes(operation: Operation, output: JsonSchema): string[] {
  const open = operation.unsafeOpen ? [] : findOpenPlaces(output);
  return [
    ...open.map(
      (place) =>
        `its output is too open to project at ${place}: declare the properties, or say unsafeOpen: true`,
    ),
    ...(operation.status === 204 && output.type !== "null"
      ? ["a 204 has no body: its output must be `nothing`"]
      : []),
    ...findExampleMistakes("output", operation.examples.output, output),
  ];
}

function findExampleMistakes(place: string, example: unknown, schema: JsonSchema): string[] {
  if (example === undefined) return [];
  const issues = compileCheck(schema)(example);
  return issues.map(
    ({ pointer, detail }) => `its example ${place} does not match at "${pointer}": ${detail}`,
  );
}

function findAccessMistakes({ access }: Operation): string[] {
  return accessRules(access).length > 0
    ? []
    : ['its access is an empty list: say who may call, or "public" for everybody'];
}

function findProblemMistakes(operation: Operation): string[] {
  return Object.entries(operation.problems).flatMap(([code, { data }]) => {
    if (!/^[a-z][a-z0-9_]*$/.test(code))
      return [`the problem code "${code}" must be lower_snake_case`];
    if (data === undefined) return [];
    const schema = describe(`problem ${code}'s data`, data, "output");
    if (typeof schema === "string") return [schema];
    return findOpenPlaces(schema).map(
      (place) => `the data of its problem ${code} is too open to project at ${place}`,
    );
  });
}

function findSensitiveMistakes(
  operation: Operation,
  schemas: readonly (JsonSchema | string)[],
): string[] {
  if (typeof operation.sensitive === "boolean") return [];
  const known = schemas.filter((schema): schema is JsonSchema => typeof schema !== "string");
  return operation.sensitive
    .filter((property) => !known.some((schema) => hasProperty(schema, property.split("."), schema)))
    .map(
      (property) => `its sensitive property "${property}" is in neither its input nor its output`,
    );
}

function findCacheMistakes(operation: Operation): string[] {
  const { cache } = operation;
  if (cache === undefined) return [];
  const mistakes: string[] = [];
  if (operation.kind !== "query") mistakes.push("only a query can have a cache hint");
  if (operation.method !== "GET")
    mistakes.push("only a GET can have a cache hint: no cache keeps a POST's answer");
  if (operation.sensitive !== false)
    mistakes.push("a sensitive operation is never cached: remove its cache hint");
  if (cache.shared === true && !isPublic(operation.access))
    mistakes.push(
      "its cache hint is shared but its access is not public: a shared cache would serve it to strangers",
    );
  if (!Number.isInteger(cache.maxAgeSeconds) || cache.maxAgeSeconds < 0)
    mistakes.push(
      `its cache hint's maxAgeSeconds must be a whole number from 0, not ${cache.maxAgeSeconds}`,
    );
  return mistakes;
}

function messageOf(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (isServeryError(error) || error instanceof TypeError) return [error.message];
    throw error;
  }
}
