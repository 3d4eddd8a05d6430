import type { Node } from "oxc-parser";

import type { Reach, ReachedFunction, ReachVisitor } from "../reach/visit-reached.ts";
import type { LookUp } from "../source/look-up.ts";
import { placeOf } from "../source/source-file.ts";
import { textOf } from "../source/syntax.ts";
import type { KeptState } from "./kept-state.ts";
import type { AmbientKind } from "./kinds.ts";
import { isLocal } from "./local-time.ts";
import { rootOf } from "./mutations.ts";
import { findSource, type Use } from "./sources.ts";

/** Where it is told what is found in code that is reached. */
export interface AmbientListener {
  /** Something is read; `what` is how it is written there. */
  find(within: ReachedFunction, node: Node, kind: AmbientKind, what: string): void;
  /** Something stands there that nobody can read before it runs. */
  miss(within: ReachedFunction, node: Node): void;
}

/** Looks at the code that one operation reaches. */
export function createAmbientVisitor(
  lookUp: LookUp,
  state: KeptState,
  reach: Reach,
  listener: AmbientListener,
): ReachVisitor {
  // Of a variable one place is enough.
  const told = new Set<unknown>();
  return {
    node(within, node) {
      if (isLocal(lookUp, within.file, node))
        listener.find(within, node, "local-time", `\`${excerpt(within, node)}\``);
      if (node.type === "ImportExpression" && textOf(node.source) === undefined)
        listener.miss(within, node);
    },
    name(within, node, parent, value) {
      const what = findState(lookUp, state, reach, within, node);
      if (what !== undefined && !told.has(what.declaration)) {
        told.add(what.declaration);
        listener.find(within, rootOf(node), "state", what.text);
      }
      if (value?.kind === "outside" && !isTypeOf(parent))
        tellOutside(lookUp, listener, within, { node, path: value.path, use: useOf(node, parent) });
    },
  };
}

/** A variable beside the handler that is changed while the process runs. */
function findState(
  lookUp: LookUp,
  state: KeptState,
  reach: Reach,
  within: ReachedFunction,
  node: Node,
) {
  const declared = lookUp.declared(within.file, rootOf(node));
  if (declared === undefined || reach.contains(declared.file, declared.declaration.id))
    return undefined;
  const change = state.changeOf(declared);
  if (change === undefined) return undefined;
  const { declaration } = declared;
  const { file, line } = placeOf(change.file, change.node);
  return { declaration, text: `\`${declaration.name}\` (changed at ${file}:${line})` };
}

interface OutsideName {
  readonly node: Node;
  readonly path: readonly string[];
  readonly use: Use;
}

function tellOutside(
  lookUp: LookUp,
  listener: AmbientListener,
  within: ReachedFunction,
  { node, path, use }: OutsideName,
): void {
  const name = path.join(".");
  if ((name === "eval" || name === "Function") && use.by !== "mention")
    return listener.miss(within, node);
  const kind = findSource(path, use, heldBy(lookUp, within, node));
  if (kind !== undefined) listener.find(within, node, kind, describe(within, node, path, use));
}

/** How much of a name's path was read when a variable was made, which keeps it. */
function heldBy(lookUp: LookUp, { file }: ReachedFunction, node: Node): number {
  const root = rootOf(node);
  if (lookUp.declared(file, root)?.declaration.kind !== "variable") return 0;
  const value = lookUp.value(file, root);
  return value?.kind === "outside" ? value.path.length : 0;
}

function isTypeOf(parent: Node | null): boolean {
  return parent?.type === "UnaryExpression" && parent.operator === "typeof";
}

function useOf(node: Node, parent: Node | null): Use {
  if (parent?.type !== "CallExpression" && parent?.type !== "NewExpression")
    return { by: "mention", count: 0 };
  if (parent.callee !== node) return { by: "mention", count: 0 };
  const isSpread = parent.arguments.some(({ type }) => type === "SpreadElement");
  return {
    by: parent.type === "NewExpression" ? "new" : "call",
    count: isSpread ? Number.POSITIVE_INFINITY : parent.arguments.length,
  };
}

/** A name as it is written, and what it stands for where that is not the same. */
function describe(
  within: ReachedFunction,
  node: Node,
  path: readonly string[],
  { by }: Use,
): string {
  const written = excerpt(within, node);
  const full = path.join(".");
  const shown = by === "new" ? `new ${written}()` : by === "call" ? `${written}()` : written;
  return written === full || written.endsWith(full)
    ? `\`${shown}\``
    : `\`${shown}\`, which is ${full},`;
}

function excerpt({ file }: ReachedFunction, { start, end }: Node): string {
  const text = file.text.slice(start, end).replaceAll(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
