import type { Class, Node } from "oxc-parser";

import { type Declared, pathTo, propertyOf } from "../../check/source/look-up.ts";
import type { SourceFile } from "../../check/source/source-file.ts";
import {
  type FunctionNode,
  isClass,
  isFunction,
  memberName,
  unwrap,
} from "../../check/source/syntax.ts";
import { calledName } from "./called-name.ts";
import { findMember, givenToItself, superArguments } from "./class-members.ts";
import { type Effort, further, isSpent, newEffort } from "./effort.ts";
import type { FrontEnd } from "./front-end.ts";
import { handedOn } from "./handed-on.ts";
import { type Given, nothingGiven, returnedBy, type Written } from "./written.ts";

/** Follows names, members and parameters to the expression that they stand for, as far as it is written down. */
export function follow(frontEnd: FrontEnd, from: Written, effort = newEffort()): Written {
  const { file, given } = from;
  const node = unwrap(from.node);
  if (isSpent(effort)) return { ...from, node };
  if (node.type === "Identifier") {
    const own = given.get(node);
    if (own !== undefined) return follow(frontEnd, own, further(effort));
    const declared = frontEnd.lookUp.declared(file, node);
    const found =
      declared === undefined
        ? exportedValue(frontEnd, { file, node, given }, effort)
        : declaredValue(frontEnd, declared, given, effort);
    return found ?? { file, node, given };
  }
  if (node.type !== "MemberExpression") return { file, node, given };
  const name = memberName(node);
  const found =
    name === undefined ? undefined : memberOf(frontEnd, { file, node, given }, name, effort);
  return found ?? { file, node, given };
}

/** What a module exports without a name: `export default { … }`. */
function exportedValue(frontEnd: FrontEnd, { file, node, given }: Written, effort: Effort) {
  const value = frontEnd.lookUp.value(file, node);
  if (value?.kind !== "written" || value.node === node) return undefined;
  return follow(frontEnd, { file: value.file, node: value.node, given }, further(effort));
}

function declaredValue(
  frontEnd: FrontEnd,
  { file, declaration }: Declared,
  given: Given,
  effort: Effort,
): Written | undefined {
  const passed = given.get(declaration.id);
  if (passed !== undefined) return follow(frontEnd, passed, further(effort));
  if (declaration.kind === "function" || declaration.kind === "class")
    return { file, node: declaration.node, given };
  if (declaration.kind !== "variable") return undefined;
  const { id, init } = declaration.declarator;
  const assigned = frontEnd.additionsOf(file).to(declaration.id).filter(isAssigned);
  // What is added to a text is for who folds it; what becomes something else is not known.
  if (assigned.length > (init === null ? 1 : 0)) return undefined;
  const start = init ?? assigned[0]?.arguments[0];
  const path = pathTo(id, declaration.id);
  if (start === undefined || path === undefined) return undefined;
  let value: Written | undefined = { file, node: start, given };
  for (const name of path) value = value && partOf(frontEnd, value, name, effort);
  return value && follow(frontEnd, value, further(effort));
}

function isAssigned({ by, members }: { by: string; members: readonly string[] }): boolean {
  return members.length === 0 && by.endsWith("=");
}

function memberOf(
  frontEnd: FrontEnd,
  { file, node, given }: Written,
  name: string,
  effort: Effort,
): Written | undefined {
  if (node.type !== "MemberExpression") return undefined;
  const object = unwrap(node.object);
  if (object.type === "ThisExpression") {
    const own = ownMember(frontEnd, { file, node, given }, name, effort);
    if (own !== undefined) return follow(frontEnd, own, further(effort));
  }
  const value = follow(frontEnd, { file, node: object, given }, further(effort));
  const part =
    partOfValue(frontEnd, value, name, effort) ?? methodOf(frontEnd, value, name, effort);
  if (part !== undefined) return follow(frontEnd, part, further(effort));
  const exported = frontEnd.lookUp.value(file, node);
  return exported?.kind === "written" && exported.node !== node
    ? follow(frontEnd, { file: exported.file, node: exported.node, given }, further(effort))
    : undefined;
}

