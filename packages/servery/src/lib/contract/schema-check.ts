import type { JsonSchema } from "./json-schema.ts";

/** One thing that is wrong: a JSON pointer (RFC 6901) to the place, and a sentence. */
export interface CheckIssue {
  readonly pointer: string;
  readonly detail: string;
}

/** Adds to `issues` what is wrong with a value. */
export type Check = (value: unknown, pointer: string, issues: CheckIssue[]) => void;

/** Compiles a part of a schema. */
export type CompilePart = (part: JsonSchema) => Check;

/** The check that a value meets a condition. */
export function failUnless(holdsFor: (value: unknown) => boolean, detail: string): Check {
  return (value, pointer, issues) => {
    if (!holdsFor(value)) issues.push({ pointer, detail });
  };
}

/** True for what JSON writes as an object. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
