import { readRule } from "../policy.ts";
import { joinsUntold } from "../read-catalog.ts";
import { hasWords, type SqlToken } from "../sql-tokens.ts";
import type { TableRead } from "./authorizer-reads.ts";
import { type ColumnConditions, conditionsOn } from "./closure.ts";
import type { Occurrence } from "./fact.ts";
import { policyFacts } from "./policy-facts.ts";
import { columnsOfRule } from "./policy-reads.ts";
import type { ReadRules } from "./read-rules.ts";
import { type Mask, toMask } from "./region.ts";
import { fold, type Naming, toOccurrence } from "./scope.ts";
import type { StatementTree } from "./statement-tree.ts";

/** What a statement reads of a table in one place, or wherever it reads it. */
export interface PlannedRead {
  readonly read: TableRead;
  readonly occurrence: Occurrence;
  readonly conditions: readonly ColumnConditions[];
  readonly mask: Mask;
  /** Why it is all of the table. */
  readonly widened: string | undefined;
}

export interface PlanningInput {
  readonly naming: Naming;
  readonly tokens: readonly SqlToken[];
  readonly tree: StatementTree;
  readonly rules: ReadRules;
}

/**
 * What a statement reads of a table. That it reads it is told by the database, which forgets nothing; the
 * tree only tells which rows.
 */
export function planReads(input: PlanningInput, read: TableRead): readonly PlannedRead[] {
  const widened = whyWhole(input, read);
  return widened === undefined
    ? occurrencesIn(input, read).map(({ occurrence, conditions }) =>
        toPlanned(input, read, occurrence, conditions),
      )
    : wholeOf(input, read, widened);
}

function occurrencesIn({ tree }: PlanningInput, { table }: TableRead) {
  return tree.why === undefined
    ? tree.occurrences.filter(({ occurrence }) => occurrence.table === table.name)
    : [];
}

function wholeOf(input: PlanningInput, read: TableRead, widened: string): readonly PlannedRead[] {
  const occurrence = toOccurrence(input.naming, read.table.name, 0);
  if (occurrence === undefined) return [];
  // What its policy says holds wherever it is read.
  const always = policyFacts(input.naming.schema, occurrence);
  const conditions = conditionsOn(occurrence, { always, present: new Map() }, input.rules);
  return [{ ...toPlanned(input, read, occurrence, conditions), widened }];
}

function toPlanned(
  { tokens, rules }: PlanningInput,
  read: TableRead,
  occurrence: Occurrence,
  conditions: readonly ColumnConditions[],
): PlannedRead {
  const isTold = read.table.kind === "table" && !joinsUntold(tokens);
  const named = isTold ? namedColumns(read, occurrence) : undefined;
  const compared = new Set(conditions.map(({ column }) => column));
  return {
    read,
    occurrence,
    conditions,
    mask: toMask(read.table, named, compared, rules),
    widened: undefined,
  };
}

/** Of a table with a view before it: the columns of the view that are asked for, and the policy's own. */
function namedColumns(
  { columns, viewColumns }: TableRead,
  { declared, isHeld }: Occurrence,
): ReadonlySet<string> {
  return declared !== undefined && isHeld
    ? viewColumns.union(columnsOfRule(readRule(declared.policy)))
    : columns;
}

/** Why the tree does not tell which rows of a table are read; nothing where it does. */
function whyWhole(input: PlanningInput, read: TableRead): string | undefined {
  const { tree, rules } = input;
  if (isLookedUpOnly(input, read)) return undefined;
  if (tree.why !== undefined) return rules.isReadWhole("no tree") ? tree.why : undefined;
  const untold = tree.untold.get(fold(read.table.name));
  if (untold !== undefined) return untold;
  const isMissing = occurrencesIn(input, read).length === 0 && rules.isReadWhole("not in the tree");
  return isMissing ? "the query's tree does not name it" : undefined;
}

/** Whether nothing but other tables' policies look at it. What they look at, they tell by themselves. */
function isLookedUpOnly(
  { naming, tree, tokens }: PlanningInput,
  { table, via }: TableRead,
): boolean {
  // Without the tree, a common table expression cannot be told from a view.
  if (tree.why !== undefined && hasWords(tokens, "WITH")) return false;
  const expressions = tree.why === undefined ? tree.expressions : new Set<string>();
  return [...via].every(
    (name) => name !== fold(table.name) && !expressions.has(name) && isPolicyView(naming, name),
  );
}

function isPolicyView(naming: Naming, name: string): boolean {
  return toOccurrence(naming, name, 0)?.isHeld === true;
}
