import type { ProblemDetails } from "../../protocol/problem-details.ts";
import { isDataError } from "../data/data-error.ts";
import { fromDataError } from "./data-problem.ts";
import { DeclaredProblem } from "../handling/declared-problem.ts";
import type { Plan } from "./plan.ts";
import { mismatch } from "./project.ts";
import { isRefusal, refuse, type Refusal } from "../handling/refusal.ts";

/** What a failed call answers, and what the log must have of it. */
export interface Failure {
  /** Without its `instance`, and with its code as its `type`. */
  readonly problem: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;
  /** What the caller is not told. */
  readonly hidden: { readonly error: unknown; readonly message: string } | undefined;
}

/**
 * Makes of anything that was thrown what may leave: a refusal of the pipeline, a problem that the
 * operation declares, what a constraint said; all else is a bug, told to the log alone.
 */
export function toFailure(error: unknown, plan: Plan | undefined): Failure {
  if (isRefusal(error)) return fromRefusal(error);
  if (plan === undefined) return bug(error, "A request failed", plan);
  if (error instanceof DeclaredProblem) return fromDeclared(error, plan);
  if (!isDataError(error)) return bug(error, `${plan.id} failed`, plan);
  const answer = fromDataError(error, plan);
  return "refusal" in answer ? fromRefusal(answer.refusal) : bug(error, answer.message, plan);
}

function fromRefusal({ problem, headers }: Refusal): Failure {
  return { problem, headers, hidden: undefined };
}

function fromDeclared(error: DeclaredProblem, plan: Plan): Failure {
  const { problem, headers } = error;
  const quoted = `the problem "${problem.code}"`;
  // It may come from another operation, that this one called.
  if (plan.operation.problems[problem.code]?.status !== problem.status)
    return bug(
      error,
      `${plan.id} does not declare ${quoted}: add it to its problems, or catch it`,
      plan,
    );
  const project = plan.problemData.get(problem.code);
  if (project === undefined) return { problem, headers, hidden: undefined };
  const data = project(problem.data);
  if (data === mismatch)
    return bug(error, `The data of ${quoted} of ${plan.id} does not match its declaration`, plan);
  return { problem: { ...problem, data }, headers, hidden: undefined };
}

function bug(error: unknown, message: string, plan: Plan | undefined): Failure {
  const { problem, headers } = refuse("internal_error");
  const hidden = { error: plan?.isSensitive === true ? withoutMessage(error) : error, message };
  return { problem, headers, hidden };
}

/** A sensitive operation's error may quote what it was given, so only its name and place are logged. */
function withoutMessage(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const places = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return { name: error.name, stack: places.join("\n") };
}
