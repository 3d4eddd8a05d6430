import { compileCheck } from "../../contract/json-schema-check.ts";
import { type JsonSchema, type JsonType, jsonTypes } from "../../contract/json-schema.ts";

type Test = (value: unknown) => boolean;

const scalarTypes = [
  "string",
  "number",
  "integer",
  "boolean",
  "null",
] as const satisfies readonly JsonType[];

// What the tests below do not read by themselves.
const rareKeywords = [
  "minLength",
  "maxLength",
  "pattern",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "not",
];

/** Compiles what a schema says of values that are neither objects nor arrays. */
export function compileScalar(node: JsonSchema): Test {
  if ("const" in node || node.enum !== undefined) return compileValues(node);
  const types = jsonTypes(node);
  const tests = scalarTypes
    .filter((type) => types.includes(type))
    .map((type) => compileType(type, node));
  const byType = anyTest(tests);
  if (!rareKeywords.some((keyword) => keyword in node)) return byType;
  const check = compileCheck(node);
  return (value) => byType(value) && check(value).length === 0;
}

function compileValues(node: JsonSchema): Test {
  const values = new Set("const" in node ? [node.const] : node.enum);
  return (value) => values.has(value);
}

function compileType(type: (typeof scalarTypes)[number], node: JsonSchema): Test {
  const { minimum = -Infinity, maximum = Infinity } = node;
  switch (type) {
    case "integer":
      return (value) =>
        Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
    case "number":
      return (value) =>
        Number.isFinite(value) && (value as number) >= minimum && (value as number) <= maximum;
    case "null":
      return (value) => value === null;
    default:
      return (value) => typeof value === type;
  }
}

function anyTest(tests: readonly Test[]): Test {
  const [first, second] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  return (value) => tests.some((test) => test(value));
}
