import { isUniqueList } from "../../base/canonical-json.ts";
import { type JsonSchema, jsonTypes, resolveRef } from "../../contract/json-schema.ts";
import { isUntyped } from "../../contract/openness.ts";
import { compileScalar } from "./project-scalar.ts";

/** What a projector answers for a value that its schema does not describe. */
export const mismatch: unique symbol = Symbol("mismatch");

/** Copies what a schema declares of a value, or answers {@link mismatch}. */
export type Projector = (value: unknown) => unknown;

/** How a projector treats a place whose schema declares nothing. */
export interface ProjectionOptions {
  /** `"pass"` lets the value out as it is; `"drop"` (the default) lets nothing out. */
  readonly open?: "pass" | "drop";
}

interface Compilation {
  readonly root: JsonSchema;
  readonly open: "pass" | "drop";
  readonly known: Map<JsonSchema, Projector>;
}

/**
 * Compiles an output's JSON Schema into a function that copies declared properties only, at any
 * depth. It never trusts the validator's own idea of stripping: several keep unknown keys.
 */
export function compileProjector(root: JsonSchema, options: ProjectionOptions = {}): Projector {
  return compile(root, { root, open: options.open ?? "drop", known: new Map() });
}

function compile(schema: JsonSchema, context: Compilation): Projector {
  const node = resolveRef(schema, context.root);
  const known = context.known.get(node);
  if (known !== undefined) return known;
  // Registered before its parts are compiled, so that a recursive schema finds itself.
  const later: { project?: Projector } = {};
  context.known.set(node, (value) => later.project!(value));
  later.project = compileNode(node, context);
  context.known.set(node, later.project);
  return later.project;
}

function compileNode(node: JsonSchema, context: Compilation): Projector {
  const parts: Projector[] = [];
  if (declaresItself(node)) parts.push(compileOwn(node, context));
  for (const part of node.allOf ?? []) parts.push(compile(part, context));
  for (const branches of [node.anyOf, node.oneOf])
    if (branches !== undefined)
      parts.push(oneOfProjectors(branches.map((branch) => compile(branch, context))));
  if (parts.length === 0) return context.open === "pass" ? (value) => value : () => mismatch;
  return parts.length === 1 ? parts[0]! : allProjectors(parts);
}

function declaresItself(node: JsonSchema): boolean {
  const { anyOf: _any, oneOf: _one, allOf: _all, ...own } = node;
  return !isUntyped(own);
}

function compileOwn(node: JsonSchema, context: Compilation): Projector {
  const types = jsonTypes(node);
  const mayBe = (type: "object" | "array") => types.includes(type) || types.length === 0;
  const scalar = compileScalar(node);
  const object = mayBe("object") ? compileObject(node, context) : () => mismatch;
  const array = mayBe("array") ? compileArray(node, context) : () => mismatch;
  return (value) => {
    if (typeof value !== "object" || value === null) return scalar(value) ? value : mismatch;
    return Array.isArray(value) ? array(value) : object(value);
  };
}

function compileObject(node: JsonSchema, context: Compilation): Projector {
  const required = new Set(node.required);
  const fields = Object.entries(node.properties ?? {}).map(([name, schema]) => ({
    name,
    project: compile(schema, context),
    required: required.has(name),
    // A name such as "toString" must not be found on the prototype.
    inherited: name in Object.prototype,
  }));
  const rest = compileRest(node, context);
  const undeclaredRequired = [...required].filter(
    (name) => !Object.hasOwn(node.properties ?? {}, name),
  );
  return (value) => {
    const source = value as Record<string, unknown>;
    const copy: Record<string, unknown> = {};
    for (const { name, project, required: isRequired, inherited } of fields) {
      const item = inherited && !Object.hasOwn(source, name) ? undefined : source[name];
      if (item === undefined) {
        if (isRequired) return mismatch;
        continue;
      }
      const projected = project(item);
      if (projected === mismatch) return mismatch;
      copy[name] = projected;
    }
    if (undeclaredRequired.some((name) => !Object.hasOwn(source, name))) return mismatch;
    return rest === undefined || rest(source, copy) ? copy : mismatch;
  };
}

