import { type JsonSchema, jsonTypes, resolveRef } from "./json-schema.ts";

/**
 * The places (JSON pointers into the value, `*` for any key or item) where a schema lets through
 * what it does not declare, so that no projection could tell what may leave.
 */
export function findOpenPlaces(root: JsonSchema): string[] {
  const places = new Set<string>();
  const seen = new Set<JsonSchema>();
  const visit = (schema: JsonSchema | boolean, place: string): void => {
    if (typeof schema === "boolean") {
      if (schema) places.add(place || "/");
      return;
    }
    const node = resolveRef(schema, root);
    if (seen.has(node)) return;
    seen.add(node);
    const branches = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
    for (const branch of branches) visit(branch, place);
    if (branches.length === 0 && isUntyped(node)) places.add(place || "/");
    if (isOpenObject(node)) places.add(`${place}/*`);
    if (isOpenArray(node)) places.add(`${place}/*`);
    for (const [name, property] of Object.entries(node.properties ?? {}))
      visit(property, `${place}/${name}`);
    for (const value of Object.values(node.patternProperties ?? {})) visit(value, `${place}/*`);
    if (typeof node.additionalProperties === "object" && !isUntyped(node.additionalProperties))
      visit(node.additionalProperties, `${place}/*`);
    if (typeof node.items === "object") visit(node.items, `${place}/*`);
    for (const item of node.prefixItems ?? []) visit(item, `${place}/*`);
  };
  visit(root, "");
  return [...places];
}

/** True when a schema says nothing of the value: `{}`, or annotations alone. */
export function isUntyped(schema: JsonSchema): boolean {
  return (
    schema.$ref === undefined &&
    jsonTypes(schema).length === 0 &&
    schema.enum === undefined &&
    !("const" in schema) &&
    schema.properties === undefined &&
    schema.items === undefined &&
    schema.prefixItems === undefined &&
    schema.anyOf === undefined &&
    schema.oneOf === undefined &&
    schema.allOf === undefined
  );
}

// With declared properties the projection copies those alone; without any, everything would leave.
function isOpenObject(node: JsonSchema): boolean {
  if (!jsonTypes(node).includes("object") || node.properties !== undefined) return false;
  if (node.patternProperties !== undefined) return false;
  const { additionalProperties: rest } = node;
  if (rest === undefined) return (node.allOf ?? node.anyOf ?? node.oneOf) === undefined;
  return rest === true || (typeof rest === "object" && isUntyped(rest));
}

function isOpenArray(node: JsonSchema): boolean {
  if (!jsonTypes(node).includes("array")) return false;
  if (node.items === undefined) return node.prefixItems === undefined;
  return node.items === true;
}
