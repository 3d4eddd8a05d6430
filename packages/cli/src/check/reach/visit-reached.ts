import type { Node } from "oxc-parser";
import { walk } from "oxc-walker";

import type { Step } from "servery/boundary";
import { type QueryHandler, toWritten } from "../handlers/find-handlers.ts";
import type { LocatedFunction } from "../handlers/located-function.ts";
import type { LookUp, Value } from "../source/look-up.ts";
import type { Project } from "../source/project.ts";
import { placeOf, type SourceFile } from "../source/source-file.ts";
import { isClass, isErased, isFunction, memberName, unwrap } from "../source/syntax.ts";
import { heldFunctions } from "./held-functions.ts";

/** A function that runs when an operation is called, and how it is reached. */
export interface ReachedFunction {
  readonly file: SourceFile;
  readonly node: Node;
  /** From the handler to this function, which is the last. */
  readonly chain: readonly Step[];
  /** The closure of the running service that it belongs to. */
  readonly located: LocatedFunction;
}

/** What is told of the code that is reached. */
export interface ReachVisitor {
  /** Every piece of syntax that is no type. */
  node(within: ReachedFunction, node: Node): void;
  /** Every name, `a` or `a.b.c`, that is used as a value, and what it comes to where that is known. */
  name(within: ReachedFunction, node: Node, parent: Node | null, value: Value | undefined): void;
}

/** Which code an operation has reached so far. */
export interface Reach {
  /** Whether something stands within it: it is made anew for each call. */
  contains(file: SourceFile, node: Pick<Node, "start">): boolean;
}

/**
 * Visits the code that runs when an operation is called: its handler, and every function of the app that is
 * named in what is reached, for what is named may be called. The nearest first, so that chains are short.
 */
export function visitReached(
  project: Project,
  lookUp: LookUp,
  { operation, functions }: QueryHandler,
  createVisitor: (reach: Reach) => ReachVisitor,
): void {
  const waiting = functions.map(({ file, node, located }): ReachedFunction => {
    const chain = [{ name: operation, ...placeOf(file, node) }];
    return { file, node, located, chain };
  });
  const reached: ReachedFunction[] = [];
  const contains: Reach["contains"] = (file, { start }) =>
    reached.some((each) => each.file === file && each.node.start <= start && start < each.node.end);
  const visitor = createVisitor({ contains });
  const visit: Visit = { project, lookUp, visitor, contains, waiting };
  // The same function may belong to several closures.
  const seen = new Map<LocatedFunction, Set<Node>>();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const visited = seen.get(next.located) ?? new Set();
    if (visited.has(next.node)) continue;
    seen.set(next.located, visited.add(next.node));
    reached.push(next);
    visitFunction(visit, next);
  }
}

interface Visit extends Reach {
  readonly project: Project;
  readonly lookUp: LookUp;
  readonly visitor: ReachVisitor;
  readonly waiting: ReachedFunction[];
}

function visitFunction(visit: Visit, within: ReachedFunction): void {
  const { lookUp, visitor } = visit;
  walk(within.node, {
    enter(node, parent) {
      if (isErased(node) || isSetAside(node, parent)) return this.skip();
      visitor.node(within, node);
      if (!isName(within.file, node)) return;
      const value = lookUp.value(within.file, node);
      visitor.name(within, node, parent, value);
      if (value === undefined) return followCaptured(visit, within, node);
      follow(visit, within, node, value);
      this.skip();
    },
  });
}

function follow(visit: Visit, from: ReachedFunction, node: Node, value: Value): void {
  if (value.kind !== "written") return;
  const isCode = isFunction(value.node) || isClass(value.node);
  // What else stands in reached code is visited where it stands.
  if (!isCode && visit.contains(value.file, value.node)) return;
  const name = from.file.text.slice(node.start, node.end);
  for (const held of heldFunctions(visit.lookUp, value))
    reach(visit, from, name, { ...held, located: from.located });
}

/** What stands around the handler and is nowhere written as a value: the argument of a factory. */
function followCaptured(visit: Visit, from: ReachedFunction, node: Node): void {
  const name = capturedName(node);
  const root = node.type === "MemberExpression" ? unwrap(node.object) : node;
  const declared = visit.lookUp.declared(from.file, root);
  if (name === undefined || declared === undefined) return;
  if (visit.contains(declared.file, declared.declaration.id)) return;
  const located = from.located.captured().get(name);
  const written = located && toWritten(visit.project, located);
  if (written !== undefined) reach(visit, from, name, written);
}

function reach(
  { waiting }: Visit,
  from: ReachedFunction,
  name: string,
  { file, node, located }: Omit<ReachedFunction, "chain">,
): void {
  const step = { name, ...placeOf(file, node) };
  waiting.push({ file, node, located, chain: [...from.chain, step] });
}

function isName({ references }: SourceFile, node: Node): boolean {
  if (node.type === "Identifier") return references.has(node);
  return node.type === "MemberExpression" || node.type === "MetaProperty";
}

function capturedName(node: Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression") return undefined;
  const object = unwrap(node.object);
  const name = memberName(node);
  return object.type === "Identifier" && name !== undefined ? `${object.name}.${name}` : undefined;
}

/** A function with a name is visited when it is named, and what a class does once, when it is made. */
function isSetAside(node: Node, parent: Node | null): boolean {
  if (parent === null) return false;
  if (node.type === "StaticBlock") return true;
  if (parent.type === "PropertyDefinition" && parent.static && parent.value === node)
    return !isFunction(node);
  if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") return true;
  return (
    (isFunction(node) || isClass(node)) &&
    parent.type === "VariableDeclarator" &&
    parent.id.type === "Identifier"
  );
}
