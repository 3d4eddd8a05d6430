import type { Node } from "oxc-parser";

import type { SourceFile } from "../../check/source/source-file.ts";
import { isFunction } from "../../check/source/syntax.ts";

/** What a function was given where it is called, by the identifiers of its parameters. */
export type Given = ReadonlyMap<Node, Written>;

/** An expression, the file that it stands in, and what the functions around it were given. */
export interface Written {
  readonly file: SourceFile;
  readonly node: Node;
  readonly given: Given;
}

export const nothingGiven: Given = new Map();

/** What a function returns, where there is one such expression. */
export function returnedBy(node: Node): Node | undefined {
  if (!isFunction(node) || node.body === null) return undefined;
  if (node.body.type !== "BlockStatement") return node.body;
  const returned = node.body.body.filter((each) => each.type === "ReturnStatement");
  return returned.at(-1)?.argument ?? undefined;
}