/** A property of what an expression comes to, where that is an object that is written down. */
function partOf(
  frontEnd: FrontEnd,
  whole: Written,
  name: string,
  effort: Effort,
): Written | undefined {
  return partOfValue(frontEnd, follow(frontEnd, whole, further(effort)), name, effort);
}

function partOfValue(
  frontEnd: FrontEnd,
  value: Written,
  name: string,
  effort: Effort,
): Written | undefined {
  const found = propertyOf(value.node, name);
  if (found !== undefined) return { ...value, node: found };
  const made = resultOf(frontEnd, value, further(effort));
  return made && partOf(frontEnd, made, name, further(effort));
}

/** What a call of one of the app's own functions comes to, with what it was given; and what frameworks hand on. */
export function resultOf(
  frontEnd: FrontEnd,
  call: Written,
  effort = newEffort(),
): Written | undefined {
  const { file, node, given } = call;
  if (node.type !== "CallExpression" || isSpent(effort)) return undefined;
  const handed = handedOn(frontEnd, { ...call, node });
  if (handed !== undefined) return handed;
  const called = followFunction(frontEnd, { file, node: node.callee, given }, further(effort));
  const returned = returnedBy(called.node);
  if (returned === undefined || !isFunction(called.node)) return undefined;
  const passed = node.arguments.map((each) => ({ file, node: each, given }));
  const within = give(frontEnd, called.node, called.file, passed, called.given, further(effort));
  return { file: called.file, node: returned, given: within };
}

const wrapping =
  /^(?:useCallback|useEffectEvent|useEvent|useDebouncedCallback|useThrottleFn|useDebounceFn|memo|forwardRef|observer|debounce|throttle|cache|once)$/;

/** Follows a name to the function that it stands for, also where another function wraps it: `useCallback`, `memo`. */
export function followFunction(
  frontEnd: FrontEnd,
  written: Written,
  effort = newEffort(),
): Written {
  const called = follow(frontEnd, written, effort);
  if (called.node.type !== "CallExpression" || isSpent(effort)) return called;
  const [first] = called.node.arguments;
  if (first !== undefined && wrapping.test(calledName(called.node) ?? ""))
    return followFunction(frontEnd, { ...called, node: first }, further(effort));
  // What a function of the app's makes: `const post = call("POST")`.
  const made = resultOf(frontEnd, called, further(effort));
  const found = made && follow(frontEnd, made, further(effort));
  return isFunction(found?.node) ? found! : called;
}

/** What an object of one of the app's classes has by a name, with what its constructor was given. */
function methodOf(
  frontEnd: FrontEnd,
  made: Written,
  name: string,
  effort: Effort,
): Written | undefined {
  for (const own of classesOf(frontEnd, made, effort)) {
    const found = findMember(own.node, name);
    if (found !== undefined) return { ...own, node: found };
  }
  return undefined;
}

/** All that an object of one of the app's classes can do, with what its constructor was given. */
export function methodsOf(frontEnd: FrontEnd, made: Written): readonly Written[] {
  return classesOf(frontEnd, made, newEffort()).flatMap((own) =>
    own.node.body.body.flatMap((each) =>
      "value" in each && isFunction(each.value) ? [{ ...own, node: each.value }] : [],
    ),
  );
}

type WrittenClass = Written & { readonly node: Class };

/** The class of the app's that an expression makes an object of, and those that it extends, with what all were given. */
function classesOf(
  frontEnd: FrontEnd,
  { file, node, given }: Written,
  effort: Effort,
): readonly WrittenClass[] {
  if (node.type !== "NewExpression" || isSpent(effort)) return [];
  const made = follow(frontEnd, { file, node: node.callee, given }, further(effort));
  const passed = node.arguments.map((each) => ({ file, node: each, given }));
  const found = withBases(frontEnd, made, passed, further(effort));
  // What a base was given by `super(…)` holds for the methods of all.
  const all = found.at(-1)?.given ?? nothingGiven;
  return found.map((each) => ({ ...each, given: all }));
}

