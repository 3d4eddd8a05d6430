import { type JsonSchema, type JsonType, jsonTypes } from "./json-schema.ts";
import { type Check, failUnless, isPlainObject } from "./schema-check.ts";

/** What a schema says of a value by itself: types, enumerations, texts and numbers. */
export function scalarChecks(node: JsonSchema): Check[] {
  return [...valueChecks(node), ...stringChecks(node), ...numberChecks(node)];
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
      // Beyond 2^53 - 1 neighbours are told apart by nobody (RFC 8259 §6), and a stored one is not read again.
      return Number.isSafeInteger(value);
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function isEqual(left: unknown, right: unknown): boolean {
  return (
    left === right || (typeof left === "object" && JSON.stringify(left) === JSON.stringify(right))
  );
}
