import {
  childrenOf,
  get,
  getNode,
  isNode,
  keyOf,
  type SyntaxNode,
  unwrap,
} from "../bundle/fold/syntax-node.ts";

/**
 * Tells what stands in branches that no browser gets, by `import.meta.env.SSR` or what a bundler has put in its place:
 * bundlers leave them out.
 */
export function findDeadCode(program: unknown): (offset: number) => boolean {
  const dead = isNode(program) ? findDead(program) : [];
  return (offset) => dead.some(({ start, end }) => start <= offset && offset < end);
}

function findDead(program: SyntaxNode): readonly SyntaxNode[] {
  const dead: SyntaxNode[] = [];
  const waiting = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const left = deadIn(node);
    if (left !== undefined) dead.push(left);
    waiting.push(...childrenOf(node));
  }
  return dead;
}

/** The part of a condition that is never come to. */
function deadIn(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case "IfStatement":
    case "ConditionalExpression": {
      const known = whatIsTested(getNode(node, "test"));
      if (known === undefined) return undefined;
      return getNode(node, known ? "alternate" : "consequent");
    }
    case "LogicalExpression": {
      const known = whatIsTested(getNode(node, "left"));
      const operator = get(node, "operator");
      const stops = (operator === "&&" && known === false) || (operator === "||" && known === true);
      return stops ? getNode(node, "right") : undefined;
    }
    default:
      return undefined;
  }
}

/** What a test comes to in browsers; `undefined` where that is not known. */
function whatIsTested(given: SyntaxNode | undefined): boolean | undefined {
  if (given === undefined) return undefined;
  const node = unwrap(given);
  if (node.type === "Literal") {
    const value = get(node, "value");
    return typeof value === "boolean" ? value : undefined;
  }
  if (node.type === "UnaryExpression" && get(node, "operator") === "!") {
    const inner = whatIsTested(getNode(node, "argument"));
    return inner === undefined ? undefined : !inner;
  }
  if (node.type === "LogicalExpression" && get(node, "operator") === "&&") {
    const sides = [whatIsTested(getNode(node, "left")), whatIsTested(getNode(node, "right"))];
    if (sides.includes(false)) return false;
    return sides.every(Boolean) ? true : undefined;
  }
  return isServerFlag(node) ? false : undefined;
}

function isServerFlag(node: SyntaxNode): boolean {
  const env = memberOf(node, "SSR");
  const meta = env && memberOf(env, "env");
  return meta?.type === "MetaProperty";
}

/** The object of which a member of this name is asked. */
function memberOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
  if (node.type !== "MemberExpression" || keyOf(node, "property") !== name) return undefined;
  const object = getNode(node, "object");
  return object && unwrap(object);
}
