import type { CallExpression, NewExpression, Node, TaggedTemplateExpression } from "oxc-parser";

import { pathTo } from "../../check/source/look-up.ts";
import { isClass, memberName, unwrap } from "../../check/source/syntax.ts";
import { fold } from "./fold.ts";
import { follow, resultOf } from "./follow.ts";
import type { Written } from "./written.ts";
import { type Effort, further, isSpent, newEffort } from "./effort.ts";
import type { FrontEnd } from "./front-end.ts";
import { withPackage } from "./global-packages.ts";
import { rootOf } from "./nodes-around.ts";
import { parameterOrigin, typedBy } from "./parameter-origin.ts";

/** Something that is called. */
export type CallNode = CallExpression | NewExpression | TaggedTemplateExpression;

/** A call that stands in a file. */
export interface WrittenCall extends Written {
  readonly node: CallNode;
  /** The members between what was called before and this: `["from"]` of `client.from()`. */
  readonly members: readonly string[];
}

/** Where a value comes from: something of the platform's or a package's, and all calls on the way from there. */
export interface Origin {
  /** `["axios", "create"]`, `["fetch"]`. */
  readonly path: readonly string[];
  /** First to last. */
  readonly made: readonly WrittenCall[];
  /** The members that hang from what was made last. */
  readonly members: readonly string[];
  /** Whether only its type says so: what it was made with is not seen. */
  readonly isTyped?: true;
}

/** Finds out where a value comes from; `undefined` for what is the app's own. */
export function originOf(
  frontEnd: FrontEnd,
  written: Written,
  effort = newEffort(),
): Origin | undefined {
  if (isSpent(effort)) return undefined;
  const { file, given } = written;
  const node = unwrap(written.node);
  const of = (each: Node) => originOf(frontEnd, { file, node: each, given }, further(effort));
  const outside = isVariable(file, node) ? undefined : frontEnd.lookUp.value(file, node);
  if (outside?.kind === "outside") {
    const path = withoutWindows(outside.path);
    const named = isGlobal(file, node) ? withPackage(path) : path;
    return named && { path: named, made: [], members: [] };
  }
  switch (node.type) {
    case "Identifier":
      return nameOrigin(frontEnd, { file, node, given }, effort);
    case "MemberExpression":
      return memberOrigin(frontEnd, { file, node, given }, effort);
    case "CallExpression":
    case "NewExpression":
      return madeBy(frontEnd, { file, node, given }, effort);
    case "TaggedTemplateExpression":
      return after(of(node.tag), { file, node, given, members: [] });
    case "AwaitExpression": {
      const awaited = of(node.argument);
      return awaited?.made.length === 1 && isMaking(awaited.made[0]!, awaited, 0)
        ? awaited
        : undefined;
    }
    case "LogicalExpression":
      return of(node.right) ?? of(node.left);
    case "ConditionalExpression":
      return of(node.consequent) ?? of(node.alternate);
    case "AssignmentExpression":
      return of(node.right);
    default:
      return undefined;
  }
}

/** Names of variables are followed here, where it is seen whether a package or a global stands behind them. */
function isVariable(file: Written["file"], node: Node): boolean {
  const root = rootOf(node);
  const declaration = file.references.get(root)?.declaration ?? file.declarationAt(root);
  return declaration?.kind === "variable";
}

/** Whether an expression begins with a name that no file of the app's declares. */
function isGlobal(file: Written["file"], node: Node): boolean {
  const root = rootOf(node);
  return root.type === "Identifier" && file.references.get(root)?.declaration === undefined;
}

/** Other names of what is global: `top.fetch`, `document.defaultView.fetch`. */
function withoutWindows(path: readonly string[]): readonly string[] {
  const [first, second] = path;
  if (first === "document" && second === "defaultView") return path.slice(2);
  return /^(?:top|parent|frames|opener|window|self|globalThis)$/.test(first ?? "") &&
    path.length > 1
    ? withoutWindows(path.slice(1))
    : path;
}

function nameOrigin(frontEnd: FrontEnd, written: Written, effort: Effort): Origin | undefined {
  const { file, node, given } = written;
  const declared = frontEnd.lookUp.declared(file, node);
  const passed = given.get(declared?.declaration.id ?? node);
  if (passed !== undefined) return originOf(frontEnd, passed, further(effort));
  if (declared === undefined) {
    // What another file exports without a name: `export default axios.create(…)`.
    const value = follow(frontEnd, written);
    return value.node === node
      ? typedBy(frontEnd, written)
      : originOf(frontEnd, value, further(effort));
  }
  const { declaration } = declared;
  const at = (each: Node) => ({ file: declared.file, node: each, given });
  if (declaration.kind === "unknown")
    return parameterOrigin(frontEnd, at(declaration.id), (each) =>
      originOf(frontEnd, at(each), further(effort)),
    );
  if (declaration.kind !== "variable") return undefined;
  const { id, init } = declaration.declarator;
  // `const [client] = useState(() => createClient(…))`
  const isFirst = id.type === "ArrayPattern" && id.elements[0] === declaration.id;
  const path = isFirst ? [] : pathTo(id, declaration.id);
  const assigned = frontEnd
    .additionsOf(declared.file)
    .to(declaration.id)
    .findLast(({ by, members }) => members.length === 0 && by.endsWith("="));
  const start = init ?? assigned?.arguments[0];
  if (start === undefined || path === undefined) return undefined;
  const whole =
    originOf(frontEnd, at(start), further(effort)) ?? typedBy(frontEnd, at(declaration.id));
  if (whole !== undefined || path.length === 0)
    return path.reduce<Origin | undefined>(withMember, whole);
  // A part of something of the app's: `const { mail } = useClients()`.
  const part = follow(frontEnd, written);
  return part.node === node ? undefined : originOf(frontEnd, part, further(effort));
}

