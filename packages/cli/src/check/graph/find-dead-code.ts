import { type Node, type Program, Visitor } from "oxc-parser";

import { memberName, unwrap } from "../source/syntax.ts";

/** Tells what stands in branches that are for servers alone, by `import.meta.env.SSR`: bundlers leave them out for browsers. */
export function findDeadCode(program: Program): (offset: number) => boolean {
  const dead: Node[] = [];
  function judge(test: Node, ifTrue: Node, ifFalse: Node | null) {
    const known = whatIsTested(test);
    if (known === false) dead.push(ifTrue);
    if (known === true && ifFalse !== null) dead.push(ifFalse);
  }
  new Visitor({
    IfStatement: ({ test, consequent, alternate }) => judge(test, consequent, alternate),
    ConditionalExpression: ({ test, consequent, alternate }) => judge(test, consequent, alternate),
    LogicalExpression: ({ operator, left, right }) => {
      const known = whatIsTested(left);
      if ((operator === "&&" && known === false) || (operator === "||" && known === true))
        dead.push(right);
    },
  }).visit(program);
  return (offset) => dead.some(({ start, end }) => start <= offset && offset < end);
}

/** What a test comes to in browsers; `undefined` where that is not known. */
function whatIsTested(given: Node): boolean | undefined {
  const node = unwrap(given);
  if (node.type === "UnaryExpression" && node.operator === "!") {
    const inner = whatIsTested(node.argument);
    return inner === undefined ? undefined : !inner;
  }
  if (node.type === "LogicalExpression" && node.operator === "&&") {
    const sides = [whatIsTested(node.left), whatIsTested(node.right)];
    if (sides.includes(false)) return false;
    return sides.every(Boolean) ? true : undefined;
  }
  return isServerFlag(node) ? false : undefined;
}

function isServerFlag(node: Node): boolean {
  if (node.type !== "MemberExpression" || memberName(node) !== "SSR") return false;
  const env = unwrap(node.object);
  if (env.type !== "MemberExpression" || memberName(env) !== "env") return false;
  return unwrap(env.object).type === "MetaProperty";
}
