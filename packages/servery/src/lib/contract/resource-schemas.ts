import { type DescribedSchema, fromJsonSchema } from "./from-json-schema.ts";
import { type JsonSchema, jsonTypes, resolveRef } from "./json-schema.ts";
import { type Components, placeSchema } from "./place-schema.ts";
import type { ListRole } from "./built-in.ts";
import { type Schema, toJsonSchema } from "./schema.ts";

/** The items of a resource, as their JSON Schema describes them. */
export interface DescribedItem {
  readonly schema: JsonSchema;
  /** The schema of a scalar property, without `null`. */
  scalar(property: string, use: string): JsonSchema;
  /** Whether every item has the property, and never as `null`. */
  hasAlways(property: string): boolean;
}

/** Describes the items of a resource; a property that cannot do what is asked of it throws a `TypeError`. */
export function describeItem(name: string, schema: Schema): DescribedItem {
  const root = toJsonSchema(schema, "output");
  const { properties = {}, required = [] } = resolveRef(root, root);
  return {
    schema: root,
    hasAlways(property) {
      const node = resolveRef(properties[property]!, root);
      const parts = [node, ...(node.anyOf ?? node.oneOf ?? [])];
      return (
        required.includes(property) &&
        parts.every((part) => !jsonTypes(resolveRef(part, root)).includes("null"))
      );
    },
    scalar(property, use) {
      const found = properties[property];
      const node = found === undefined ? undefined : withoutNull(resolveRef(found, root), root);
      const [type] = node === undefined ? [] : jsonTypes(node);
      if (node === undefined || type === undefined || type === "object" || type === "array")
        throw new TypeError(
          `resource "${name}": "${property}" cannot ${use}: it is no scalar property of its items`,
        );
      return node;
    },
  };
}

function withoutNull(node: JsonSchema, root: JsonSchema): JsonSchema {
  const branches = (node.anyOf ?? node.oneOf ?? []).map((branch) => resolveRef(branch, root));
  const others = branches.filter(({ type }) => type !== "null");
  if (branches.length > 0 && others.length === 1) return others[0]!;
  const types = jsonTypes(node).filter((type) => type !== "null");
  return types.length === 1 ? { ...node, type: types[0]! } : node;
}

/** The schema of what a list is asked. */
export function toListInput(item: DescribedItem, role: ListRole): DescribedSchema<unknown> {
  const filter = role.filter.map((property) => [
    property,
    { type: "array", items: item.scalar(property, "filter a list"), maxItems: 100 },
  ]);
  for (const property of role.sort) assertOrders(item, role, property);
  for (const property of role.search) item.scalar(property, "be searched");
  const properties: Record<string, JsonSchema> = {
    pageSize: { type: "integer", minimum: 1, maximum: role.maxPageSize, default: role.pageSize },
    cursor: { type: "string", minLength: 1, maxLength: 1000 },
  };
  if (role.filter.length > 0)
    properties["filter"] = {
      type: "object",
      properties: Object.fromEntries(filter) as Record<string, JsonSchema>,
      additionalProperties: false,
    };
  if (role.sort.length > 0)
    properties["sort"] = {
      type: "string",
      enum: role.sort.flatMap((property) => [property, `-${property}`]),
    };
  if (role.search.length > 0) properties["search"] = { type: "string", maxLength: 200 };
  return fromJsonSchema({ type: "object", properties, additionalProperties: false });
}

/** A cursor stands at a value: items without one could not be paged through. */
function assertOrders(item: DescribedItem, { resource: name }: ListRole, property: string): void {
  item.scalar(property, "sort a list");
  if (item.hasAlways(property)) return;
  throw new TypeError(
    `resource "${name}": "${property}" cannot sort a list: it may be null or missing. Sort by a property that every item has`,
  );
}

/** The schema of one page. */
export function toPageOutput(item: JsonSchema): DescribedSchema<unknown> {
  const definitions: Components = {};
  const items = placeSchema(item, "Item", definitions, "#/$defs");
  return fromJsonSchema({
    type: "object",
    properties: { items: { type: "array", items }, nextCursor: { type: ["string", "null"] } },
    required: ["items", "nextCursor"],
    ...(Object.keys(definitions).length === 0 ? {} : { $defs: definitions }),
  });
}
