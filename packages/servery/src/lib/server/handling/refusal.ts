import {
  type InputError,
  type ProblemDetails,
  type StandardProblemCode,
  standardProblems,
} from "../../protocol/problem-details.ts";
import { ProblemError } from "../../protocol/problem-error.ts";

/** What a refusal may say beyond its code. */
export interface RefusalDetails {
  readonly errors?: readonly InputError[];
  /** What the problem carries, as the documents describe it. */
  readonly data?: unknown;
  /** Further headers of the answer, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

const noHeaders: Readonly<Record<string, string>> = {};

/** A problem that the pipeline itself answers with. Its `type` is completed when it is encoded. */
export class Refusal extends ProblemError {
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: ProblemDetails, headers: Readonly<Record<string, string>> = noHeaders) {
    super(problem);
    this.headers = headers;
  }
}

/** Makes the refusal with a standard problem, to be thrown: `throw refuse("not_acceptable", "…")`. */
export function refuse(
  code: StandardProblemCode,
  detail?: string,
  { errors, data, headers }: RefusalDetails = {},
): Refusal {
  const [status, title] = standardProblems[code];
  const problem = {
    type: code,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(data === undefined ? {} : { data }),
    ...(errors === undefined ? {} : { errors }),
  };
  return new Refusal(problem, headers);
}

/** True for what {@link refuse} makes in this copy of the package. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal;
}
