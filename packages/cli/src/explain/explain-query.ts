import { isProblemError, type ProblemError } from "servery/client";
import type { Explanation, Service } from "servery/server";

import { Failure } from "../output/failure.ts";

/** A query, and who calls it. */
export interface QueryQuestion {
  readonly operation: string;
  readonly input: unknown;
  /** A user's id or address; `undefined` for nobody. */
  readonly user: string | undefined;
}

/**
 * Runs a query, and says what its answer rests on.
 * @throws Failure for an input that does not fit, for nobody's name, and for what has nothing to explain.
 */
export async function explainQuery(
  service: Service,
  { operation, input, user }: QueryQuestion,
): Promise<Explanation> {
  try {
    return await service.explain(operation, input, { user });
  } catch (error) {
    if (isProblemError(error)) throw toFailure(operation, error);
    if (hasCode(error, "no_account", "not_explainable"))
      throw new Failure(error.message, { exitCode: 2, cause: error });
    throw error;
  }
}

function toFailure(operation: string, error: ProblemError): Failure {
  const { code, status, title, detail, errors = [] } = error.problem;
  if (code === "invalid_input") {
    const lines = errors.map(({ pointer, detail: what }) => `  ${pointer || "the input"}: ${what}`);
    const message = [`The input does not fit ${operation}.`, ...lines].join("\n");
    return new Failure(message, { exitCode: 2, cause: error });
  }
  const words = detail === undefined ? title : `${title}: ${detail}`;
  return new Failure(`${operation} answers with the problem ${code} (${status}). ${words}`, {
    cause: error,
  });
}

function hasCode(error: unknown, ...codes: readonly string[]): error is Error {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
