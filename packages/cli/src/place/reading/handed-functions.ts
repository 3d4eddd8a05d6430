import type { Node } from "oxc-parser";
import { walk } from "oxc-walker";

import { propertyOf } from "../../check/source/look-up.ts";
import { unwrap } from "../../check/source/syntax.ts";
import { calledName } from "./called-name.ts";
import { follow } from "./follow.ts";
import { nothingGiven, returnedBy, type Written } from "./written.ts";
import type { FrontEnd } from "./front-end.ts";

/** A function that a library calls for the app, and what it gives it. */
interface HandedFunction {
  readonly called: Written;
  readonly passed: readonly Node[];
}

/** Finds what functions a call makes a library call: `useSWR("/api/user", fetcher)`, `mutate(order)`. */
export function handedFunctions(frontEnd: FrontEnd, call: Written): readonly HandedFunction[] {
  const { file, node } = call;
  if (node.type !== "CallExpression") return [];
  const at = (each: Node) => ({ file, node: each, given: nothingGiven });
  const name = calledName(node);
  if (name?.startsWith("useSWR") === true) {
    const [key, own] = node.arguments;
    const called = own === undefined ? globalFetcher(frontEnd) : at(own);
    return called === undefined || key === undefined ? [] : [{ called, passed: [keyOf(key)] }];
  }
  if (/^(?:map|flatMap|forEach|every|some)$/.test(name ?? "")) return eachOf(frontEnd, at(node));
  if (!/^(?:mutate|mutateAsync|trigger)$/.test(name ?? "")) return [];
  const hook = hookOf(frontEnd, at(node.callee));
  if (hook === undefined) return [];
  const [first, second] = hook.node.arguments;
  const settings = first && follow(frontEnd, { ...hook, node: first });
  const found = settings && propertyOf(settings.node, "mutationFn");
  if (found !== undefined)
    return [{ called: { ...settings!, node: found }, passed: node.arguments }];
  // SWR gives its function the key, and what was given as `arg`.
  return calledName(hook.node) === "useSWRMutation" && second !== undefined
    ? [{ called: { ...hook, node: second }, passed: [keyOf(first!)] }]
    : [];
}

const mostElements = 20;

/** `["/a", "/b"].map(load)` calls `load` with each of them. */
function eachOf(frontEnd: FrontEnd, { file, node, given }: Written): readonly HandedFunction[] {
  if (node.type !== "CallExpression") return [];
  const [first] = node.arguments;
  const callee = unwrap(node.callee);
  if (first === undefined || callee.type !== "MemberExpression") return [];
  const list = listOf(frontEnd, { file, node: callee.object, given });
  if (list?.file !== file) return [];
  const called = { file, node: first, given };
  return list.nodes.slice(0, mostElements).map((each) => ({ called, passed: [each] }));
}

/** A list that is written down, or the values of an object that is. */
function listOf(frontEnd: FrontEnd, written: Written) {
  const { file, node, given } = follow(frontEnd, written);
  if (node.type === "ArrayExpression") {
    const nodes = node.elements.filter((each) => each !== null);
    return { file, nodes: nodes.filter((each) => each.type !== "SpreadElement") };
  }
  const [first] =
    node.type === "CallExpression" && calledName(node) === "values" ? node.arguments : [];
  const whole = first && follow(frontEnd, { file, node: first, given });
  if (whole?.node.type !== "ObjectExpression") return undefined;
  const nodes = whole.node.properties.flatMap((each) =>
    each.type === "Property" ? [each.value] : [],
  );
  return { file: whole.file, nodes };
}

/** Keys may be worked out by a function, which leaves out what is not ready. */
function keyOf(key: Node): Node {
  return returnedBy(unwrap(key)) ?? key;
}

/** The hook that a function comes from: `const { mutate } = useMutation(…)`, `order.mutate`. */
function hookOf(frontEnd: FrontEnd, { file, node, given }: Written) {
  const callee = unwrap(node);
  const root = callee.type === "MemberExpression" ? unwrap(callee.object) : callee;
  const declared = frontEnd.lookUp.declared(file, root);
  if (declared?.declaration.kind !== "variable") return undefined;
  const { init } = declared.declaration.declarator;
  const hook = init === null ? undefined : unwrap(init);
  if (hook?.type !== "CallExpression" || !/^use\w*Mutation$/.test(calledName(hook) ?? ""))
    return undefined;
  return { file: declared.file, node: hook, given };
}

const known = new WeakMap<FrontEnd, { readonly fetcher: Written | undefined }>();

/** `<SWRConfig value={{ fetcher }}>`: what all calls without one of their own use. */
function globalFetcher(frontEnd: FrontEnd): Written | undefined {
  const before = known.get(frontEnd);
  if (before !== undefined) return before.fetcher;
  let fetcher: Written | undefined;
  for (const file of frontEnd.files)
    walk(file.program, {
      enter(node) {
        if (node.type !== "JSXOpeningElement" || node.name.type !== "JSXIdentifier") return;
        if (node.name.name !== "SWRConfig") return;
        const [value] = node.attributes;
        const inner = value?.type === "JSXAttribute" ? value.value : undefined;
        if (inner?.type !== "JSXExpressionContainer") return;
        const settings = follow(frontEnd, { file, node: inner.expression, given: nothingGiven });
        const found = propertyOf(settings.node, "fetcher");
        if (found !== undefined) fetcher ??= { ...settings, node: found };
      },
    });
  known.set(frontEnd, { fetcher });
  return fetcher;
}