/** Copies the properties that only `patternProperties` or a typed `additionalProperties` declare. */
function compileRest(
  node: JsonSchema,
  context: Compilation,
): ((source: Record<string, unknown>, copy: Record<string, unknown>) => boolean) | undefined {
  const patterns = Object.entries(node.patternProperties ?? {}).map(
    ([pattern, schema]) => [new RegExp(pattern, "u"), compile(schema, context)] as const,
  );
  const others = compileOthers(node, context);
  if (patterns.length === 0 && others === undefined) return undefined;
  const declared = new Set(Object.keys(node.properties ?? {}));
  return (source, copy) => {
    for (const [name, item] of Object.entries(source)) {
      if (item === undefined || declared.has(name)) continue;
      const project = patterns.find(([pattern]) => pattern.test(name))?.[1] ?? others;
      if (project === undefined) continue;
      const projected = project(item);
      if (projected === mismatch) return false;
      // Not by assignment: "__proto__" would set the prototype.
      Object.defineProperty(copy, name, {
        value: projected,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return true;
  };
}

function compileOthers(node: JsonSchema, context: Compilation): Projector | undefined {
  const { additionalProperties: rest } = node;
  if (typeof rest === "object" && !isUntyped(rest)) return compile(rest, context);
  if (context.open === "pass" && rest !== false) return (value) => value;
  return undefined;
}

function compileArray(node: JsonSchema, context: Compilation): Projector {
  const { minItems = 0, maxItems = Infinity, uniqueItems: mustBeUnique = false } = node;
  const places = (node.prefixItems ?? []).map((schema) => compile(schema, context));
  const rest = compileItems(node, context);
  return (value) => {
    const source = value as readonly unknown[];
    if (source.length < minItems || source.length > maxItems) return mismatch;
    const copy: unknown[] = [];
    for (let index = 0; index < source.length; index++) {
      const projected = (places[index] ?? rest)(source[index]);
      if (projected === mismatch) return mismatch;
      copy.push(projected);
    }
    return mustBeUnique && !isUniqueList(copy) ? mismatch : copy;
  };
}

function compileItems(node: JsonSchema, context: Compilation): Projector {
  if (typeof node.items === "object") return compile(node.items, context);
  return context.open === "pass" && node.items !== false ? (value) => value : () => mismatch;
}

/** Of the branches that describe the value, the one that keeps the most of it; the first of equals. */
function oneOfProjectors(branches: readonly Projector[]): Projector {
  return (value) => {
    let best: unknown = mismatch;
    let bestSize = -1;
    for (const branch of branches) {
      const projected = branch(value);
      if (projected === mismatch) continue;
      if (typeof projected !== "object" || projected === null) return projected;
      const size = Object.keys(projected).length;
      if (size > bestSize) [best, bestSize] = [projected, size];
    }
    return best;
  };
}

/** Every part must describe the value; what the parts declare together is kept. */
function allProjectors(parts: readonly Projector[]): Projector {
  return (value) => {
    const copies: unknown[] = [];
    for (const part of parts) {
      const projected = part(value);
      if (projected === mismatch) return mismatch;
      copies.push(projected);
    }
    return mergeAll(copies);
  };
}

function mergeAll(copies: readonly unknown[]): unknown {
  return copies.reduce((merged, copy) => {
    if (isRecord(merged) && isRecord(copy)) return merge(merged, copy);
    if (Array.isArray(merged) && Array.isArray(copy))
      return merged.map((item, index) => mergeAll([item, copy[index]]));
    return merged;
  });
}

function merge(
  left: Record<string, unknown>,
  right: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...left };
  for (const [name, item] of Object.entries(right))
    merged[name] = Object.hasOwn(merged, name) ? mergeAll([merged[name], item]) : item;
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
