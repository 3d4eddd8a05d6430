import { pathParameters } from "../base/path-pattern.ts";
import { type JsonSchema, type JsonType, jsonTypes, resolveRef } from "./json-schema.ts";
import type { Operation } from "./operation.ts";

/** The JSON type that a text in a path or a query string is read as. */
export type ScalarType = "string" | "number" | "integer" | "boolean";

/** How one property of an input travels in a path or a query string. */
export type ParameterShape =
  | { readonly kind: "scalar"; readonly type: ScalarType }
  | { readonly kind: "array"; readonly type: ScalarType; readonly required: boolean }
  | { readonly kind: "object"; readonly properties: ReadonlyMap<string, ParameterShape> };

/** True when the input's remainder travels in the query string, not in a body. */
export function sendsQueryString(operation: Pick<Operation, "method">): boolean {
  return operation.method === "GET" || operation.method === "DELETE";
}

/**
 * The shape of each property that travels as text: all of them without a body, else those in the path.
 * An unsupported property is a sentence in `mistakes`.
 */
export function toParameterShapes(
  operation: Pick<Operation, "method" | "path">,
  input: JsonSchema,
): { shapes: ReadonlyMap<string, ParameterShape>; mistakes: readonly string[] } {
  const shapes = new Map<string, ParameterShape>();
  const mistakes: string[] = [];
  const inPath = new Set(pathParameters(operation.path));
  const properties = collectProperties(input, input);
  for (const [name, schema] of properties) {
    if (!sendsQueryString(operation) && !inPath.has(name)) continue;
    const required = resolveRef(input, input).required?.includes(name) ?? false;
    const shape = toShape(schema, input, required, inPath.has(name) ? 0 : 2);
    if (typeof shape === "string") mistakes.push(`its input's property "${name}" ${shape}`);
    else shapes.set(name, shape);
  }
  for (const name of inPath)
    if (!properties.has(name))
      mistakes.push(`its path has ":${name}", but its input has no property "${name}"`);
  return { shapes, mistakes };
}

/** What is wrong with the way an operation's input would travel. */
export function findParameterMistakes(operation: Operation, input: JsonSchema): string[] {
  let names: readonly string[];
  try {
    names = pathParameters(operation.path);
  } catch {
    return []; // Told of by the path's own check.
  }
  const root = resolveRef(input, input);
  const takesNothing = root.type === "null";
  if (takesNothing) return names.map((name) => `its path has ":${name}", but it has no input`);
  const isObject = jsonTypes(root).includes("object") || collectProperties(root, root).size > 0;
  if (!isObject) {
    if (sendsQueryString(operation) || names.length > 0)
      return [
        `its input must be an object: a ${operation.method} sends properties, in the path and the query string`,
      ];
    return [];
  }
  return [...toParameterShapes(operation, input).mistakes];
}

/** The declared properties of an object schema, through references and `allOf`/`anyOf`/`oneOf`. */
export function collectProperties(schema: JsonSchema, root: JsonSchema): Map<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  const node = resolveRef(schema, root);
  for (const branch of [...(node.allOf ?? []), ...(node.anyOf ?? []), ...(node.oneOf ?? [])])
    for (const [name, property] of collectProperties(branch, root)) found.set(name, property);
  for (const [name, property] of Object.entries(node.properties ?? {})) found.set(name, property);
  return found;
}

// `depth` is how much structure may still follow: 2 a property, 1 inside an object, 0 a scalar alone.
function toShape(
  schema: JsonSchema,
  root: JsonSchema,
  required: boolean,
  depth: 0 | 1 | 2,
): ParameterShape | string {
  const types = typesOf(schema, root);
  if (types.has("null"))
    return "may be null, which no query string can say: make it optional instead";
  if (types.has("array") && types.size === 1) return toArrayShape(schema, root, required, depth);
  if (types.has("object") && types.size === 1) return toObjectShape(schema, root, depth);
  const type = scalarOf(types);
  return type === undefined ? describeMixture(types) : { kind: "scalar", type };
}

function toArrayShape(
  schema: JsonSchema,
  root: JsonSchema,
  required: boolean,
  depth: number,
): ParameterShape | string {
  const { items } = resolveRef(schema, root);
  if (depth === 0) return "is a list, but stands in the path: only a scalar can";
  const type = typeof items === "object" ? scalarOf(typesOf(items, root)) : undefined;
  if (type === undefined)
    return 'is a list of something else than scalars: too deep for a query string, say method: "POST"';
  return { kind: "array", type, required };
}

function toObjectShape(
  schema: JsonSchema,
  root: JsonSchema,
  depth: 0 | 1 | 2,
): ParameterShape | string {
  if (depth === 0) return "is an object, but stands in the path: only a scalar can";
  if (depth === 1)
    return 'is nested more than one level deep: too deep for a query string, say method: "POST"';
  const node = resolveRef(schema, root);
  const properties = new Map<string, ParameterShape>();
  for (const [name, property] of collectProperties(node, root)) {
    const shape = toShape(property, root, node.required?.includes(name) ?? false, 1);
    if (typeof shape === "string")
      return shape.startsWith("is") || shape.startsWith("may")
        ? `has a property "${name}" that ${shape}`
        : shape;
    properties.set(name, shape);
  }
  return { kind: "object", properties };
}

function typesOf(schema: JsonSchema, root: JsonSchema): ReadonlySet<JsonType> {
  const node = resolveRef(schema, root);
  const own = jsonTypes(node);
  if (own.length > 0) return new Set(own);
  const values = "const" in node ? [node.const] : node.enum;
  if (values !== undefined) return new Set(values.map(typeOfValue));
  const branches = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
  return new Set(branches.flatMap((branch) => [...typesOf(branch, root)]));
}

function typeOfValue(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as "string" | "number" | "boolean" | "object";
}

function scalarOf(types: ReadonlySet<JsonType>): ScalarType | undefined {
  if (types.size === 2 && types.has("integer") && types.has("number")) return "number";
  const [type] = types;
  return types.size === 1 && type !== "object" && type !== "array" && type !== "null"
    ? type
    : undefined;
}

function describeMixture(types: ReadonlySet<JsonType>): string {
  if (types.size === 0) return "has no type, so its text cannot be read: declare what it is";
  return `may be ${[...types].join(" or ")}, which a text does not tell apart: choose one`;
}
