import type { CallExpression, Node } from "oxc-parser";
import { walk } from "oxc-walker";

import type { SourceFile } from "../../check/source/source-file.ts";
import { memberName, textOf, unwrap } from "../../check/source/syntax.ts";
import { nothingGiven, returnedBy, type Written } from "./written.ts";
import { calledName } from "./called-name.ts";
import type { FrontEnd } from "./front-end.ts";
import { topLevelNames } from "./top-level-names.ts";

/** A call, and what is known around it. */
type WrittenCallOf = Written & { readonly node: CallExpression };

const keeping =
  /^react\b.*\.(?:useMemo|useState|useRef|cache)$|^vue\.(?:ref|shallowRef|reactive|computed|markRaw)$/;
const asking = /^(?:react\.(?:default\.)?(?:useContext|use)|vue\.inject|svelte\.getContext)$/;
const giving = /^(?:vue\.provide|svelte\.setContext)$/;

/** By their names, which is told at once: most calls are none of them. */
const handing =
  /^(?:use(?:Memo|State|Ref|Context)?|cache|(?:shallowR|r)ef|reactive|computed|markRaw|inject|getContext)$/;

/** What a call of a framework only hands on: what a hook keeps, what a context was given elsewhere. */
export function handedOn(frontEnd: FrontEnd, call: WrittenCallOf): Written | undefined {
  const { file, node, given } = call;
  const [first] = node.arguments;
  if (first === undefined || !handing.test(calledName(node) ?? "")) return undefined;
  const callee = frontEnd.lookUp.value(file, node.callee);
  if (callee?.kind !== "outside") return undefined;
  const name = callee.path.join(".");
  if (keeping.test(name)) return { file, node: returnedBy(unwrap(first)) ?? first, given };
  const key = asking.test(name) ? keyOf(frontEnd, file, first) : undefined;
  return key === undefined ? undefined : providedIn(frontEnd).get(key);
}

const known = new WeakMap<FrontEnd, ReadonlyMap<Node | string, Written>>();

/** All that is given to contexts: by what they are declared as, or by their key. */
function providedIn(frontEnd: FrontEnd): ReadonlyMap<Node | string, Written> {
  const before = known.get(frontEnd);
  if (before !== undefined) return before;
  const provided = new Map<Node | string, Written>();
  known.set(frontEnd, provided);
  for (const file of frontEnd.files) findProvided(frontEnd, file, provided);
  return provided;
}

function findProvided(
  frontEnd: FrontEnd,
  file: SourceFile,
  provided: Map<Node | string, Written>,
): void {
  const add = (key: Node | string | undefined, node: Node | null | undefined) => {
    if (key !== undefined && node) provided.set(key, { file, node, given: nothingGiven });
  };
  walk(file.program, {
    enter(node) {
      if (node.type === "VariableDeclarator" && node.init !== null) {
        const [fallback] = contextArguments(frontEnd, file, node.init);
        // What a provider gives counts before what is there without one.
        if (fallback !== undefined && !provided.has(node.id)) add(node.id, fallback);
      } else if (node.type === "CallExpression" && givesToContext(frontEnd, file, node)) {
        const [key, value] = node.arguments;
        add(key && keyOf(frontEnd, file, key), value);
      } else if (node.type === "JSXOpeningElement") {
        const { name } = node;
        const object = name.type === "JSXMemberExpression" ? name.object : name;
        if (object.type !== "JSXIdentifier") return;
        const value = node.attributes.find(
          (each) => each.type === "JSXAttribute" && each.name.name === "value",
        );
        const inner = value?.type === "JSXAttribute" ? value.value : undefined;
        if (inner?.type !== "JSXExpressionContainer") return;
        const id = topLevelNames(file).get(object.name);
        add(id && frontEnd.lookUp.declared(file, id)?.declaration.id, inner.expression);
      }
    },
  });
}

/** `createContext(client)`: what a context is when nobody gives it anything. */
function contextArguments(frontEnd: FrontEnd, file: SourceFile, wrapped: Node): readonly Node[] {
  const node = unwrap(wrapped);
  if (node.type !== "CallExpression") return [];
  const callee = frontEnd.lookUp.value(file, node.callee);
  const isContext = callee?.kind === "outside" && callee.path.at(-1) === "createContext";
  return isContext ? node.arguments : [];
}

function givesToContext(frontEnd: FrontEnd, file: SourceFile, { callee }: CallExpression): boolean {
  const value = frontEnd.lookUp.value(file, callee);
  if (value?.kind === "outside" && giving.test(value.path.join("."))) return true;
  // `app.provide("api", api)` of Vue's.
  const member = unwrap(callee);
  return member.type === "MemberExpression" && memberName(member) === "provide";
}

function keyOf(frontEnd: FrontEnd, file: SourceFile, wrapped: Node): Node | string | undefined {
  const node = unwrap(wrapped);
  return textOf(node) ?? frontEnd.lookUp.declared(file, node)?.declaration.id;
}
