import type {
  InputOf,
  Operation,
  OutputOf,
  ProblemCodeOf,
  ProblemDataOf,
} from "../contract/operation.ts";
import type { StandardProblemCode } from "../protocol/problem-details.ts";
import type { CallProblem } from "./call-problem.ts";
import type { ClientProblemCode } from "./client-error.ts";
import type { CallOptions } from "./invoke.ts";

/** A problem that an operation declares, with what it carries. */
export interface DeclaredProblem<Code extends string, Data> extends CallProblem<Code, Data> {
  readonly data: Data;
}

/**
 * Every problem that a call may meet, told apart by `code`: those that the operation declares, the
 * standard ones, and the client's own. A service that is newer than its client may send others.
 */
export type ProblemOf<O extends Operation> =
  | { [Code in ProblemCodeOf<O>]: DeclaredProblem<Code, ProblemDataOf<O, Code>> }[ProblemCodeOf<O>]
  | CallProblem<Exclude<StandardProblemCode | ClientProblemCode, ProblemCodeOf<O>>, undefined>;

/** What `safe` resolves to: the output or the problem. */
export type Outcome<O extends Operation> =
  | { readonly data: OutputOf<O>; readonly problem?: undefined }
  | { readonly data?: undefined; readonly problem: ProblemOf<O> };

/** What a call takes: its input may be left out where nothing of it is required. */
export type CallArguments<O extends Operation, Options = CallOptions> =
  undefined extends InputOf<O>
    ? [input?: undefined, options?: Options]
    : Record<never, never> extends InputOf<O>
      ? [input?: InputOf<O>, options?: Options]
      : [input: InputOf<O>, options?: Options];

/** One operation of a client. */
export interface Call<O extends Operation> {
  /** Resolves to the output. @throws ProblemError for every problem; see {@link ProblemOf}. */
  (...args: CallArguments<O>): Promise<OutputOf<O>>;
  /** The same, but a problem is returned, not thrown. */
  safe(...args: CallArguments<O>): Promise<Outcome<O>>;
}
