import type { CompiledQuery } from "kysely";
import type { StatementAccess } from "../../../ports/database.ts";
import type { Catalog } from "../catalog.ts";
import type { Reach } from "../row-caller.ts";
import { readRule } from "../policy.ts";
import { joinsUntold } from "../read-catalog.ts";
import type { DataSchema } from "../schema.ts";
import { tokenizeSql } from "../sql-tokens.ts";
import { readsOf } from "./authorizer-reads.ts";
import { type Run, toBound } from "./bound.ts";
import { mergeRegions } from "./merge-regions.ts";
import { type PlannedRead, planReads } from "./planned-reads.ts";
import { type PolicyRead, questionsOfRule, readsOfRule, verdictOf } from "./policy-reads.ts";
import type { PolicyQuestion, ReadPlan } from "./read-plan.ts";
import { type ReadRules, soundRules } from "./read-rules.ts";
import type { ReadRegion } from "./read-set.ts";
import { toMask, toRegion } from "./region.ts";
import { tablesIn, viewsIn } from "./statement-text.ts";
import { toStatementTree } from "./statement-tree.ts";
import { findVolatile } from "./volatile-functions.ts";

export interface ReadPlanInput {
  readonly schema: DataSchema;
  readonly catalog: Catalog;
  readonly query: CompiledQuery;
  readonly reach: Reach;
  /** All that the database said while it prepared the statement. */
  readonly accesses: readonly StatementAccess[];
}

/**
 * What a statement reads, from the tree that Kysely made its SQL of, and from what the database says of it.
 * Good for every run of the same SQL with the same reach. Never fails: what is not understood widens.
 */
export function toReadPlan(input: ReadPlanInput, rules: ReadRules = soundRules): ReadPlan {
  const { schema, catalog, query, accesses } = input;
  const tokens = tokenizeSql(query.sql);
  const views = viewsIn(catalog, tokens);
  const told = readsOf(catalog, accesses, joinsUntold(tokens) ? tablesIn(catalog, tokens) : []);
  const untold = views.find(({ isObservable }) => !isObservable);
  const tree = toStatementTree(input, query, tokens, rules);
  const planning = { naming: input, tokens, tree, rules };
  const reads = told.tables.flatMap((read) => planReads(planning, read));
  return {
    toRegions(parameters, caller) {
      const run = { parameters, caller, rules };
      return mergeRegions(reads.flatMap((read) => regionsOf(schema, catalog, read, run)));
    },
    questions: questionsOf(schema, reads),
    volatile: findVolatile(accesses, views.length > 0 ? [] : tokens),
    everything:
      told.everything ??
      (untold && `it reads by way of ${untold.name}, which joins by NATURAL or USING`),
  };
}

/** The rows of one occurrence, and those that its policy looks at. */
function regionsOf(
  schema: DataSchema,
  catalog: Catalog,
  { read, occurrence, conditions, mask, widened }: PlannedRead,
  run: Run,
): readonly ReadRegion[] {
  const bounds = new Map(conditions.map((each) => [each.column, toBound(each, run)]));
  const { declared, isHeld } = occurrence;
  const table = isHeld ? declared : undefined;
  if (table === undefined)
    return listed(toRegion({ table: read.table, mask, bounds, widened }, run.rules));
  const rule = readRule(table.policy);
  if (verdictOf(schema, table, rule, run) === "none") return [];
  const region = toRegion({ table: read.table, mask, bounds, widened }, run.rules);
  if (region === undefined) return [];
  const looked = readsOfRule(schema, table, rule, bounds, run);
  return [region, ...looked.flatMap((each) => toLookedUp(catalog, each, run))];
}

function toLookedUp(
  catalog: Catalog,
  { table: name, columns, bounds }: PolicyRead,
  { rules }: Run,
): readonly ReadRegion[] {
  const table = catalog.table(name);
  if (table === undefined) return [];
  const mask = toMask(table, columns, new Set(), rules);
  return listed(toRegion({ table, mask, bounds, widened: undefined }, rules));
}

function listed(region: ReadRegion | undefined): readonly ReadRegion[] {
  return region === undefined ? [] : [region];
}

function questionsOf(schema: DataSchema, reads: readonly PlannedRead[]): readonly PolicyQuestion[] {
  const questions = reads.flatMap(({ occurrence: { declared, isHeld } }) =>
    declared === undefined || !isHeld
      ? []
      : questionsOfRule(schema, declared, readRule(declared.policy)),
  );
  return [
    ...new Map(
      questions.map((question) => [
        question.kind === "user" ? "user" : `role ${question.role}`,
        question,
      ]),
    ).values(),
  ];
}
