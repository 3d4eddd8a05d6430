import { type Bindings, findWrites, type Scope, type Write } from "./bindings.ts";
import { callFunction, callMethod, isGlobalFunction, longestText } from "./constant-calls.ts";
import { add, type Constant, isList, unknown } from "./constant.ts";
import { type Evaluate, isTruthy, listOf, simple } from "./expressions.ts";
import { getNode, getNodes, keyOf, nameOf, type SyntaxNode, unwrap } from "./syntax-node.ts";

/** Which side of `condition ? a : b` is taken where the condition is not known. */
export type Branch = "first" | "second";

export interface Evaluator {
  evaluate(node: SyntaxNode, scope: Scope): Constant;
  /** What a name comes to when all that is added to it is added, in the order of the text. */
  accumulate(writes: readonly Write[]): Constant;
  /** How often a condition was met that is not known, so that there is another branch. */
  countBranches(): number;
  /** Whether something was too deep or too large to be evaluated. */
  wasStopped(): boolean;
}

/** All kinds of expressions of which something can be told. */
const evaluated: ReadonlySet<string> = new Set([
  ...Object.keys(simple),
  "ConditionalExpression",
  "Identifier",
  "CallExpression",
  "NewExpression",
]);

/** Expressions within expressions that are followed. Deeper is no code that anybody writes. */
const deepest = 400;

/**
 * Makes what tells the values of expressions as far as the text alone tells them: no function is run but those that have no
 * say of their own, such as `join` and `atob`.
 * @param most characters that it makes in all before it stops
 */
export function createEvaluator(bindings: Bindings, branch: Branch, most: number): Evaluator {
  const known = new Map<SyntaxNode, { readonly value: Constant; readonly branches: number }>();
  let depth = 0;
  let made = 0;
  let stopped = false;
  let branches = 0;

  const evaluate: Evaluate = (given, scope) => {
    const node = unwrap(given);
    // Most of a program is neither, and need not be remembered.
    if (node.type === "Literal") return simple["Literal"]!(node, scope, evaluate);
    if (!evaluated.has(node.type)) return unknown;
    const before = known.get(node);
    if (before !== undefined) {
      branches += before.branches;
      return before.value;
    }
    if (depth >= deepest || made > most) {
      stopped = true;
      return unknown;
    }
    // What asks for itself meanwhile, as in a loop, is not known.
    known.set(node, { value: unknown, branches: 0 });
    const branchesBefore = branches;
    depth++;
    const value = limit(evaluateNode(node, scope));
    depth--;
    known.set(node, { value, branches: Math.min(branches - branchesBefore, 1) });
    return value;
  };

  function limit(value: Constant): Constant {
    if (typeof value === "string") made += value.length;
    if (isList(value)) made += value.length;
    if (typeof value !== "string" || value.length <= longestText) return value;
    stopped = true;
    return unknown;
  }

  function evaluateNode(node: SyntaxNode, scope: Scope): Constant {
    if (node.type === "ConditionalExpression") return choose(node, scope);
    if (node.type === "Identifier") return evaluateName(node, scope);
    if (node.type === "CallExpression" || node.type === "NewExpression")
      return evaluateCall(node, scope);
    return simple[node.type]!(node, scope, evaluate);
  }

  function choose(node: SyntaxNode, scope: Scope): Constant {
    const test = evaluate(getNode(node, "test")!, scope);
    if (test === unknown) branches++;
    const isFirst = test === unknown ? branch === "first" : isTruthy(test);
    return evaluate(getNode(node, isFirst ? "consequent" : "alternate")!, scope);
  }

  function evaluateName(node: SyntaxNode, scope: Scope): Constant {
    const name = nameOf(node)!;
    const writes = findWrites(name, scope);
    if (writes === undefined) return name === "undefined" ? undefined : unknown;
    const [first, ...others] = writes;
    if (first?.value === undefined || others.some(({ how }) => how === "set")) return unknown;
    return accumulate(writes);
  }

  function accumulate(writes: readonly Write[]): Constant {
    let value: Constant = unknown;
    for (const write of writes) {
      const given = write.value === undefined ? unknown : evaluate(write.value, write.scope);
      value = write.how === "add" ? limit(add(value, given)) : given;
    }
    return value;
  }

  function evaluateCall(node: SyntaxNode, scope: Scope): Constant {
    const callee = unwrap(getNode(node, "callee")!);
    const args = listOf(getNodes(node, "arguments"), scope, evaluate);
    const global = globalName(callee, scope);
    if (node.type === "NewExpression")
      return global?.endsWith("Array") === true && isList(args[0]) ? args[0] : unknown;
    if (global !== undefined && isGlobalFunction(global)) return callFunction(global, args);
    if (callee.type !== "MemberExpression") return evaluateResult(callee, scope);
    const method = keyOf(callee, "property");
    if (method === undefined) return unknown;
    const object = getNode(callee, "object")!;
    if (method === "apply" || method === "call") {
      const applied = globalName(unwrap(object), scope);
      const given = method === "apply" && isList(args[1]) ? args[1] : args.slice(1);
      return applied === undefined ? unknown : callFunction(applied, given);
    }
    return callMethod(evaluate(object, scope), method, args);
  }

  /** What a function answers that does nothing but answer: `() => "x"`. */
  function evaluateResult(callee: SyntaxNode, scope: Scope): Constant {
    const [write, ...others] = findWrites(nameOf(callee) ?? "", scope) ?? [];
    const called =
      nameOf(callee) === undefined ? callee : others.length > 0 ? undefined : write?.value;
    const body = called === undefined ? undefined : getNode(called, "body");
    if (called === undefined || body === undefined) return unknown;
    const inner = bindings.opened.get(body) ?? bindings.opened.get(called);
    if (inner === undefined) return unknown;
    if (body.type !== "BlockStatement") return evaluate(body, inner);
    const last = getNodes(body, "body").at(-1);
    const answer = last?.type === "ReturnStatement" ? getNode(last, "argument") : undefined;
    return answer === undefined ? unknown : evaluate(answer, inner);
  }

  return { evaluate, accumulate, countBranches: () => branches, wasStopped: () => stopped };
}

const globals: ReadonlySet<string> = new Set(["window", "self", "globalThis", "global"]);

/** The name of what a browser has: `atob`, `window.atob`, `String.fromCharCode`. */
function globalName(node: SyntaxNode, scope: Scope): string | undefined {
  const name = nameOf(node);
  if (name !== undefined) return findWrites(name, scope) === undefined ? name : undefined;
  if (node.type !== "MemberExpression") return undefined;
  const object = globalName(unwrap(getNode(node, "object")!), scope);
  const member = keyOf(node, "property");
  if (object === undefined || member === undefined) return undefined;
  return globals.has(object) ? member : `${object}.${member}`;
}
