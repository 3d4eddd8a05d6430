import { type JsonSchema, type JsonType, jsonTypes, resolveRef } from "./json-schema.ts";

/** One thing that is wrong: a JSON pointer (RFC 6901) to the place, and a sentence. */
export interface CheckIssue {
  readonly pointer: string;
  readonly detail: string;
}

type Check = (value: unknown, pointer: string, issues: CheckIssue[]) => void;

/**
 * Compiles a JSON Schema into a function that lists what is wrong with a value, all of it.
 * `format` and unknown keywords are annotations, as the draft has them by default.
 */
export function compileCheck(root: JsonSchema): (value: unknown) => CheckIssue[] {
  const compiled = new Map<JsonSchema, Check>();
  const check = compileNode(root, root, compiled);
  return (value) => {
    const issues: CheckIssue[] = [];
    check(value, "", issues);
    return issues;
  };
}

function compileNode(
  schema: JsonSchema,
  root: JsonSchema,
  compiled: Map<JsonSchema, Check>,
): Check {
  const node = resolveRef(schema, root);
  const known = compiled.get(node);
  if (known !== undefined) return known;
  let checks: readonly Check[] = [];
  // Registered before its parts are compiled, so that a recursive schema finds itself.
  const self: Check = (value, pointer, issues) => {
    for (const check of checks) check(value, pointer, issues);
  };
  compiled.set(node, self);
  const compile = (part: JsonSchema) => compileNode(part, root, compiled);
  checks = [
    ...valueChecks(node),
    ...stringChecks(node),
    ...numberChecks(node),
    ...arrayChecks(node, compile),
    ...objectChecks(node, compile),
    ...branchChecks(node, compile),
  ];
  return self;
}

function valueChecks(node: JsonSchema): Check[] {
  const types = jsonTypes(node);
  const checks: Check[] = [];
  if (types.length > 0)
    checks.push(
      failUnless(
        (value) => types.some((type) => isOfType(value, type)),
        `must be ${types.join(" or ")}`,
      ),
    );
  const values = "const" in node ? [node.const] : node.enum;
  if (values !== undefined)
    checks.push(
      failUnless(
        (value) => values.some((one) => isEqual(one, value)),
        `must be ${values.map((one) => JSON.stringify(one)).join(" or ")}`,
      ),
    );
  return checks;
}

function stringChecks({ minLength = 0, maxLength = Infinity, pattern }: JsonSchema): Check[] {
  const checks: Check[] = [];
  if (minLength > 0)
    checks.push(
      failUnless(
        (value) => typeof value !== "string" || codePoints(value) >= minLength,
        `must have at least ${minLength} characters`,
      ),
    );
  if (maxLength < Infinity)
    checks.push(
      failUnless(
        (value) => typeof value !== "string" || codePoints(value) <= maxLength,
        `must have at most ${maxLength} characters`,
      ),
    );
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, "u");
    checks.push(
      failUnless(
        (value) => typeof value !== "string" || expression.test(value),
        `must match ${pattern}`,
      ),
    );
  }
  return checks;
}

/** The length of a text as JSON Schema counts it: a surrogate pair is one. */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function numberChecks(node: JsonSchema): Check[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = node;
  const checks: Check[] = [];
  const add = (
    limit: number | undefined,
    holds: (value: number, limit: number) => boolean,
    says: string,
  ) => {
    if (limit !== undefined)
      checks.push(
        failUnless(
          (value) => typeof value !== "number" || holds(value, limit),
          `must be ${says} ${limit}`,
        ),
      );
  };
  add(minimum, (value, limit) => value >= limit, "at least");
  add(maximum, (value, limit) => value <= limit, "at most");
  add(exclusiveMinimum, (value, limit) => value > limit, "more than");
  add(exclusiveMaximum, (value, limit) => value < limit, "less than");
  add(
    multipleOf,
    (value, limit) => Math.abs(value / limit - Math.round(value / limit)) < 1e-9,
    "a multiple of",
  );
  return checks;
}

function arrayChecks(node: JsonSchema, compile: (part: JsonSchema) => Check): Check[] {
  const { minItems = 0, maxItems = Infinity, prefixItems = [], items } = node;
  const checks: Check[] = [];
  if (minItems > 0)
    checks.push(
      failUnless(
        (value) => !Array.isArray(value) || value.length >= minItems,
        `must have at least ${minItems} items`,
      ),
    );
  if (maxItems < Infinity)
    checks.push(
      failUnless(
        (value) => !Array.isArray(value) || value.length <= maxItems,
        `must have at most ${maxItems} items`,
      ),
    );
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

function objectChecks(node: JsonSchema, compile: (part: JsonSchema) => Check): Check[] {
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
          issues.push({ pointer: `${pointer}/${escape(name)}`, detail: "is required" });
      for (const [name, item] of Object.entries(value)) {
        if (item === undefined) continue;
        const here = `${pointer}/${escape(name)}`;
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

function branchChecks(node: JsonSchema, compile: (part: JsonSchema) => Check): Check[] {
  const checks: Check[] = (node.allOf ?? []).map(compile);
  for (const branches of [node.anyOf, node.oneOf]) {
    if (branches === undefined) continue;
    const compiled = branches.map(compile);
    checks.push((value, pointer, issues) => {
      if (!compiled.some((check) => holds(check, value)))
        issues.push({ pointer, detail: "matches none of the allowed shapes" });
    });
  }
  if (node.not !== undefined) {
    const not = compile(node.not);
    checks.push(failUnless((value) => !holds(not, value), "has a shape that is not allowed"));
  }
  return checks;
}

function holds(check: Check, value: unknown): boolean {
  const issues: CheckIssue[] = [];
  check(value, "", issues);
  return issues.length === 0;
}

function failUnless(holdsFor: (value: unknown) => boolean, detail: string): Check {
  return (value, pointer, issues) => {
    if (!holdsFor(value)) issues.push({ pointer, detail });
  };
}

/** True when a JavaScript value, as it would be written in JSON, is of a JSON type. */
function isOfType(value: unknown, type: JsonType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isPlainObject(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEqual(left: unknown, right: unknown): boolean {
  return (
    left === right || (typeof left === "object" && JSON.stringify(left) === JSON.stringify(right))
  );
}

function escape(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
