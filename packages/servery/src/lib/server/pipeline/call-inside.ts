import { ServeryError } from "../../base/servery-error.ts";
import type { Operation } from "../../contract/operation.ts";
import { ProblemError } from "../../protocol/problem-error.ts";
import { type Call, createCall } from "./call.ts";
import { validateInput } from "./decode.ts";
import type { Engine } from "./engine.ts";
import { executeMutation } from "./execute-mutation.ts";
import { runQuery } from "./execute-query.ts";
import type { Plan } from "./plan.ts";
import { isRefusal } from "../handling/refusal.ts";

/**
 * Calls a query or a mutation from an action, as the same caller and under the same request id. What the
 * caller may not call, the action may not call for them: it has `read` and `write` of its own.
 */
export async function callInside(
  engine: Engine,
  outer: Call,
  operation: Operation,
  input: unknown,
): Promise<unknown> {
  const plan = findPlan(engine, operation);
  const call = createCall(outer.exchange, outer.requestId, outer.startedAt, undefined);
  call.principal = outer.principal;
  call.isCredentialInvalid = outer.isCredentialInvalid;
  call.address = outer.address;
  call.actingAs = outer.actingAs;
  plan.access?.(call, engine.now());
  const valid = await validateInside(engine, call, plan, input);
  return plan.operation.kind === "query"
    ? runQuery(engine, call, plan, valid)
    : executeMutation(engine, call, plan, valid);
}

function findPlan(engine: Engine, operation: Operation): Plan {
  const plan = engine.planOf.get(operation);
  if (plan === undefined)
    throw new ServeryError(
      "unknown_operation",
      `call() was given an operation that is not in the contract "${engine.contract.name}".`,
    );
  if (operation.kind === "action")
    throw new ServeryError(
      "unknown_operation",
      `call() takes a query or a mutation, and ${plan.id} is an action: call its code as a function.`,
    );
  return plan;
}

async function validateInside(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
): Promise<unknown> {
  try {
    return await validateInput(engine, call, plan, toRawInput(plan, input), []);
  } catch (error) {
    // The mistake is the action's, not its caller's: uncaught, this base is a bug.
    if (isRefusal(error)) throw new ProblemError(error.problem);
    throw error;
  }
}

/** An input as it would arrive over the wire: a copy, without what JSON cannot say. */
export function toRawInput({ takesNothing }: Plan, input: unknown): unknown {
  return takesNothing || input === undefined ? undefined : JSON.parse(JSON.stringify(input));
}
