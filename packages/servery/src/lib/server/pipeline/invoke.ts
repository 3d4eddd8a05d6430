import { ServeryError } from "../../base/servery-error.ts";
import type { Engine } from "./engine.ts";
import { isPromise } from "../../base/maybe-promise.ts";
import type { Plan } from "./plan.ts";

/** Calls the handler of a query or a mutation. In dev, an outside call made in it fails it. */
export function invoke(engine: Engine, plan: Plan, context: unknown): Promise<unknown> {
  if (engine.mode !== "dev") return callHandler(plan, context);
  return withoutOutsideCalls(engine, plan, () => callHandler(plan, context));
}

/** Calls a handler. What it throws before it returns a promise is a rejection too. */
export function callHandler({ handler }: Plan, context: unknown): Promise<unknown> {
  try {
    const result = handler(context);
    return isPromise(result) ? (result as Promise<unknown>) : Promise.resolve(result);
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

/**
 * Runs a task that must not call outside, and fails it when it has, wherever the call comes from: also
 * where the task has caught the call's own failure.
 */
export async function withoutOutsideCalls<T>(
  { platform }: Pick<Engine, "platform">,
  plan: Plan,
  task: () => Promise<T>,
): Promise<T> {
  let target: string | undefined;
  const onCall = (called: string) => void (target ??= called);
  const [outcome] = await Promise.allSettled([platform.guardOutsideCalls(task, onCall)]);
  if (target !== undefined) throw outsideCall(plan, target);
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

function outsideCall({ id, operation: { kind } }: Plan, target: string): ServeryError {
  const where = kind === "action" ? `A read or write in the action ${id}` : `The ${kind} ${id}`;
  const why =
    kind === "query"
      ? "a query reads one snapshot, and its answer may come from a cache"
      : "it holds a connection of the database, and may run again";
  const instead =
    kind === "action"
      ? "make the call before or after it"
      : "declare the operation with action(), and read and write in it with read() and write()";
  return new ServeryError(
    "outside_call",
    `${where} called ${target}. That is refused: ${why}. Instead, ${instead}.`,
  );
}
