import { type JsonSchema, resolveRef } from "./json-schema.ts";

/** True when a schema describes the property at `path`, through lists and every branch. */
export function hasProperty(
  schema: JsonSchema,
  path: readonly string[],
  root: JsonSchema,
): boolean {
  const resolved = resolveRef(schema, root);
  const [name, ...rest] = path;
  if (name === undefined) return true;
  if (typeof resolved.items === "object") return hasProperty(resolved.items, path, root);
  const property = resolved.properties?.[name];
  if (property !== undefined) return hasProperty(property, rest, root);
  const branches = [
    ...(resolved.anyOf ?? []),
    ...(resolved.oneOf ?? []),
    ...(resolved.allOf ?? []),
  ];
  return branches.some((branch) => hasProperty(branch, path, root));
}
