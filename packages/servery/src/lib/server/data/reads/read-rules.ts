import {
  AndNode,
  type JoinType,
  type OperationNode,
  ParensNode,
  type SelectQueryNode,
} from "kysely";
import { type Condition, type Fact, type Occurrence, occurrencesOf } from "./fact.ts";

/** Where a query stands inside another. */
export type NestedPlace = "expression" | "source" | "common table expression" | "set operation";

/** How two values are compared, where the comparison holds for no NULL. */
export type Comparison = "=" | "<" | "<=" | ">" | ">=" | "in" | "between";

const comparisons: Readonly<Record<string, Comparison>> = {
  "=": "=",
  "==": "=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  in: "in",
  between: "between",
};

/**
 * What makes read sets sound: each decision, once. README.md beside this file says why they hold. They are
 * handed on as a value so that the property test can break each of them, and see that it would be noticed.
 */
export const soundRules = {
  /** The parts of a condition, all of which hold where it holds. */
  conjunctsOf(condition: OperationNode): readonly OperationNode[] {
    if (ParensNode.is(condition)) return soundRules.conjunctsOf(condition.node);
    return AndNode.is(condition)
      ? [condition.left, condition.right].flatMap((side) => soundRules.conjunctsOf(side))
      : [condition];
  },

  /** A select's conditions on the rows that it draws. HAVING is none: it looks at groups. */
  conditionsOf(select: SelectQueryNode): readonly OperationNode[] {
    return select.where === undefined ? [] : [select.where.where];
  },

  /** Whether a select has rows of its earlier tables missing for a later one's sake: nothing is then known. */
  isTurned(joins: readonly JoinType[]): boolean {
    return !joins.every((join) => ["InnerJoin", "CrossJoin", "LeftJoin"].includes(join));
  },

  /** Where the ON of a join holds: for every row, or for those that have a row of the table joined. */
  onHolds(join: JoinType): "always" | "joined" {
    return join === "LeftJoin" ? "joined" : "always";
  },

  /** What holds besides, where an occurrence has a row: known of those that are spoken of. */
  impliedBy(fact: Fact, present: ReadonlyMap<Occurrence, readonly Fact[]>): readonly Fact[] {
    return occurrencesOf(fact).flatMap((occurrence) => present.get(occurrence) ?? []);
  },

  /** Comparisons that hold for no NULL. `is`, `not in` and `!=` are none, and tell nothing. */
  comparisonOf(operator: string): Comparison | undefined {
    return Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  },

  /** What a comparison of row values says of their first columns. */
  firstOfRow(comparison: Comparison): Comparison {
    return comparison === "<" ? "<=" : comparison === ">" ? ">=" : comparison;
  },

  /** Whether a range has its end in it. */
  includes(comparison: Comparison): boolean {
    return comparison === "<=" || comparison === ">=";
  },

  /** What is known of a column when one of several conditions on it holds. */
  unite(branches: readonly Condition[]): Condition {
    return { kind: "or", branches };
  },

  /** Queries that are looked into: all. */
  isLookedInto(_: NestedPlace): boolean {
    return true;
  },

  /** Views of which the tree does not tell what they read: all. */
  unknownViews<View>(views: readonly View[]): readonly View[] {
    return views;
  },

  /** Names in fragments of SQL that may be tables'. */
  mayBeTables(names: ReadonlySet<string>): ReadonlySet<string> {
    return names;
  },

  /** Whether the fragments of SQL leave what is around them as the tree has it. */
  trustsTree(keptToThemselves: boolean): boolean {
    return keptToThemselves;
  },

  /** Tables that the database says are read, and the tree does not: they are, whole. */
  isReadWhole(_: "no tree" | "not in the tree"): boolean {
    return true;
  },

  /** A value as the column stores it, where JavaScript compares it as SQLite does. */
  fit(stored: string | number | null | undefined, _given: unknown) {
    return stored;
  },

  /** Whether a role opens a rule's rows to a caller. */
  opens(role: string, roles: ReadonlySet<string>): boolean {
    return roles.has(role);
  },

  /** Whether the tables are read that a row policy looks at. */
  looksUp(_: "member" | "inherit"): boolean {
    return true;
  },

  /**
   * The columns by which a result may change: those that the statement names, and those by which rows may
   * be found. SQLite goes through any index it likes, and what has no order of its own comes in that of the
   * index; of rows of which there is one at most, nothing can come in another order.
   */
  columnsOf({ named, conditions, indexed }: ColumnsLookedAt, rows: "one at most" | "any") {
    const looked = named.union(conditions);
    return rows === "any" ? looked.union(indexed) : looked;
  },

  /** Whether columns that have one value each tell one row at most. */
  tellOneRow(fixed: ReadonlySet<string>, uniques: readonly (readonly string[])[]): boolean {
    return uniques.some((list) => list.every((column) => fixed.has(column)));
  },
};

export type ReadRules = typeof soundRules;

/** The columns of a table that a statement has to do with. */
export interface ColumnsLookedAt {
  readonly named: ReadonlySet<string>;
  /** Those that are compared with values, which are among the named ones. */
  readonly conditions: ReadonlySet<string>;
  readonly indexed: ReadonlySet<string>;
}
