import type { CallExpression, Node } from "oxc-parser";
import { walk } from "oxc-walker";

import type { SourceFile } from "../../check/source/source-file.ts";
import { memberName, textOf, unwrap } from "../../check/source/syntax.ts";

/** Something that is done to what a name stands for, after it was made: `form.append("card", …)`, `url.search = …`. */
export interface Addition {
  /** `append`, `set`, or `=` and `+=` for an assignment to the name itself or to a member of it. */
  readonly by: string;
  /** The members between the name and what is done: `["defaults", "headers"]`. */
  readonly members: readonly string[];
  readonly arguments: readonly Node[];
  readonly node: Node;
}

/** What a file does to things after it has made them, by the identifiers that declare their names. */
export interface Additions {
  to(id: Node): readonly Addition[];
  /** What libraries are told for all that follows: `axios.defaults.baseURL = …`, `axios.interceptors.request.use(…)`. */
  readonly told: readonly (Addition & { readonly root: Node })[];
  /** What a class gives itself: the right sides of `this.name = …`, with where they stand. */
  readonly own: readonly { readonly name: string; readonly value: Node }[];
}

/** Collects what a file adds to what it has made. */
export function findAdditions(file: SourceFile): Additions {
  const found = new Map<Node, Addition[]>();
  const told: (Addition & { readonly root: Node })[] = [];
  const own: { name: string; value: Node }[] = [];
  const add = (target: Node, addition: Omit<Addition, "members">) => {
    const members: string[] = [];
    let root = unwrap(target);
    while (root.type === "MemberExpression") {
      members.unshift(memberName(root) ?? "*");
      root = unwrap(root.object);
    }
    if (root.type === "ThisExpression" && members.length === 1 && addition.by === "=")
      own.push({ name: members[0]!, value: addition.arguments[0]! });
    const isTold = members.includes("defaults") || members.includes("interceptors");
    if (isTold || /^(?:use|setHeaders?|ajaxSetup)$/.test(addition.by))
      told.push({ ...addition, members, root });
    const id = file.references.get(root)?.declaration?.id ?? file.declarationAt(root)?.id;
    const list = id === undefined ? undefined : (found.get(id) ?? []);
    if (list === undefined) return;
    list.push({ ...addition, members });
    found.set(id!, list);
  };
  walk(file.program, {
    enter(node) {
      if (node.type === "AssignmentExpression")
        add(node.left, { by: node.operator, arguments: [node.right], node });
      else if (node.type === "CallExpression") {
        const callee = unwrap(node.callee);
        if (callee.type === "MemberExpression")
          add(callee.object, { by: memberName(callee) ?? "*", arguments: argumentsOf(node), node });
      }
    },
  });
  return { to: (id) => found.get(id) ?? [], own, told };
}

function argumentsOf(node: CallExpression): readonly Node[] {
  return node.arguments;
}

/** The name and the value that something is given by a call: `headers.set("a", b)`, or by an assignment: `headers.a = b`. */
export function toPair({ by, arguments: [first, second], members }: Addition) {
  if (by === "=" && members.length > 0) return { name: members.at(-1)!, value: first! };
  if (!/^(?:append|set)$/.test(by) || members.length > 0) return undefined;
  const name = textOf(first && unwrap(first));
  return name === undefined || second === undefined ? undefined : { name, value: second };
}