function memberOrigin(frontEnd: FrontEnd, written: Written, effort: Effort): Origin | undefined {
  const { file, node, given } = written;
  if (node.type !== "MemberExpression") return undefined;
  const followed = follow(frontEnd, written);
  if (followed.node !== node) return originOf(frontEnd, followed, further(effort));
  const name = memberName(node) ?? textAt(frontEnd, { file, node: node.property, given });
  if (name === undefined) return undefined;
  // What plugins of Vue's hang on every component: `this.$axios`.
  if (/^\$(?:axios|http)$/.test(name)) return { path: ["axios"], made: [], members: [] };
  const object = originOf(frontEnd, { file, node: node.object, given }, further(effort));
  // `fetch.bind(window)` and `fetch.call(window, …)` are still `fetch`.
  return name === "bind" ? object : withMember(object, name);
}

function textAt(frontEnd: FrontEnd, written: Written): string | undefined {
  const [text, ...rest] = fold(frontEnd, written);
  return typeof text === "string" && rest.length === 0 ? text : undefined;
}

function withMember(origin: Origin | undefined, name: string): Origin | undefined {
  if (origin === undefined) return undefined;
  // A reference of React's or Vue's holds what it was given.
  if (origin.made.length > 0 && origin.members.length === 0 && /^(?:current|value)$/.test(name))
    return origin;
  if (origin.made.length > 0) return { ...origin, members: [...origin.members, name] };
  const path = /^(?:globalThis|window|self)$/.test(name) ? origin.path : [...origin.path, name];
  return { ...origin, path };
}

function madeBy(frontEnd: FrontEnd, written: Written, effort: Effort): Origin | undefined {
  const { file, node, given } = written;
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const callee = unwrap(node.callee);
  const of = (each: Node) => originOf(frontEnd, { file, node: each, given }, further(effort));
  if (callee.type === "MemberExpression" && memberName(callee) === "bind") return of(callee.object);
  const result = resultOf(frontEnd, written);
  if (result !== undefined) return originOf(frontEnd, result, further(effort));
  const origin = of(callee);
  const [first, second] = node.arguments;
  switch (origin?.path.join(".")) {
    case "Reflect.get": {
      const name = second && textAt(frontEnd, { file, node: second, given });
      return first && name !== undefined ? withMember(of(first), name) : undefined;
    }
    // Angular gives what a class is asked for by its name.
    case "@angular/core.inject":
      return first && after(of(first), { file, node, given, members: [] });
    case undefined:
      break;
    default:
      return after(origin, { file, node, given, members: origin!.members });
  }
  const called = follow(frontEnd, { file, node: callee, given });
  if (!isClass(called.node) || called.node.superClass === null) return undefined;
  // A class of the app's that extends one of a package's is made as that one is.
  const base = originOf(frontEnd, { ...called, node: called.node.superClass }, further(effort));
  return after(base, { file, node, given, members: [] });
}

function after(origin: Origin | undefined, call: WrittenCall): Origin | undefined {
  return origin && { ...origin, made: [...origin.made, call], members: [] };
}

/**
 * Whether a call only makes what is called later, by how it is written: `new Stripe()`, `createClient()`.
 * @param index which of the calls from there it is: what a package gives is made by the first.
 */
export function isMaking(
  { node, members }: WrittenCall,
  { path }: Pick<Origin, "path">,
  index: number,
): boolean {
  if (members.length > 1 || node.type === "TaggedTemplateExpression") return false;
  if (members.length === 0 && index > 0) return false;
  if (node.type === "NewExpression") return members.length === 0;
  const name = members[0] ?? path.at(-1) ?? "";
  if (members.length === 0 && (path.length === 1 || isFactory(name))) return true;
  // What is made already makes little more: `createChatCompletion` asks for something.
  if (index > 0) return remaking.test(name);
  return /^(?:(?:create|make|init|extend|configure|connect|load)|use[A-Z]|get(?:Firestore|Auth|Database|Storage|App|Analytics|Functions|AI)$)/.test(
    name,
  );
}

const remaking =
  /^(?:(?:create|make)(?:Client|Instance|Connection|Pool)|init\w*|extend|configure|connect|connection|withOptions|set(?:Endpoint|Project))$/;

/** Functions of packages that make a client and are named after what it is a client of. */
function isFactory(name: string): boolean {
  return /^(?:neon|postgres|algoliasearch|liteClient|Stripe|drizzle|twilio|nodemailer|redis|getClient|braintree|io|wretch)$/.test(
    name,
  );
}
