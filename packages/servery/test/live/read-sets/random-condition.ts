import { sql } from "kysely";
import type { LooseExpression } from "./loose-kysely.ts";
import {
  eb,
  type KnownScope,
  type Making,
  pickColumn,
  pickNullable,
  pickPair,
  pickTable,
  toValue,
} from "./random-scope.ts";
import { comparedValue } from "./random-values.ts";

type Make = (making: Making, scope: KnownScope) => LooseExpression;

const comparisons = [
  "=",
  "=",
  "=",
  "=",
  "=",
  "=",
  "<",
  "<=",
  ">",
  ">=",
  "!=",
  "is",
  "is not",
] as const;
const orders = ["<", "<=", ">", ">="] as const;

/** Each kind of condition, with its weight. */
const makers: Readonly<Record<string, readonly [weight: number, make: Make]>> = {
  compare: [
    26,
    (making, scope) => {
      const column = pickColumn(making, scope);
      return eb(column.reference, making.form.pick(comparisons), toValue(making, column.kind));
    },
  ],
  turned: [
    3,
    (making, scope) => {
      const column = pickColumn(making, scope);
      const operator = making.form.pick(["=", ...orders] as const);
      return eb(toValue(making, column.kind), operator, eb.ref(column.reference));
    },
  ],
  columns: [14, (making, scope) => columnsCompared(making, scope, "=")],
  orderedColumns: [2, (making, scope) => columnsCompared(making, scope, making.form.pick(orders))],
  list: [
    6,
    (making, scope) => {
      const column = pickColumn(making, scope);
      const list = Array.from({ length: making.form.below(4) }, () =>
        comparedValue(making.values, column.kind),
      );
      return eb(column.reference, making.form.chance(80) ? "in" : "not in", list);
    },
  ],
  between: [
    4,
    (making, scope) => {
      const column = pickColumn(making, scope);
      const { kind } = column;
      return eb.between(column.reference, toValue(making, kind), toValue(making, kind));
    },
  ],
  missing: [
    4,
    (making, scope) =>
      eb(pickNullable(making, scope).reference, making.form.pick(["is", "is not"]), null),
  ],
  rows: [
    4,
    (making, scope) => {
      const [one, other] = [pickColumn(making, scope), pickColumn(making, scope)];
      const values = eb.tuple(toValue(making, one.kind), toValue(making, other.kind));
      return eb(
        eb.refTuple(one.reference, other.reference),
        making.form.pick(["=", "<", ">", ...orders] as const),
        values,
      );
    },
  ],
  page: [
    4,
    (making, scope) => {
      const [one, other] = [pickColumn(making, scope), pickColumn(making, scope)];
      const value = comparedValue(making.values, one.kind);
      const operator = making.form.pick(["<", ">"] as const);
      return eb.or([
        eb(one.reference, operator, value),
        eb.and([
          eb(one.reference, "=", value),
          eb(other.reference, operator, toValue(making, other.kind)),
        ]),
      ]);
    },
  ],
  sameColumn: [
    4,
    (making, scope) => {
      const { reference, kind } = pickColumn(making, scope);
      const operator = making.form.pick(["=", "=", "<", ">="] as const);
      return eb.or([
        eb(reference, "=", toValue(making, kind)),
        eb(reference, operator, toValue(making, kind)),
      ]);
    },
  ],
  or: [8, (making, scope) => eb.or([part(making, scope), part(making, scope)])],
  and: [5, (making, scope) => eb.and([part(making, scope), part(making, scope)])],
  not: [3, (making, scope) => eb.not(part(making, scope))],
  exists: [
    12,
    (making, scope) => {
      const found = eb.exists(making.inside(making, scope, 1));
      return making.form.chance(65) ? found : eb.not(found);
    },
  ],
  inQuery: [
    7,
    (making, scope) =>
      eb(
        pickColumn(making, scope).reference,
        making.form.pick(["in", "not in"]),
        making.inside(making, scope, 1),
      ),
  ],
  scalar: [
    2,
    (making, scope) =>
      eb(
        pickColumn(making, scope).reference,
        making.form.pick(comparisons),
        making.inside(making, scope, 1),
      ),
  ],
  fragment: [5, fragment],
};

/** What conditions there are, by weight. */
export const conditionWeights = Object.fromEntries(
  Object.entries(makers).map(([name, [weight]]) => [name, weight]),
);

/** A condition on the columns in reach, of any kind. */
export function condition(making: Making, scope: KnownScope): LooseExpression {
  const weights: Record<string, number> = { ...making.weights.conditions };
  if (making.depth >= 2) Object.assign(weights, { exists: 0, inQuery: 0, scalar: 0 });
  if (making.parts >= 2) Object.assign(weights, { or: 0, and: 0, not: 0 });
  const name = making.form.weighted(weights);
  const [, make] = makers[name] as readonly [number, Make];
  return make(making, scope);
}

/** A condition that another is made of. */
function part(making: Making, scope: KnownScope): LooseExpression {
  return condition({ ...making, parts: making.parts + 1 }, scope);
}

export function columnsCompared(
  making: Making,
  scope: KnownScope,
  operator: "=" | (typeof orders)[number],
): LooseExpression {
  const [one, other] = pickPair(making, scope);
  return eb(one.reference, operator, eb.ref(other.reference));
}

/** SQL written by hand inside a query that Kysely builds. */
function fragment(making: Making, scope: KnownScope): LooseExpression {
  const { form } = making;
  const column = pickColumn(making, scope);
  const value = toValue(making, column.kind);
  const other = pickColumn(making, scope);
  const { name } = pickTable(making).table;
  const reference = sql.ref(column.reference);
  switch (
    form.weighted({
      plain: 3,
      or: 6,
      closed: 2,
      collate: 2,
      between: 1,
      exists: 2,
      table: 1,
      lower: 2,
      each: 1,
      number: 1,
    })
  ) {
    case "or":
      return sql`${reference} = ${value} or ${sql.ref(other.reference)} is not null`;
    case "closed":
      return sql`(${reference} = ${value} or ${sql.ref(other.reference)} is null)`;
    case "collate":
      return sql`${reference} = upper(${value}) collate nocase`;
    case "between":
      return sql`${reference} between ${value} and ${value}`;
    case "exists":
      return sql`exists (select 1 from ${sql.raw(name)} where ${reference} is not null)`;
    case "table":
      return sql`(select count(*) from ${sql.table(name)}) > ${form.below(3)}`;
    case "lower":
      return sql`lower(${reference}) = ${value}`;
    case "each":
      return sql`${reference} in (select value from json_each('["a","k1",1]'))`;
    case "number":
      return sql`${reference} = ?1`;
    default:
      return sql`${reference} = ${value}`;
  }
}
