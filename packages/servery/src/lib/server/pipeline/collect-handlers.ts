import { ServeryError } from "../../base/servery-error.ts";
import type { Contract } from "../../contract/contract.ts";
import type { Operation } from "../../contract/operation.ts";
import type { UntypedHandler } from "./plan.ts";

/** Makes the handler of an operation that `resource` or `identity` declared. */
export type DefaultHandler = (operation: Operation) => UntypedHandler | undefined;

/**
 * Finds the handler of each operation, by its id.
 * @throws ServeryError `invalid_handlers`, naming every one that is missing, superfluous or no function.
 */
export function collectHandlers(
  { name, list }: Contract,
  tree: object,
  toDefault: DefaultHandler,
): ReadonlyMap<string, UntypedHandler> {
  const given = new Map(flatten(tree, ""));
  const mistakes: string[] = [];
  const handlers = new Map<string, UntypedHandler>();
  for (const { id, operation } of list) {
    const handler = given.get(id) ?? toDefault(operation);
    given.delete(id);
    if (typeof handler === "function") handlers.set(id, handler as UntypedHandler);
    else if (handler !== undefined) mistakes.push(`${id}'s handler is no function`);
    else mistakes.push(`${id} has no handler${toHint(operation)}`);
  }
  for (const id of given.keys()) mistakes.push(`the handler ${id} is of no operation`);
  if (mistakes.length === 0) return handlers;
  throw new ServeryError(
    "invalid_handlers",
    `The handlers do not fit the contract "${name}": ${mistakes.join("; ")}.`,
  );
}

function toHint({ builtIn }: Operation): string {
  return builtIn === undefined || builtIn.kind === "identity"
    ? ""
    : ` (its default one needs a table with the name "${builtIn.resource}")`;
}

function flatten(tree: object, prefix: string): [string, unknown][] {
  return Object.entries(tree).flatMap(([name, node]: [string, unknown]): [string, unknown][] =>
    typeof node === "object" && node !== null
      ? flatten(node, `${prefix}${name}.`)
      : node === undefined
        ? []
        : [[prefix + name, node]],
  );
}
