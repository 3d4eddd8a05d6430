import type { CallExpression, Node } from "oxc-parser";

import { type FunctionNode, isFunction, memberName, unwrap } from "../../check/source/syntax.ts";
import { follow } from "../reading/follow.ts";
import { nothingGiven, type Written } from "../reading/written.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { nodesAround } from "../reading/nodes-around.ts";

const deepest = 5;

/** Whether a function of the app's own watches the query that it is given, or gives it to one that does. */
export function watchesWhatIsPassed(
  frontEnd: FrontEnd,
  { file, node }: Pick<Written, "file"> & { readonly node: CallExpression },
  passed: Node,
  depth = 0,
): boolean {
  const index = node.arguments.findIndex((each) => unwrap(each) === passed);
  const called = calledBy(frontEnd, { file, node: node.callee, given: nothingGiven });
  if (index === -1 || depth > deepest || called === undefined) return false;
  const parameter = called.node.params[index];
  const own = parameter?.type === "AssignmentPattern" ? parameter.left : parameter;
  if (own?.type !== "Identifier") return false;
  for (const [use, { declaration }] of called.file.references) {
    if (declaration?.id !== own) continue;
    const [outer, around] = nodesAround(called.file, use);
    if (outer?.type === "MemberExpression" && outer.object === use)
      if (/^(?:watch|iterate)$/.test(memberName(outer) ?? "") && around?.type === "CallExpression")
        return true;
    if (
      outer?.type === "CallExpression" &&
      watchesWhatIsPassed(frontEnd, { file: called.file, node: outer }, use, depth + 1)
    )
      return true;
  }
  return false;
}

/** The function that an expression names; of a parameter, the one that it is by default. */
function calledBy(
  frontEnd: FrontEnd,
  callee: Written,
): (Written & { readonly node: FunctionNode }) | undefined {
  const called = follow(frontEnd, callee);
  if (isFunction(called.node)) return { ...called, node: called.node };
  const id = frontEnd.lookUp.declared(called.file, called.node)?.declaration.id;
  for (const { params } of called.file.functions)
    for (const each of params)
      if (each.type === "AssignmentPattern" && each.left === id)
        return calledBy(frontEnd, { ...called, node: each.right });
  return undefined;
}
