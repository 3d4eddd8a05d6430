import type { Node } from "oxc-parser";
import { walk } from "oxc-walker";

import { type FunctionNode, isFunction, unwrap } from "../../check/source/syntax.ts";
import { functionsAround } from "../observe/surroundings.ts";
import { follow, give, type Given, nothingGiven, type Written } from "./follow.ts";
import type { FrontEnd } from "./front-end.ts";

/** A call of one of the app's own functions. */
interface CallerOf extends Written {
  readonly passed: readonly Node[];
  /** What the function itself knows: of an object of a class, what its constructor was given. */
  readonly within: Given;
}

/** Who calls the app's own functions. */
export type Callers = ReadonlyMap<Node, readonly CallerOf[]>;

/** Finds all calls of the app's own functions. */
export function findCallers(frontEnd: FrontEnd): Callers {
  const callers = new Map<Node, CallerOf[]>();
  const add = (called: Written, caller: Omit<CallerOf, "within">) => {
    if (!isFunction(called.node)) return;
    const list = callers.get(called.node) ?? [];
    list.push({ ...caller, within: called.given });
    callers.set(called.node, list);
  };
  for (const file of frontEnd.files)
    walk(file.program, {
      enter(node) {
        if (node.type !== "CallExpression") return;
        const at = (each: Node) => ({ file, node: each, given: nothingGiven });
        add(follow(frontEnd, at(node.callee)), { ...at(node), passed: node.arguments });
        const fetcher = fetcherOf(node.callee, node.arguments);
        if (fetcher !== undefined)
          add(follow(frontEnd, at(fetcher)), { ...at(node), passed: node.arguments.slice(0, 1) });
      },
    });
  return callers;
}

/** Libraries that call a function with the key that they were given: `useSWR("/api/user", fetcher)`. */
function fetcherOf(callee: Node, passed: readonly Node[]): Node | undefined {
  const name = unwrap(callee);
  return name.type === "Identifier" && name.name.startsWith("useSWR") ? passed[1] : undefined;
}

/** One way in which a place is reached, with what the functions around it were given, outermost caller first. */
export interface Way {
  readonly given: Given;
  readonly callers: readonly Written[];
}

const mostWays = 200;
const deepest = 4;

/** Finds the ways to a place: of a function that is called, one for each call of it. */
export function findWays(
  frontEnd: FrontEnd,
  callers: Callers,
  { file, node }: Pick<Written, "file" | "node">,
  open: readonly FunctionNode[] = [],
): readonly Way[] {
  const around = functionsAround(file, node).find((each) => callers.has(each));
  if (around === undefined || open.length >= deepest || open.includes(around))
    return [{ given: nothingGiven, callers: [] }];
  const ways: Way[] = [];
  for (const caller of callers.get(around)!) {
    // What calls itself is reached from elsewhere.
    if (functionsAround(caller.file, caller.node).includes(around)) continue;
    for (const way of findWays(frontEnd, callers, caller, [...open, around])) {
      const passed = caller.passed.map((each) => ({
        file: caller.file,
        node: each,
        given: way.given,
      }));
      const known = new Map([...way.given, ...caller.within]);
      const given = give(frontEnd, around, file, passed, known);
      ways.push({ given, callers: [...way.callers, caller] });
      if (ways.length >= mostWays) return ways;
    }
  }
  return ways.length === 0 ? [{ given: nothingGiven, callers: [] }] : ways;
}