function withBases(
  frontEnd: FrontEnd,
  { file, node, given }: Written,
  passed: readonly Written[],
  effort: Effort,
): readonly WrittenClass[] {
  if (!isClass(node) || isSpent(effort)) return [];
  const start = findMember(node, "constructor");
  const within = isFunction(start)
    ? give(frontEnd, start, file, passed, given, further(effort))
    : given;
  const own = { file, node, given: within };
  if (node.superClass === null) return [own];
  const base = follow(frontEnd, { file, node: node.superClass, given }, further(effort));
  const handed = isFunction(start)
    ? superArguments(start).map((each) => ({ file, node: each, given: within }))
    : passed;
  return [own, ...withBases(frontEnd, { ...base, given: within }, handed, further(effort))];
}

/** What the class around a place, or one that it extends, gives itself in its constructor, takes from it, or can do. */
function ownMember(
  frontEnd: FrontEnd,
  { file, node: at, given }: Written,
  name: string,
  effort: Effort,
): Written | undefined {
  const around = file.classes.findLast(({ start, end }) => start <= at.start && at.start < end);
  let own: Written | undefined = around && { file, node: around, given };
  for (let bases = effort; own !== undefined && !isSpent(bases); bases = further(bases)) {
    if (!isClass(own.node)) return undefined;
    const found = givenToItself(frontEnd, own.file, own.node, name) ?? findMember(own.node, name);
    if (found !== undefined) return { ...own, node: found };
    const { superClass }: Class = own.node;
    own = superClass === null ? undefined : follow(frontEnd, { ...own, node: superClass }, bases);
  }
  return undefined;
}

/** Adds what a call gives to the parameters of the function that it calls. */
export function give(
  frontEnd: FrontEnd,
  { params }: FunctionNode,
  target: SourceFile,
  passed: readonly (Written | undefined)[],
  given: Given,
  effort = newEffort(),
): Given {
  const all = new Map(given);
  params.forEach((parameter, index) => {
    const pattern = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
    if (pattern.type === "RestElement")
      bind(frontEnd, all, pattern.argument, target, listOf(passed.slice(index)), effort);
    else bind(frontEnd, all, pattern, target, passed[index], effort);
  });
  return all;
}

function bind(
  frontEnd: FrontEnd,
  into: Map<Node, Written>,
  pattern: Node,
  target: SourceFile,
  value: Written | undefined,
  effort: Effort,
): void {
  if (isSpent(effort)) return;
  if (pattern.type === "Identifier" && value !== undefined) into.set(pattern, value);
  else if (pattern.type === "AssignmentPattern") {
    const fallback = { file: target, node: pattern.right, given: new Map(into) };
    bind(frontEnd, into, pattern.left, target, value ?? fallback, further(effort));
  } else if (pattern.type === "ObjectPattern" && value !== undefined)
    for (const property of pattern.properties)
      if (property.type !== "RestElement" && property.key.type === "Identifier") {
        const part = partOf(frontEnd, value, property.key.name, further(effort));
        bind(frontEnd, into, property.value, target, part, further(effort));
      }
  if (pattern.type === "ArrayPattern" && value !== undefined) {
    const list = follow(frontEnd, value, further(effort));
    const elements = list.node.type === "ArrayExpression" ? list.node.elements : [];
    pattern.elements.forEach((each, index) => {
      const node = elements[index];
      if (each && node) bind(frontEnd, into, each, target, { ...list, node }, further(effort));
    });
  }
}

/** What is passed for `...rest`, as the list that it becomes. */
function listOf(passed: readonly (Written | undefined)[]): Written | undefined {
  const [first] = passed;
  if (first === undefined) return undefined;
  const elements = passed.flatMap((each) => (each === undefined ? [] : [each.node]));
  const { start, end } = first.node;
  return { ...first, node: { type: "ArrayExpression", elements, start, end } as Node };
}
