import type { ProblemDefinitions } from "../../contract/problem.ts";
import type { ProblemDetails } from "../../protocol/problem-details.ts";
import { ProblemError } from "../../protocol/problem-error.ts";

/**
 * A problem that a handler's `fail` made. Only these leave as they are: a problem that an upstream's
 * client threw has the same base, but is not ours to pass on.
 */
export class DeclaredProblem extends ProblemError {
  /** Further headers of the answer, in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: ProblemDetails, headers: Readonly<Record<string, string>> = {}) {
    super(problem);
    this.headers = headers;
  }
}

/** The same problem, answered with headers too. */
export function withHeaders(
  { problem }: DeclaredProblem,
  headers: Readonly<Record<string, string>>,
): DeclaredProblem {
  return new DeclaredProblem(problem, headers);
}

/** `fail` without its types: the code, then the data where the problem carries any, then a detail. */
export type UntypedFail = (code: string, ...rest: readonly unknown[]) => DeclaredProblem;

/** Makes the `fail` of an operation, once for all its calls. */
export function createFail(operation: string, problems: ProblemDefinitions): UntypedFail {
  return (code, ...rest) => {
    const definition = Object.hasOwn(problems, code) ? problems[code] : undefined;
    if (definition === undefined) throw undeclared(operation, code, Object.keys(problems));
    const { status, title } = definition;
    const [data, detail] = definition.data === undefined ? [undefined, rest[0]] : rest;
    return new DeclaredProblem({
      type: code,
      title,
      status,
      code,
      ...(typeof detail === "string" ? { detail } : {}),
      ...(data === undefined ? {} : { data }),
    });
  };
}

function undeclared(operation: string, code: string, codes: readonly string[]): TypeError {
  const known = codes.length === 0 ? "It declares none." : `It declares: ${codes.join(", ")}.`;
  return new TypeError(
    `${operation} failed with "${code}", which it does not declare. ${known} Add it to the operation's problems.`,
  );
}
