import type { Node } from "oxc-parser";
import { walk } from "oxc-walker";

import type { LookUp, Value } from "../source/look-up.ts";
import type { SourceFile } from "../source/source-file.ts";
import { type FunctionNode, isClass, isErased, isFunction, unwrap } from "../source/syntax.ts";

/** A function, or a class with all its methods, as it is written. */
export interface HeldCode {
  readonly file: SourceFile;
  readonly node: Node;
}

/**
 * The functions that a value may hold which was made when its module was loaded: those of an object, those that a
 * factory makes, those that a wrapper was given. What ran then is over; what these do is yet to come.
 */
export function heldFunctions(lookUp: LookUp, value: Value): readonly HeldCode[] {
  const found: HeldCode[] = [];
  const seen = new Set<Node>();

  function add(each: Value | undefined): void {
    if (each?.kind !== "written" || seen.has(each.node)) return;
    seen.add(each.node);
    const { file, node } = each;
    if (isFunction(node) || isClass(node)) found.push({ file, node });
    else for (const part of partsOf(node)) addPart(file, part);
  }

  function addPart(file: SourceFile, part: Node): void {
    const made = callee(part);
    if (made !== undefined) addMade(lookUp.value(file, made));
    add(lookUp.value(file, part));
  }

  /** What a call gives: an instance's methods; of a factory the functions in it, and what it returns. */
  function addMade(maker: Value | undefined): void {
    if (maker?.kind !== "written") return;
    if (isClass(maker.node)) return add(maker);
    if (!isFunction(maker.node) || seen.has(maker.node)) return;
    seen.add(maker.node);
    const { functions, returned } = insideOf(maker.node);
    for (const node of functions) found.push({ file: maker.file, node });
    for (const node of returned) addPart(maker.file, node);
  }

  if (value.kind === "written") {
    const made = callee(value.node);
    if (made !== undefined) addMade(lookUp.value(value.file, made));
  }
  add(value);
  return found;
}

function callee(node: Node): Node | undefined {
  const inner = unwrap(node);
  return inner.type === "CallExpression" || inner.type === "NewExpression"
    ? inner.callee
    : undefined;
}

/** The parts of an expression that its value may be, or hold. */
function partsOf(node: Node): readonly Node[] {
  switch (node.type) {
    case "ObjectExpression":
      return node.properties.map((each) => (each.type === "Property" ? each.value : each.argument));
    case "ArrayExpression":
      return node.elements.filter((each) => each !== null).map(withoutSpread);
    case "CallExpression":
    case "NewExpression":
      return node.arguments.map(withoutSpread);
    case "ConditionalExpression":
      return [node.consequent, node.alternate];
    case "LogicalExpression":
      return [node.left, node.right];
    case "AwaitExpression":
      return [node.argument];
    default:
      return [];
  }
}

function withoutSpread(node: Node): Node {
  return node.type === "SpreadElement" ? node.argument : node;
}

/** The outermost functions within a function, and what it returns. */
function insideOf(maker: FunctionNode): { functions: readonly Node[]; returned: readonly Node[] } {
  const functions: Node[] = [];
  const returned: Node[] = [];
  if (maker.type === "ArrowFunctionExpression" && maker.expression) returned.push(maker.body);
  walk(maker, {
    enter(node) {
      if (node === maker) return;
      if (isErased(node)) return this.skip();
      if (node.type === "ReturnStatement" && node.argument !== null) returned.push(node.argument);
      if (!isFunction(node) && !isClass(node)) return;
      functions.push(node);
      this.skip();
    },
  });
  return { functions, returned };
}
