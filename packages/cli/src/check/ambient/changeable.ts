import type { Node } from "oxc-parser";

import type { LookUp } from "../source/look-up.ts";
import type { SourceFile } from "../source/source-file.ts";
import { unwrap } from "../source/syntax.ts";
import type { Mutation } from "./mutations.ts";

/** Methods by which JavaScript's own collections change. */
const ofCollections = setOf(
  "set add delete clear push pop shift unshift splice sort reverse fill copyWithin append",
);

/** Methods that say of a package's class that it keeps something. `add` does not: numbers and dates have it too. */
const ofPackages = setOf("set delete clear push put evict enqueue reset");

const collections = setOf(
  "Map Set WeakMap WeakSet Array Uint8Array Int32Array Float64Array URLSearchParams Headers",
);

/**
 * Whether a mutation changes what a variable was made with: `set` changes a map, but not a query that is
 * being built.
 */
export function isChange(
  lookUp: LookUp,
  file: SourceFile,
  made: Node | null,
  { method, deep }: Pick<Mutation, "method" | "deep">,
): boolean {
  if (method === undefined) return true;
  const init = made && unwrap(made);
  if (init === null) return false;
  if (deep) return ofCollections.has(method) && isHolder(init);
  if (init.type === "ArrayExpression") return ofCollections.has(method);
  const maker = makerOf(lookUp, file, init);
  if (maker === undefined) return false;
  return (maker.length === 1 && collections.has(maker[0]!)) || maker[0] === "Array"
    ? ofCollections.has(method)
    : init.type === "NewExpression" && maker.length > 1 && ofPackages.has(method);
}

function isHolder({ type }: Node): boolean {
  return type === "ObjectExpression" || type === "ArrayExpression" || type === "NewExpression";
}

/** What outside made a value: `["Map"]`, `["lru-cache", "LRUCache"]`. */
function makerOf(lookUp: LookUp, file: SourceFile, init: Node): readonly string[] | undefined {
  if (init.type !== "NewExpression" && init.type !== "CallExpression") return undefined;
  const maker = lookUp.value(file, init.callee);
  return maker?.kind === "outside" ? maker.path : undefined;
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
