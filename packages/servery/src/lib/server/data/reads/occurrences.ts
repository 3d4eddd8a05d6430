import {
  AliasNode,
  type OperationNode,
  ParensNode,
  PrimitiveValueListNode,
  SelectQueryNode,
  TableNode,
  ValueNode,
} from "kysely";
import { type ColumnConditions, conditionsOn, type SelectFacts } from "./closure.ts";
import type { Fact, Occurrence } from "./fact.ts";
import { policyFacts } from "./policy-facts.ts";
import { factsOf } from "./predicates.ts";
import type { QueryContext } from "./query-context.ts";
import type { NestedPlace } from "./read-rules.ts";
import { fold, type Scope, type Source, toSource } from "./scope.ts";

/** An occurrence, and what all of its rows meet that a result may rest on. */
interface FoundOccurrence {
  readonly occurrence: Occurrence;
  readonly conditions: readonly ColumnConditions[];
}

/** What a query's tree reads. */
export interface TreeReads {
  readonly occurrences: readonly FoundOccurrence[];
  /** How often it names each table where it was looked at, in small letters. */
  readonly tables: ReadonlyMap<string, number>;
  /** The names of its common table expressions, in small letters. */
  readonly expressions: ReadonlySet<string>;
}

/** What the query around has to do with one inside it. */
interface Around extends SelectFacts {
  readonly scope: Scope | undefined;
  /** Names of common table expressions in reach, in small letters. */
  readonly expressions: ReadonlySet<string>;
}

const nothingAround: Around = {
  scope: undefined,
  expressions: new Set(),
  always: [],
  present: new Map(),
};

/** Finds the tables that a query's tree names, each with the conditions on its rows. */
export function readTree(context: QueryContext, root: OperationNode): TreeReads {
  const walk = new TreeWalk(context);
  walk.visitQuery(root, nothingAround, "expression");
  const { occurrences, tables, expressions } = walk;
  return { occurrences, tables, expressions };
}

class TreeWalk {
  readonly occurrences: FoundOccurrence[] = [];
  readonly tables = new Map<string, number>();
  readonly expressions = new Set<string>();
  readonly #context: QueryContext;
  #isIgnoring = false;
  #nextId = 0;

  constructor(context: QueryContext) {
    this.#context = context;
  }

  visitQuery(node: OperationNode, around: Around, place: NestedPlace): void {
    const ignored = this.#isIgnoring;
    this.#isIgnoring ||= !this.#context.rules.isLookedInto(place);
    if (ParensNode.is(node) || AliasNode.is(node)) this.visitQuery(node.node, around, place);
    else if (SelectQueryNode.is(node)) this.#visitSelect(node, around);
    else this.#visitParts(node, around);
    this.#isIgnoring = ignored;
  }

  #visitSelect(node: SelectQueryNode, outer: Around): void {
    const expressions = this.#visitWith(node, outer);
    const around = { ...outer, expressions };
    const tables = [...(node.from?.froms ?? []), ...(node.joins ?? []).map(({ table }) => table)];
    const sources = tables.map((table) => this.#visitSource(table, around));
    const scope = { sources, outer: outer.scope };
    const facts = this.#factsOf(node, scope, outer);
    const inside: Around = { ...facts, scope, expressions };
    for (const { occurrence } of sources)
      if (occurrence !== undefined) this.#add(occurrence, facts);
    for (const part of [
      node.selections,
      node.joins?.map(({ on }) => on),
      node.where,
      node.groupBy,
      node.having,
    ])
      this.#visitParts(part, inside);
    for (const { expression } of node.setOperations ?? [])
      this.visitQuery(expression, around, "set operation");
    // Of a compound it is the order of all of it, not of this select.
    this.#visitParts(node.orderBy, node.setOperations === undefined ? inside : around);
    for (const part of [node.limit, node.offset, node.frontModifiers])
      this.#visitParts(part, around);
  }

  /** A common table expression stands by itself: it is computed once, whoever reads it. */
  #visitWith(node: SelectQueryNode, { expressions: outer }: Around): ReadonlySet<string> {
    const defined = node.with?.expressions ?? [];
    const names = defined.map(({ name }) => fold(name.table.table.identifier.name));
    const expressions = new Set([...outer, ...names]);
    for (const name of names) this.expressions.add(name);
    for (const { expression } of defined)
      this.visitQuery(expression, { ...nothingAround, expressions }, "common table expression");
    return expressions;
  }

  /** A query among the sources sees what is around the select, not the other sources. */
  #visitSource(node: OperationNode, around: Around): Source {
    const named = AliasNode.is(node) ? node.node : node;
    if (!TableNode.is(named)) this.visitQuery(named, around, "source");
    else this.#count(named);
    return toSource(this.#context, node, around.expressions, this.#nextId++);
  }

  #factsOf(node: SelectQueryNode, scope: Scope, outer: Around): SelectFacts {
    const { rules } = this.#context;
    const joins = node.joins ?? [];
    const present = new Map(outer.present);
    const always: Fact[] = [...outer.always];
    const isTurned = rules.isTurned(joins.map(({ joinType }) => joinType));
    const first = scope.sources.length - joins.length;
    for (const [index, { occurrence }] of scope.sources.entries()) {
      const policy = occurrence === undefined ? [] : policyFacts(this.#context.schema, occurrence);
      const join = joins[index - first];
      const on =
        join?.on === undefined || isTurned ? [] : factsOf(this.#context, scope, join.on.on);
      const isJoined =
        isTurned || (join !== undefined && rules.onHolds(join.joinType) === "joined");
      if (!isJoined) always.push(...policy, ...on);
      else if (occurrence !== undefined) present.set(occurrence, [...policy, ...on]);
    }
    if (!isTurned)
      for (const condition of rules.conditionsOf(node))
        always.push(...factsOf(this.#context, scope, condition));
    return { always, present };
  }

  #add(occurrence: Occurrence, facts: SelectFacts): void {
    if (this.#isIgnoring) return;
    const conditions = conditionsOn(occurrence, facts, this.#context.rules);
    this.occurrences.push({ occurrence, conditions });
  }

  #count({ table }: TableNode): void {
    const name = fold(table.identifier.name);
    this.tables.set(name, (this.tables.get(name) ?? 0) + 1);
  }

  /** Looks for queries in whatever a part of one is made of. */
  #visitParts(part: unknown, around: Around): void {
    if (Array.isArray(part)) for (const each of part) this.#visitParts(each, around);
    else if (isNode(part)) {
      if (SelectQueryNode.is(part)) this.visitQuery(part, around, "expression");
      else for (const child of Object.values(part)) this.#visitParts(child, around);
    }
  }
}

/** Values are the handler's, whatever they look like. */
function isNode(value: unknown): value is OperationNode {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  const node = value as OperationNode;
  return !ValueNode.is(node) && !PrimitiveValueListNode.is(node);
}
