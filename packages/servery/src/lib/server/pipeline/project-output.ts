import { compileCheck } from "../../contract/json-schema-check.ts";
import type { JsonSchema } from "../../contract/json-schema.ts";
import { nothing } from "../../contract/nothing.ts";
import type { Operation } from "../../contract/operation.ts";
import { toJsonSchema } from "../../contract/schema.ts";
import { ServeryError } from "../../base/servery-error.ts";
import { compileProjector, mismatch, type Projector } from "./project.ts";

/** Copies what an operation declares of a handler's result. Throws when the result does not match. */
export type OutputProjection = (result: unknown) => unknown;

const mostPlaces = 10;

/** Compiles the projection of an operation's output. */
export function compileOutput(operation: Operation): OutputProjection {
  if (operation.status === 204) return () => undefined;
  if (operation.output === nothing) return () => null;
  const schema = toJsonSchema(operation.output, "output");
  const project = operation.unsafeOpen ? compileOpenProjector(schema) : compileProjector(schema);
  const check = compileCheck(schema);
  return (result) => {
    const projected = project(result);
    if (projected !== mismatch) return projected;
    // Places and rules only: the value itself may be what must not stand in a log.
    const places = check(result).slice(0, mostPlaces);
    throw new ServeryError(
      "output_mismatch",
      `The handler's result does not match the declared output${places.map(({ pointer, detail }) => `; "${pointer}" ${detail}`).join("")}. Return what the output declares, or change the declaration.`,
    );
  };
}

/**
 * What an open place lets out is only what JSON can say of it: found out here, where the failure still
 * undoes the transaction, and a caller in this process gets what one over the wire does.
 */
function compileOpenProjector(schema: JsonSchema): Projector {
  const project = compileProjector(schema, { open: "pass" });
  return (result) => {
    const projected = project(result);
    if (projected === mismatch) return mismatch;
    const text = JSON.stringify(projected);
    return text === undefined ? mismatch : (JSON.parse(text) as unknown);
  };
}
