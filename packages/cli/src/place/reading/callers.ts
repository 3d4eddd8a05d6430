import type { CallExpression, Node } from "oxc-parser";
import { walk } from "oxc-walker";

import { type FunctionNode, isFunction } from "../../check/source/syntax.ts";
import { functionsAround } from "../observe/surroundings.ts";
import { componentOf, propertiesGiven } from "./components.ts";
import { followFunction, give, methodsOf } from "./follow.ts";
import { type Given, nothingGiven, type Written } from "./written.ts";
import type { FrontEnd } from "./front-end.ts";
import { handedFunctions } from "./handed-functions.ts";
import { rootOf } from "./nodes-around.ts";

/** A call of one of the app's own functions. */
interface CallerOf extends Written {
  readonly passed: readonly Node[];
  /** What the function itself knows: of an object of a class, what its constructor was given. */
  readonly within: Given;
}

/** Who calls the app's own functions. */
export interface Callers {
  /** Calls that are written as such. */
  readonly calls: CallersOf;
  /** And components that are used in others, methods of objects that are made: what reaches a function without calling it. */
  readonly uses: CallersOf;
}

type CallersOf = ReadonlyMap<Node, readonly CallerOf[]>;

/** Finds all calls and uses of the app's own functions. */
export function findCallers(frontEnd: FrontEnd): Callers {
  const calls = new Map<Node, CallerOf[]>();
  const uses = new Map<Node, CallerOf[]>();
  const add = (to: typeof calls, called: Written, caller: Omit<CallerOf, "within">) => {
    if (!isFunction(called.node)) return;
    const list = to.get(called.node) ?? [];
    list.push({ ...caller, within: called.given });
    to.set(called.node, list);
  };
  const open: (Written & { readonly node: CallExpression })[] = [];
  for (const file of frontEnd.files)
    walk(file.program, {
      enter(node) {
        const at = (each: Node) => ({ file, node: each, given: nothingGiven });
        if (node.type === "CallExpression") {
          const own = followFunction(frontEnd, at(node.callee));
          if (isOpenCall(frontEnd, own)) open.push({ ...at(node), node });
          add(calls, own, { ...at(node), passed: node.arguments });
          for (const { called, passed } of handedFunctions(frontEnd, at(node)))
            add(calls, followFunction(frontEnd, called), { ...at(node), passed });
        } else if (node.type === "NewExpression")
          for (const method of methodsOf(frontEnd, at(node)))
            add(uses, method, { ...at(node), passed: [] });
        else if (node.type === "JSXElement") {
          const component = componentOf(frontEnd, file, node);
          if (component !== undefined)
            add(uses, component, { ...at(node), passed: [propertiesGiven(node)] });
        }
      },
    });
  const all = () => new Map([...uses, ...[...calls].map(withList(uses))]);
  const known = all();
  for (const each of open)
    for (const called of calledBy(frontEnd, known, each))
      add(calls, called, { ...each, passed: each.node.arguments });
  return { calls, uses: all() };
}

function withList(uses: CallersOf) {
  return ([called, list]: [Node, CallerOf[]]) =>
    [called, [...(uses.get(called) ?? []), ...list]] as const;
}

/** Whether who calls decides what is called: `api.post()`, where `api` is a parameter. */
function isOpenCall(frontEnd: FrontEnd, { file, node }: Written): boolean {
  if (node.type !== "MemberExpression" && node.type !== "Identifier") return false;
  const root = rootOf(node);
  return (
    root.type === "Identifier" &&
    frontEnd.lookUp.declared(file, root)?.declaration.kind === "unknown"
  );
}

const mostCalled = 8;

/** The functions of the app's that a call comes to, by who gives them. */
function calledBy(
  frontEnd: FrontEnd,
  callers: CallersOf,
  { file, node }: Written & { readonly node: CallExpression },
): readonly Written[] {
  const found = new Map<Node, Written>();
  for (const { given } of findWays(frontEnd, callers, { file, node }, mostCalled)) {
    const called = followFunction(frontEnd, { file, node: node.callee, given });
    if (isFunction(called.node)) found.set(called.node, called);
  }
  return [...found.values()];
}

/** One way in which a place is reached, with what the functions around it were given, outermost caller first. */
export interface Way {
  readonly given: Given;
  readonly callers: readonly Written[];
}

/** How many ways to a place are looked at. */
export const mostWays = { known: 200, open: 16 } as const;
const deepest = 4;

/** Finds the ways to a place: of a function that is called, one for each call of it. */
export function findWays(
  frontEnd: FrontEnd,
  callers: CallersOf,
  { file, node }: Pick<Written, "file" | "node">,
  most: number = mostWays.known,
  open: readonly FunctionNode[] = [],
): readonly Way[] {
  const around = functionsAround(file, node).find((each) => callers.has(each));
  if (around === undefined || open.length >= deepest || open.includes(around))
    return [{ given: nothingGiven, callers: [] }];
  const ways: Way[] = [];
  for (const caller of callers.get(around)!) {
    // What calls itself is reached from elsewhere.
    if (functionsAround(caller.file, caller.node).includes(around)) continue;
    for (const way of findWays(frontEnd, callers, caller, most, [...open, around])) {
      const passed = caller.passed.map((each) => ({
        file: caller.file,
        node: each,
        given: way.given,
      }));
      const known = new Map([...way.given, ...caller.within]);
      const given = give(frontEnd, around, file, passed, known);
      ways.push({ given, callers: [...way.callers, caller] });
      if (ways.length >= most) return ways;
    }
  }
  return ways.length === 0 ? [{ given: nothingGiven, callers: [] }] : ways;
}
