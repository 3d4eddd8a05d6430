import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";
import { executeAction } from "./execute-action.ts";
import { executeMutation } from "./execute-mutation.ts";
import { executeQuery } from "./execute-query.ts";
import type { Plan } from "./plan.ts";

/** Runs the handler as its kind demands, and answers the projected result, or an outcome to be replayed. */
export function execute(engine: Engine, call: Call, plan: Plan, input: unknown): Promise<unknown> {
  if (plan.operation.kind === "query") return executeQuery(engine, call, plan, input);
  if (plan.operation.kind === "mutation") return executeMutation(engine, call, plan, input);
  return executeAction(engine, call, plan, input);
}
