import type { CallExpression, Node } from "oxc-parser";
import { walk } from "oxc-walker";

import type { SourceFile } from "../../check/source/source-file.ts";
import { isErased, keyName, unwrap } from "../../check/source/syntax.ts";
import { nothingGiven, type Written } from "../reading/written.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { watchesWhatIsPassed } from "./passed-on.ts";
import { originOf } from "../reading/origin.ts";
import { fieldsOf, type Property } from "../reading/properties.ts";

/** How the page uses an operation. */
type UseOf =
  | "call"
  | "watch"
  | "useQuery"
  | "useSuspenseQuery"
  | "useMutation"
  | "passed on"
  | "session";

/** A place where the page uses an operation by Servery's client. */
export interface ServeryCall {
  readonly file: SourceFile;
  readonly node: Node;
  /** `products.list`. */
  readonly operation: string;
  readonly by: UseOf;
  /** Whether it follows what changes. */
  readonly isLive: boolean;
  readonly fields: readonly Property[];
}

/** What hangs from a call and is not its name. */
const ways = /^(?:safe|watch|iterate|read|detailed)$/;

/** Finds where a file uses operations by Servery's client. */
export function findServeryCalls(frontEnd: FrontEnd, file: SourceFile): readonly ServeryCall[] {
  const found: ServeryCall[] = [];
  const parents = new Map<Node, Node | null>();
  walk(file.program, {
    enter(node, parent) {
      parents.set(node, parent);
      if (isErased(node)) return this.skip();
      if (node.type === "CallExpression" && opensSession(frontEnd, file, node))
        found.push({ file, node, operation: whoAmI, by: "session", isLive: false, fields: [] });
      if (node.type !== "MemberExpression") return;
      const members = clientMembers(frontEnd, { file, node, given: nothingGiven });
      if (members === undefined) return;
      const use = toUse(frontEnd, file, node, members, parents);
      if (use !== undefined) found.push(use);
      this.skip();
    },
  });
  return found;
}

/** What `sessionOf` and `useSession` ask: who is signed in. */
const whoAmI = "auth.whoAmI";

function opensSession(frontEnd: FrontEnd, file: SourceFile, { callee }: CallExpression): boolean {
  const value = frontEnd.lookUp.value(file, callee);
  const name = value?.kind === "outside" ? value.path.join(".") : "";
  return name === "servery/client.sessionOf" || name === "servery/react.useSession";
}

/** The names that hang from a client: `["products", "list"]`. */
function clientMembers(frontEnd: FrontEnd, written: Written): readonly string[] | undefined {
  const origin = originOf(frontEnd, written);
  const isClient =
    origin?.path.join(".") === "servery/client.createClient" && origin.made.length === 1;
  return isClient && origin.members.length > 0 ? origin.members : undefined;
}

function toUse(
  frontEnd: FrontEnd,
  file: SourceFile,
  node: Node,
  members: readonly string[],
  parents: ReadonlyMap<Node, Node | null>,
): ServeryCall | undefined {
  const last = members.at(-1)!;
  const names = ways.test(last) && members.length > 1 ? members.slice(0, -1) : members;
  const parent = outer(node, parents);
  const use = { file, node, operation: names.join(".") };
  if (parent?.type !== "CallExpression")
    return { ...use, by: "passed on", isLive: false, fields: [] };
  const at = (each: Node | undefined) =>
    each === undefined ? [] : fieldsOf(frontEnd, { file, node: each, given: nothingGiven });
  if (unwrap(parent.callee) === node) {
    const isWatch = last === "watch" || last === "iterate";
    return {
      ...use,
      by: isWatch ? "watch" : "call",
      isLive: isWatch,
      fields: at(parent.arguments[0]),
    };
  }
  const hook = frontEnd.lookUp.value(file, parent.callee);
  const name =
    hook?.kind === "outside" && hook.path[0] === "servery/react" ? hook.path[1] : undefined;
  if (name === "useMutation") return { ...use, by: name, isLive: false, fields: [] };
  const isHook = name === "useQuery" || name === "useSuspenseQuery";
  return {
    ...use,
    by: isHook ? name : "passed on",
    isLive:
      parent.arguments.some(isLiveOption) ||
      watchesWhatIsPassed(frontEnd, { file, node: parent }, node),
    fields: isHook ? at(parent.arguments[1]) : [],
  };
}

function outer(node: Node, parents: ReadonlyMap<Node, Node | null>): Node | undefined {
  let parent = parents.get(node) ?? undefined;
  while (parent !== undefined && parent.type !== "CallExpression" && unwrap(parent) !== parent)
    parent = parents.get(parent) ?? undefined;
  return parent;
}

/** `{ live: true }`. */
function isLiveOption(wrapped: Node): boolean {
  const node = unwrap(wrapped);
  if (node.type !== "ObjectExpression") return false;
  return node.properties.some(
    (each) =>
      each.type === "Property" &&
      keyName(each.key, each.computed) === "live" &&
      !(each.value.type === "Literal" && each.value.value === false),
  );
}
