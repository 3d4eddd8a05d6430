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
