import type { Contract } from "../contract.ts";
import type { NamedOperation } from "../operation-tree.ts";
import type { JsonSchema } from "../json-schema.ts";
import type { Operation } from "../operation.ts";
import { toJsonSchema } from "../schema.ts";
import { type Components, placeSchema } from "../place-schema.ts";
import { problemSchema } from "./problem-schemas.ts";

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly schema: JsonSchema;
}

/** The responses of an operation: its output, its declared problems by status, and any other problem. */
export function toResponses(
  named: NamedOperation,
  contract: Contract,
  components: Components,
): Record<string, unknown> {
  const responses: Record<string, unknown> = {
    [named.operation.status]: toSuccess(named, components),
  };
  const byStatus = Map.groupBy(toFailures(named, components), ({ status }) => status);
  for (const [status, failures] of [...byStatus].toSorted(([a], [b]) => a - b))
    responses[status] = toProblemResponse(failures, contract);
  responses["default"] = {
    description: "Any other problem",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  return responses;
}

function toSuccess({ id, operation }: NamedOperation, components: Components): unknown {
  if (operation.status === 204) return { description: "Done; there is nothing to say" };
  const schema = placeSchema(toJsonSchema(operation.output, "output"), `${id}.output`, components);
  const { output: example } = operation.examples;
  return {
    description: "Success",
    content: { "application/json": { schema, ...(example === undefined ? {} : { example }) } },
  };
}

function toFailures({ id, operation }: NamedOperation, components: Components): Failure[] {
  const declared = Object.entries(operation.problems).map(([code, { status, title, data }]) => {
    const schema =
      data === undefined
        ? undefined
        : placeSchema(toJsonSchema(data, "output"), `${id}.${code}`, components);
    return { status, code, title, schema: problemSchema(code, schema) };
  });
  const standard = standardFailures(operation).map(([status, code, title]) => ({
    status,
    code,
    title,
    schema: problemSchema(code, undefined),
  }));
  return [...declared, ...standard];
}

function standardFailures(operation: Operation): [status: number, code: string, title: string][] {
  const failures: [number, string, string][] = [[422, "invalid_input", "The input is not valid"]];
  if (operation.limit !== undefined) failures.push([429, "too_many_requests", "Too many requests"]);
  if (operation.access !== "public") {
    failures.push([401, "unauthenticated", "Sign in first"]);
    failures.push([403, "forbidden", "This is not allowed for you"]);
  }
  return failures;
}

function toProblemResponse(failures: readonly Failure[], contract: Contract): unknown {
  const [first] = failures;
  const schema =
    failures.length === 1 ? first!.schema : { oneOf: failures.map((failure) => failure.schema) };
  const examples = Object.fromEntries(
    failures.map(({ code, title, status }) => [
      code,
      { value: { type: contract.problemTypes + code, title, status, code } },
    ]),
  );
  const withData = failures.some(
    ({ schema: { allOf } }) => allOf?.[1]?.required?.includes("data") === true,
  );
  return {
    description: failures.map(({ code, title }) => `\`${code}\`: ${title}`).join("; "),
    content: { "application/problem+json": { schema, ...(withData ? {} : { examples }) } },
  };
}
