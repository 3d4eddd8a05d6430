import { arrayChecks, objectChecks } from "./check-containers.ts";
import { scalarChecks } from "./check-scalars.ts";
import { type JsonSchema, resolveRef } from "./json-schema.ts";
import { type Check, type CheckIssue, type CompilePart, failUnless } from "./schema-check.ts";

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
    ...scalarChecks(node),
    ...arrayChecks(node, compile),
    ...objectChecks(node, compile),
    ...branchChecks(node, compile),
  ];
  return self;
}

function branchChecks(node: JsonSchema, compile: CompilePart): Check[] {
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
