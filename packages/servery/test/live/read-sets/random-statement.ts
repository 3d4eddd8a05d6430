import { type Compilable, CompiledQuery } from "kysely";
import { createDice, type Dice } from "./dice.ts";
import type { LooseDb, LooseSelect } from "./loose-kysely.ts";
import { conditionWeights } from "./random-condition.ts";
import { type KnownSource, type Making, pickTable, type Weights } from "./random-scope.ts";
import { outputs, randomInside, randomSelect } from "./random-select.ts";
import type { RandomSchema } from "./random-tables.ts";

export interface StatementSeeds {
  /** What the query looks like: of one form, the SQL is the same. */
  readonly form: number;
  /** The values that it is run with. */
  readonly values: number;
}

/** A query of any form, as Kysely builds it or as if its SQL had been written by hand. */
export function randomStatement(
  db: LooseDb,
  schema: RandomSchema,
  seeds: StatementSeeds,
): CompiledQuery {
  const form = createDice(seeds.form);
  let names = 0;
  const making: Making = {
    db,
    schema,
    form,
    values: createDice(seeds.values),
    weights: randomWeights(form),
    depth: 0,
    parts: 0,
    expressions: [],
    alias: () => `a${names++}`,
    inside: randomInside,
  };
  if (form.chance(3)) return joinedByName(making);
  const query = build(making).compile();
  return form.chance(6) ? CompiledQuery.raw(query.sql, [...query.parameters]) : query;
}

/** Tables that are joined by the names of their columns, which only SQL by hand can say. */
function joinedByName(making: Making): CompiledQuery {
  const { form } = making;
  const [one, other] = [pickTable(making), pickTable(making)];
  const column = one.columns.find(({ name }) => other.columns.some((each) => each.name === name));
  const how = form.pick(["NATURAL JOIN", "NATURAL LEFT JOIN", "JOIN", "LEFT JOIN"]);
  const by = how.startsWith("NATURAL") ? "" : ` USING ("${column?.name ?? "id"}")`;
  const shown = `a."${form.pick(one.columns).name}"`;
  return CompiledQuery.raw(
    `SELECT ${shown} FROM "${one.table.name}" AS a ${how} "${other.table.name}" AS b${by}`,
  );
}

const allWeights: Weights = {
  conditions: conditionWeights,
  sources: { table: 30, derived: 6, expression: 20, view: 3, each: 1, fragment: 1 },
  joins: { inner: 8, left: 10, right: 1, full: 1, cross: 2 },
  selections: { column: 30, count: 1, scalar: 4, json: 3, window: 2, case: 2, fragment: 2 },
};

function randomWeights(form: Dice): Weights {
  if (form.chance(30)) return allWeights;
  const { conditions, sources, joins, selections } = allWeights;
  return {
    conditions: form.few(conditions, 1 + form.below(2)),
    sources: form.few(sources, form.below(2)),
    joins: form.few(joins, 1),
    selections: form.few(selections, form.below(2)),
  };
}

/** A select and, sometimes, common table expressions before it and what it is united with. */
function build(making: Making): Compilable {
  const { db, form } = making;
  let start: LooseDb = db;
  const expressions: KnownSource[] = [];
  for (
    let at = form.chance(making.weights.sources.expression > 0 ? 60 : 0) ? 1 + form.below(2) : 0;
    at > 0;
    at--
  ) {
    const name = form.chance(8) ? pickTable(making).table.name : `e${at}`;
    const before = { ...making, expressions: [...expressions] };
    start = start.with(name, () => randomInside(before, undefined, 2)) as unknown as LooseDb;
    expressions.push({ alias: name, columns: outputs(2) });
  }
  const outermost = { ...making, expressions };
  const columns = 1 + form.below(3);
  const query = randomSelect(outermost, start, undefined, columns);
  return form.chance(15) ? unite(outermost, query, columns) : query;
}

function unite(making: Making, query: LooseSelect, columns: number): LooseSelect {
  const left = query.clearOrderBy().clearLimit();
  const right = randomInside(making, undefined, columns).clearOrderBy().clearLimit();
  const both = {
    union: () => left.union(right),
    all: () => left.unionAll(right),
    except: () => left.except(right),
    intersect: () => left.intersect(right),
  }[making.form.weighted({ union: 3, all: 3, except: 2, intersect: 2 })]();
  return making.form.chance(50) ? both.orderBy("c0") : both;
}
