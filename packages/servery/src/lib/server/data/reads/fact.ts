import type { Table } from "../table.ts";

/** How the values of a column are stored, where they are compared as JavaScript compares them. */
export type Storage = "TEXT" | "INTEGER" | "REAL";

/** A table in one place of a statement: a table that is named twice has two. */
export interface Occurrence {
  /** Its own among all of the statement. */
  readonly id: number;
  /** As the catalog spells it. */
  readonly table: string;
  /** What the code says of it; nothing for a table that a migration made. */
  readonly declared: Table | undefined;
  /** Whether the name means the view that holds the table's row policy. */
  readonly isHeld: boolean;
}

export interface OccurrenceColumn {
  readonly occurrence: Occurrence;
  readonly column: string;
  readonly storage: Storage;
}

/** Where a value comes from when the statement runs. */
export type ValueSource =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "constant"; readonly value: unknown }
  /** The user id of whoever asks. */
  | { readonly kind: "caller" };

export interface ConditionEnd {
  readonly value: ValueSource;
  readonly inclusive: boolean;
}

/** What is known of a column's value. It holds for no NULL. */
export type Condition =
  | { readonly kind: "in"; readonly values: readonly ValueSource[] }
  | {
      readonly kind: "range";
      readonly from: ConditionEnd | undefined;
      readonly to: ConditionEnd | undefined;
    }
  /** Whatever the value is, but only for a caller that has the role. */
  | { readonly kind: "role"; readonly role: string }
  | { readonly kind: "or"; readonly branches: readonly Condition[] };

/** What holds for the rows that a query goes on with. */
export type Fact =
  | {
      readonly kind: "condition";
      readonly column: OccurrenceColumn;
      readonly condition: Condition;
    }
  | {
      readonly kind: "equality";
      readonly left: OccurrenceColumn;
      readonly right: OccurrenceColumn;
    };

/** The occurrences that a fact speaks of. Each has a row of its own where it holds, for no NULL meets it. */
export function occurrencesOf(fact: Fact): readonly Occurrence[] {
  return fact.kind === "condition"
    ? [fact.column.occurrence]
    : [fact.left.occurrence, fact.right.occurrence];
}
