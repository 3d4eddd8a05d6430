import { isUniqueList } from "../base/canonical-json.ts";
import { toJsonPointer } from "../base/json-pointer.ts";
import type { JsonSchema } from "./json-schema.ts";
import { type Check, type CompilePart, failUnless, isPlainObject } from "./schema-check.ts";

/** What a schema says of the parts of a list. */
export function arrayChecks(node: JsonSchema, compile: CompilePart): Check[] {
  const { minItems = 0, maxItems = Infinity, prefixItems = [], items } = node;
  const checks: Check[] = [];
  const add = (holds: (list: readonly unknown[]) => boolean, detail: string) =>
    checks.push(failUnless((value) => !Array.isArray(value) || holds(value), detail));
  if (minItems > 0) add((list) => list.length >= minItems, `must have at least ${minItems} items`);
  if (maxItems < Infinity)
    add((list) => list.length <= maxItems, `must have at most ${maxItems} items`);
  if (node.uniqueItems === true) add(isUniqueList, "must not have the same item twice");
  const places = prefixItems.map(compile);
  const rest = typeof items === "object" ? compile(items) : undefined;
  if (places.length === 0 && rest === undefined && items !== false) return checks;
  checks.push((value, pointer, issues) => {
    if (!Array.isArray(value)) return;
    value.forEach((item: unknown, index) => {
      const check = places[index] ?? rest;
      if (check !== undefined) check(item, `${pointer}/${index}`, issues);
      else if (items === false)
        issues.push({ pointer: `${pointer}/${index}`, detail: "is one item too many" });
    });
  });
  return checks;
}

/** What a schema says of the properties of an object. */
export function objectChecks(node: JsonSchema, compile: CompilePart): Check[] {
  const properties = new Map(
    Object.entries(node.properties ?? {}).map(([name, part]) => [name, compile(part)]),
  );
  const patterns = Object.entries(node.patternProperties ?? {}).map(
    ([pattern, part]) => [new RegExp(pattern, "u"), compile(part)] as const,
  );
  const rest =
    typeof node.additionalProperties === "object"
      ? compile(node.additionalProperties)
      : node.additionalProperties;
  const required = node.required ?? [];
  if (
    properties.size === 0 &&
    patterns.length === 0 &&
    required.length === 0 &&
    (rest === undefined || rest === true)
  )
    return [];
  return [
    (value, pointer, issues) => {
      if (!isPlainObject(value)) return;
      for (const name of required)
        if (!Object.hasOwn(value, name) || value[name] === undefined)
          issues.push({ pointer: pointer + toJsonPointer([name]), detail: "is required" });
      for (const [name, item] of Object.entries(value)) {
        if (item === undefined) continue;
        const here = pointer + toJsonPointer([name]);
        const matching = patterns.filter(([pattern]) => pattern.test(name));
        properties.get(name)?.(item, here, issues);
        for (const [, check] of matching) check(item, here, issues);
        if (properties.has(name) || matching.length > 0) continue;
        if (rest === false) issues.push({ pointer: here, detail: "is not declared" });
        else if (typeof rest === "function") rest(item, here, issues);
      }
    },
  ];
}
