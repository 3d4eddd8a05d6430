import { toJsonPointer } from "../../base/json-pointer.ts";
import type { Schema, SchemaIssue, SchemaResult } from "../../contract/schema.ts";
import type { InputError } from "../../protocol/problem-details.ts";
import { andThen, type MaybePromise } from "../../base/maybe-promise.ts";
import { refuse } from "../handling/refusal.ts";

/**
 * Validates a raw input and returns what the handler gets. Refuses with every error at once: the
 * validator's, and those that reading the texts has found before.
 */
export type Validate = (raw: unknown, errors: readonly InputError[]) => MaybePromise<unknown>;

/** Compiles the validation by a schema of any Standard Schema library. A synchronous one is not awaited. */
export function compileValidate(schema: Schema): Validate {
  const standard = schema["~standard"];
  return (raw, errors) =>
    andThen(standard.validate(raw) as MaybePromise<SchemaResult>, (result) => {
      if (result.issues === undefined && errors.length === 0) return result.value;
      throw refuseInput([...errors, ...toErrors(result.issues ?? [], errors)]);
    });
}

// A megabyte of wrong items must not become an answer of thirty.
const mostErrors = 1000;

/** The 422 that lists what is wrong with an input, the first thousand of very many. */
export function refuseInput(errors: readonly InputError[]): Error {
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  return refuse("invalid_input", `The input has ${count}: see "errors".`, {
    errors: errors.length > mostErrors ? errors.slice(0, mostErrors) : errors,
  });
}

/** A text that could not be read is told of once, not again by the validator that got it as text. */
function toErrors(issues: readonly SchemaIssue[], known: readonly InputError[]): InputError[] {
  const told = new Set(known.map(({ pointer }) => pointer));
  return issues.map(toError).filter(({ pointer }) => !told.has(pointer));
}

function toError({ message, path = [] }: SchemaIssue): InputError {
  const keys = path.map((segment) => (typeof segment === "object" ? segment.key : segment));
  return { pointer: toJsonPointer(keys), detail: message };
}
