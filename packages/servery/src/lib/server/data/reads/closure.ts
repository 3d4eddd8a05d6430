import type { Condition, Fact, Occurrence, OccurrenceColumn, Storage } from "./fact.ts";
import type { ReadRules } from "./read-rules.ts";

/** What is known of one column of an occurrence. */
export interface ColumnConditions {
  readonly column: string;
  readonly storage: Storage;
  /** All of them hold. */
  readonly conditions: readonly Condition[];
}

/** Facts of a select: those that hold for all that it goes on with, and those that hold where there is a row. */
export interface SelectFacts {
  readonly always: readonly Fact[];
  /** By occurrence, what holds besides wherever it has a row: its policy, and the ON of its left join. */
  readonly present: ReadonlyMap<Occurrence, readonly Fact[]>;
}

/**
 * Everything that is known of an occurrence's columns where it has a row, through equalities from one
 * column to the next.
 */
export function conditionsOn(
  occurrence: Occurrence,
  { always, present }: SelectFacts,
  rules: ReadRules,
): readonly ColumnConditions[] {
  const known = new Set([...always, ...(present.get(occurrence) ?? [])]);
  // A set is walked in the order of insertion, and so through what is added on the way.
  for (const fact of known)
    for (const implied of rules.impliedBy(fact, present)) known.add(implied);
  const facts = [...known];
  return columnsIn(occurrence, facts).flatMap(({ column, storage }) => {
    const equal = equalTo({ occurrence, column, storage }, facts);
    const conditions = facts.flatMap((fact) =>
      fact.kind === "condition" && equal.has(keyOf(fact.column)) ? [fact.condition] : [],
    );
    return conditions.length === 0 ? [] : [{ column, storage, conditions }];
  });
}

function columnsIn(occurrence: Occurrence, facts: readonly Fact[]): readonly OccurrenceColumn[] {
  const columns = facts
    .flatMap((fact) => (fact.kind === "condition" ? [fact.column] : [fact.left, fact.right]))
    .filter((column) => column.occurrence === occurrence);
  return [...new Map(columns.map((column) => [column.column, column])).values()];
}

function equalTo(column: OccurrenceColumn, facts: readonly Fact[]): ReadonlySet<string> {
  const equal = new Set([keyOf(column)]);
  for (const key of equal)
    for (const fact of facts) {
      if (fact.kind !== "equality") continue;
      const [left, right] = [keyOf(fact.left), keyOf(fact.right)];
      if (left === key) equal.add(right);
      if (right === key) equal.add(left);
    }
  return equal;
}

function keyOf({ occurrence, column }: OccurrenceColumn): string {
  return `${occurrence.id}.${column}`;
}
