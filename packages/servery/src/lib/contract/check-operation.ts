import { isServeryError } from "../base/servery-error.ts";
import { pathParameters } from "../base/path-pattern.ts";
import { accessRules, isPublic } from "./access.ts";
import { compileCheck } from "./json-schema-check.ts";
import type { JsonSchema } from "./json-schema.ts";
import { parseLimit } from "./limit.ts";
import type { Operation } from "./operation.ts";
import { findOpenPlaces } from "./openness.ts";
import { collectProperties, findParameterMistakes, sendsQueryString } from "./parameters.ts";
import { hasProperty } from "./property-path.ts";
import { findSpamMistakes } from "./check-spam.ts";
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
    ...(typeof input === "string" ? [] : findSensitiveAddressMistakes(operation, input)),
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
    ...findSpamMistakes(operation, input),
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
  const rules = accessRules(access);
  if (rules.length === 0)
    return ['its access is an empty list: say who may call, or "public" for everybody'];
  return rules.length > 1 && rules.includes("public")
    ? [
        'its access says "public" beside other rules: "public" opens it to all, so leave it or them out',
      ]
    : [];
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

/** Addresses stand in logs, histories and `Referer`; what is sensitive travels in a body. */
function findSensitiveAddressMistakes(operation: Operation, input: JsonSchema): string[] {
  const { sensitive, method, path } = operation;
  if (typeof sensitive === "boolean") {
    const takesSome = collectProperties(input, input).size > 0;
    if (!sensitive || !sendsQueryString(operation) || !takesSome) return [];
    return [
      `it is sensitive, and its ${method} would put its input into the address, which logs and browsers keep: say method: "POST"`,
    ];
  }
  const inPath = parametersOf(path);
  const named = sensitive.filter((property) => hasProperty(input, property.split("."), input));
  return named.flatMap((property) => {
    if (inPath.includes(property.split(".")[0]!))
      return [
        `its sensitive property "${property}" stands in its path, which logs and browsers keep: take it out of the path, and say method: "POST"`,
      ];
    if (!sendsQueryString(operation)) return [];
    return [
      `its ${method} would put its sensitive property "${property}" into the address, which logs and browsers keep: say method: "POST"`,
    ];
  });
}

function parametersOf(path: string): readonly string[] {
  try {
    return pathParameters(path);
  } catch {
    return []; // Told of by the path's own check.
  }
}

function findCacheMistakes(operation: Operation): string[] {
  const { cache } = operation;
  if (cache === undefined || cache === false) return [];
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
  for (const name of ["maxAgeSeconds", "staleWhileRevalidateSeconds"] as const) {
    const seconds = cache[name];
    if (name === "staleWhileRevalidateSeconds" && seconds === undefined) continue;
    if (!Number.isInteger(seconds) || seconds! < 0)
      mistakes.push(`its cache hint's ${name} must be a whole number from 0, not ${seconds}`);
  }
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
