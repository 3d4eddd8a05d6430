import type { Node } from "oxc-parser";
import { walk } from "oxc-walker";

import type { SourceFile } from "../../check/source/source-file.ts";
import { isErased, memberName, unwrap } from "../../check/source/syntax.ts";
import { type Given, nothingGiven, type Written } from "../reading/written.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { rootOf } from "../reading/nodes-around.ts";
import { type CallNode, originOf } from "../reading/origin.ts";
import { readBrowserCall } from "./browser-calls.ts";
import { readHttpCall } from "./http-libraries.ts";
import { readMadeElement } from "./made-elements.ts";
import type { Request } from "./request.ts";
import { readServiceCall } from "./service-packages.ts";
import { readSocketCall } from "./socket-calls.ts";
import { readToldKey } from "./told-keys.ts";

/** Where a network call stands, whose request is read for each way to it. */
export interface FoundCall {
  readonly file: SourceFile;
  readonly node: Node;
  /** Whether only who calls says that it is one. */
  readonly isOpen: boolean;
  read(given: Given): Request | undefined;
}

/** Finds the network calls of a file. */
export function findCalls(frontEnd: FrontEnd, file: SourceFile): readonly FoundCall[] {
  const found: FoundCall[] = [];
  const inner = new Set<Node>();
  walk(file.program, {
    enter(each) {
      if (isErased(each) || isOnServer(each)) return this.skip();
      const readElement = (given: Given) => {
        const at = { file, node: each, given };
        return readMadeElement(frontEnd, at) ?? readToldKey(frontEnd, at);
      };
      if (readElement(nothingGiven) !== undefined)
        found.push({ file, node: each, isOpen: false, read: readElement });
      const node = toCall(each);
      if (node === undefined) return;
      const begun = innerCall(node);
      if (begun !== undefined) inner.add(begun);
      const read = (given: Given) => readCall(frontEnd, { file, node, given }, inner.has(node));
      const request = read(nothingGiven);
      if (request !== undefined) found.push({ file, node, isOpen: false, read });
      else if (isOpen(frontEnd, file, node)) found.push({ file, node, isOpen: true, read });
      if (request === undefined) return;
      // What is called to be handed over is part of the call: `getDocs(collection(db, "orders"))`.
      if (request.provider !== undefined && "arguments" in node)
        for (const part of node.arguments)
          if (toCall(unwrap(part)) !== undefined) markWithin(part, inner);
    },
  });
  return found;
}

/** `"use server"`: frameworks keep a module or a function that begins so to the server. */
function isOnServer(node: Node): boolean {
  if (node.type !== "Program" && node.type !== "BlockStatement") return false;
  const [first] = node.body;
  return (
    first?.type === "ExpressionStatement" &&
    first.expression.type === "Literal" &&
    first.expression.value === "use server"
  );
}

function toCall(node: Node): CallNode | undefined {
  switch (node.type) {
    case "CallExpression":
    case "NewExpression":
    case "TaggedTemplateExpression":
      return node;
    default:
      return undefined;
  }
}

/** The call that another carries on: `client.from("a")` of `client.from("a").select()`. */
function innerCall(node: CallNode): Node | undefined {
  const callee = unwrap(node.type === "TaggedTemplateExpression" ? node.tag : node.callee);
  if (callee.type !== "MemberExpression") return undefined;
  let object = unwrap(callee.object);
  while (object.type === "MemberExpression") object = unwrap(object.object);
  return toCall(object);
}

function markWithin(node: Node, inner: Set<Node>): void {
  walk(node, {
    enter(each) {
      if (toCall(each) !== undefined) inner.add(each);
    },
  });
}

/** Whether who calls decides what this calls: a parameter, or what an object was made with. */
function isOpen(frontEnd: FrontEnd, file: SourceFile, node: CallNode): boolean {
  const root = rootOf(node.type === "TaggedTemplateExpression" ? node.tag : node.callee);
  // `db.from("orders").select()` begins with what `db` is.
  const before = toCall(root);
  if (before !== undefined) return isOpen(frontEnd, file, before);
  if (root.type === "ThisExpression") return true;
  if (root.type !== "Identifier") return false;
  return frontEnd.lookUp.declared(file, root)?.declaration.kind === "unknown";
}

function readCall(
  frontEnd: FrontEnd,
  written: Written & { readonly node: CallNode },
  isInner: boolean,
): Request | undefined {
  const { file, given } = written;
  const node = reflected(frontEnd, written);
  const callee = node.type === "TaggedTemplateExpression" ? node.tag : node.callee;
  if (isBinding(callee)) return undefined;
  const origin = originOf(frontEnd, { file, node: calleeOf(callee), given });
  if (origin === undefined) return undefined;
  const call = { ...written, node: withoutReceiver(node), members: origin.members };
  const plain =
    readBrowserCall(frontEnd, call, origin) ??
    readSocketCall(frontEnd, call, origin) ??
    readHttpCall(frontEnd, call, origin);
  if (plain !== undefined) return isInner && isCarriedOn(origin.path) ? undefined : plain;
  return isInner ? undefined : readServiceCall(frontEnd, call, origin);
}

/** `Reflect.apply(fetch, null, list)` calls `fetch(...list)`, and `Reflect.construct` makes what it is given. */
function reflected(frontEnd: FrontEnd, written: Written & { readonly node: CallNode }): CallNode {
  const { node, file } = written;
  if (node.type !== "CallExpression") return node;
  const value = frontEnd.lookUp.value(file, node.callee);
  const [what, how] = value?.kind === "outside" ? value.path : [];
  const [callee, ...rest] = node.arguments;
  const list = how === "construct" ? rest[0] : rest[1];
  if (what !== "Reflect" || !/^(?:apply|construct)$/.test(how ?? "")) return node;
  if (callee === undefined || list === undefined) return node;
  const { start, end } = node;
  const type = how === "construct" ? "NewExpression" : "CallExpression";
  return { type, callee, arguments: [spread(list)], optional: false, start, end } as CallNode;
}

function spread(argument: Node): Node {
  const { start, end } = argument;
  return { type: "SpreadElement", argument, start, end } as Node;
}

/** The libraries whose calls are told by what follows them are read at the last of it. */
function isCarriedOn([library = ""]: readonly string[]): boolean {
  return library === "superagent" || library === "wretch";
}

/** `fetch.bind(window)` calls nothing yet. */
function isBinding(callee: Node): boolean {
  const node = unwrap(callee);
  return node.type === "MemberExpression" && memberName(node) === "bind";
}

/** `fetch.call(window, url)` calls `fetch`. */
function calleeOf(callee: Node): Node {
  const node = unwrap(callee);
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier")
    return node;
  return node.property.name === "call" || node.property.name === "apply" ? node.object : node;
}

function withoutReceiver(node: CallNode): CallNode {
  if (node.type !== "CallExpression") return node;
  const callee = unwrap(node.callee);
  if (calleeOf(callee) === callee || callee.type !== "MemberExpression") return node;
  const isApply = memberName(callee) === "apply";
  const [, second, ...rest] = node.arguments;
  if (second === undefined) return { ...node, arguments: [] };
  return { ...node, arguments: isApply ? [spread(second)] : [second, ...rest] } as CallNode;
}
