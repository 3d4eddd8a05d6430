import type { Contract } from "../contract.ts";
import type { NamedOperation } from "../operation-tree.ts";
import { toJsonSchema } from "../schema.ts";
import { type Components, placeSchema } from "../place-schema.ts";
import { problemHeaders, successHeaders } from "./response-headers.ts";
import { problemSchema } from "./problem-schemas.ts";
import { type Failure, toStandardFailures } from "./standard-failures.ts";

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
    responses[status] = {
      ...toProblemResponse(failures, contract),
      ...problemHeaders(status, named.operation),
    };
  responses["default"] = {
    description: "Any other problem",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  return responses;
}

function toSuccess({ id, operation }: NamedOperation, components: Components): unknown {
  const headers = successHeaders(operation);
  if (operation.status === 204) return { description: "Done; there is nothing to say", ...headers };
  const schema = placeSchema(toJsonSchema(operation.output, "output"), `${id}.output`, components);
  const { output: example } = operation.examples;
  return {
    description: "Success",
    ...headers,
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
  return [...declared, ...toStandardFailures(operation)];
}

function toProblemResponse(failures: readonly Failure[], contract: Contract): object {
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
