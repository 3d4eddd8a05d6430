import type { JsonSchema } from "./json-schema.ts";

/** The shared schemas of a document, filled as schemas are placed in it. */
export type Components = Record<string, JsonSchema>;

/**
 * Makes a schema fit for a place in a larger document, where `#` means that document: its `$defs`
 * move to the components under `name`, and its references with them.
 *
 * @param at the JSON pointer of the components in the document.
 */
export function placeSchema(
  schema: JsonSchema,
  name: string,
  components: Components,
  at = "#/components/schemas",
): JsonSchema {
  const {
    $schema: _dialect,
    $defs: definitions = {},
    ...rest
  } = schema as JsonSchema & { $schema?: string };
  const rename = (definition: string) =>
    `${name}_${definition.replaceAll(/[^A-Za-z0-9._-]/g, "_")}`;
  const toReference = (reference: string): string => {
    if (reference === "#") return `${at}/${name}`;
    const match = /^#\/\$defs\/([^/]+)(.*)$/.exec(reference);
    return match === null ? reference : `${at}/${rename(decodeURIComponent(match[1]!))}${match[2]}`;
  };
  for (const [definition, part] of Object.entries(definitions))
    components[rename(definition)] = rewrite(part, toReference) as JsonSchema;
  const placed = rewrite(rest, toReference) as JsonSchema;
  if (!refersToItself(rest)) return placed;
  components[name] = placed;
  return { $ref: `${at}/${name}` };
}

function rewrite(node: unknown, toReference: (reference: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item) => rewrite(item, toReference));
  if (typeof node !== "object" || node === null) return node;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "$schema" || key === "$defs") continue;
    copy[key] =
      key === "$ref" && typeof value === "string"
        ? toReference(value)
        : rewrite(value, toReference);
  }
  return copy;
}

function refersToItself(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  return Object.entries(node).some(
    ([key, value]) => (key === "$ref" && value === "#") || refersToItself(value),
  );
}
