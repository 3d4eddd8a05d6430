import type { SqlValue } from "../../ports/database.ts";
import type { RangeBound, RangeEnd } from "../data/reads/read-set.ts";
import { compareSqlValues } from "./sql-order.ts";

/** Ranges of one column, found by a value that lies in them: in the time of those found, and a logarithm. */
export interface IntervalIndex<T> {
  add(range: RangeBound, item: T): void;
  delete(item: T): void;
  /** Visits what has a range with this value in it. Ends are taken to be in it. */
  visit(value: SqlValue, each: (item: T) => void): void;
  visitAll(each: (item: T) => void): void;
  readonly size: number;
}

/**
 * A node of a treap: a search tree by the ranges' lower ends that is a heap by random priorities, which keeps
 * it balanced. Each knows the highest upper end below it.
 */
interface Node<T> {
  readonly range: RangeBound;
  readonly item: T;
  readonly order: number;
  readonly priority: number;
  left: Node<T> | undefined;
  right: Node<T> | undefined;
  /** `undefined`: there is one without an upper end. */
  highest: RangeEnd["value"] | undefined;
}

/**
 * Makes an empty {@link IntervalIndex}.
 * @param random from 0 to 1. Not to be foreseen: who asks for ranges could else make a list of the tree.
 */
export function createIntervalIndex<T>(random: () => number = Math.random): IntervalIndex<T> {
  const nodes = new Map<T, Node<T>>();
  let root: Node<T> | undefined;
  let made = 0;
  return {
    add(range, item) {
      made++;
      const node: Node<T> = {
        range,
        item,
        order: made,
        priority: random(),
        left: undefined,
        right: undefined,
        highest: range.to?.value,
      };
      nodes.set(item, node);
      root = insert(root, node);
    },
    delete(item) {
      const node = nodes.get(item);
      if (node === undefined) return;
      nodes.delete(item);
      root = remove(root, node);
    },
    visit: (value, each) => visit(root, value, each),
    visitAll(each) {
      for (const item of nodes.keys()) each(item);
    },
    get size() {
      return nodes.size;
    },
  };
}

/** By the lower end, none before all; then by age, so that no two are the same. */
function compareNodes<T>(one: Node<T>, other: Node<T>): number {
  const [from, otherFrom] = [one.range.from, other.range.from];
  if (from !== undefined && otherFrom !== undefined) {
    const order = compareSqlValues(from.value, otherFrom.value);
    if (order !== 0) return order;
  } else if (from !== otherFrom) return from === undefined ? -1 : 1;
  return one.order - other.order;
}

function insert<T>(at: Node<T> | undefined, node: Node<T>): Node<T> {
  if (at === undefined) return node;
  const side = compareNodes(node, at) < 0 ? "left" : "right";
  const child = insert(at[side], node);
  at[side] = child;
  return child.priority > at.priority ? rotate(at, side) : measured(at);
}

function remove<T>(at: Node<T> | undefined, node: Node<T>): Node<T> | undefined {
  if (at === undefined) return undefined;
  if (at === node) return merge(at.left, at.right);
  const side = compareNodes(node, at) < 0 ? "left" : "right";
  at[side] = remove(at[side], node);
  return measured(at);
}

function merge<T>(left: Node<T> | undefined, right: Node<T> | undefined): Node<T> | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  if (left.priority > right.priority) {
    left.right = merge(left.right, right);
    return measured(left);
  }
  right.left = merge(left, right.left);
  return measured(right);
}

/** Lifts a child above its parent. */
function rotate<T>(parent: Node<T>, side: "left" | "right"): Node<T> {
  const child = parent[side] as Node<T>;
  const other = side === "left" ? "right" : "left";
  parent[side] = child[other];
  child[other] = measured(parent);
  return measured(child);
}

function measured<T>(node: Node<T>): Node<T> {
  node.highest = node.range.to?.value;
  for (const child of [node.left, node.right]) {
    if (child === undefined || node.highest === undefined) continue;
    if (child.highest === undefined || compareSqlValues(child.highest, node.highest) > 0)
      node.highest = child.highest;
  }
  return node;
}

function visit<T>(node: Node<T> | undefined, value: SqlValue, each: (item: T) => void): void {
  if (node === undefined) return;
  if (node.highest !== undefined && compareSqlValues(node.highest, value) < 0) return;
  visit(node.left, value, each);
  const { from, to } = node.range;
  if (from !== undefined && compareSqlValues(from.value, value) > 0) return;
  if (to === undefined || compareSqlValues(to.value, value) >= 0) each(node.item);
  visit(node.right, value, each);
}
