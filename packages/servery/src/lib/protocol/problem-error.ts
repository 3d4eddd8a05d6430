import { ServeryError } from "../base/servery-error.ts";
import type { ProblemDetails } from "./problem-details.ts";

const brand = Symbol.for("servery.problem");

/** A problem that was thrown: by a handler's `fail`, or by a client's call that met it. */
export class ProblemError extends ServeryError {
  readonly problem: ProblemDetails;
  readonly [brand] = true;

  constructor(problem: ProblemDetails, options?: ErrorOptions) {
    super(problem.code, problem.detail ?? problem.title, options);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** Recognises a {@link ProblemError} from any copy of the package. */
export function isProblemError(value: unknown): value is ProblemError {
  return typeof value === "object" && value !== null && brand in value;
}
