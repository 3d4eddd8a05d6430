import type { Node } from "oxc-parser";
import { walk } from "oxc-walker";

import type { SourceFile } from "../../check/source/source-file.ts";
import { unwrap } from "../../check/source/syntax.ts";

const parents = new WeakMap<SourceFile, Map<Node, Node>>();

/** The nodes around one, innermost first. */
export function nodesAround(file: SourceFile, node: Node): readonly Node[] {
  const known = parents.get(file) ?? readParents(file);
  parents.set(file, known);
  const around: Node[] = [];
  for (let at = known.get(node); at !== undefined; at = known.get(at)) around.push(at);
  return around;
}

function readParents({ program }: SourceFile): Map<Node, Node> {
  const found = new Map<Node, Node>();
  walk(program, {
    enter(node, parent) {
      if (parent !== null) found.set(node, parent);
    },
  });
  return found;
}

/** What a chain of members begins with: `api` of `api.orders.list`. */
export function rootOf(node: Node): Node {
  let root = unwrap(node);
  while (root.type === "MemberExpression") root = unwrap(root.object);
  return root;
}
