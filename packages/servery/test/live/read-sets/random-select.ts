import { type AliasedExpression, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/sqlite";
import type { LooseDb, LooseExpression, LooseSelect } from "./loose-kysely.ts";
import { columnsCompared, condition } from "./random-condition.ts";
import {
  eb,
  type KnownColumn,
  type KnownScope,
  type KnownSource,
  type Making,
  pickColumn,
  pickTable,
  toValue,
} from "./random-scope.ts";

interface MadeSource extends KnownSource {
  readonly node: AliasedExpression<unknown, string> | string;
}

/** A select of so many columns. */
export function randomSelect(
  making: Making,
  db: Pick<LooseDb, "selectFrom">,
  outer: KnownScope | undefined,
  columns: number,
): LooseSelect {
  const { form } = making;
  const first = randomSource(making, outer, form.chance(35));
  const made: MadeSource[] = [first];
  let query: LooseSelect = db.selectFrom(first.node as string);
  const more = form.weighted({ none: 7, one: 5, two: 1 });
  for (let at = 0; at < (more === "none" ? 0 : more === "one" ? 1 : 2); at++) {
    const source = randomSource(making, outer);
    made.push(source);
    query = join(making, query, source, { sources: made, outer });
  }
  const scope: KnownScope = { sources: made, outer };
  const conditions = form.weighted({ none: 3, one: 7, two: 3, three: 1 });
  const counts = { none: 0, one: 1, two: 2, three: 3 };
  for (let at = 0; at < counts[conditions]; at++) query = query.where(condition(making, scope));
  return form.chance(18)
    ? grouped(making, query, scope, columns)
    : ended(making, plain(making, query, scope, columns), scope);
}

function join(
  making: Making,
  query: LooseSelect,
  { node }: MadeSource,
  scope: KnownScope,
): LooseSelect {
  const { form } = making;
  const on = (): LooseExpression => joinCondition(making, scope);
  const table = node as string;
  switch (form.weighted(making.weights.joins)) {
    case "inner":
      return query.innerJoin(table, (builder) => builder.on(on()));
    case "left":
      return query.leftJoin(table, (builder) => builder.on(on()));
    case "right":
      return query.rightJoin(table, (builder) => builder.on(on()));
    case "full":
      return query.fullJoin(table, (builder) => builder.on(on()));
    default:
      return query.crossJoin(table);
  }
}

/** Columns that are equal and, mostly, something of one of the tables. */
function joinCondition(making: Making, scope: KnownScope): LooseExpression {
  const equality = columnsCompared(making, scope, "=");
  switch (making.form.weighted({ more: 4, fixed: 4, alone: 3, other: 1 })) {
    case "more":
      return eb.and([equality, condition(making, scope)]);
    case "fixed": {
      const { reference, kind } = pickColumn(making, scope);
      return eb.and([equality, eb(reference, "=", toValue(making, kind))]);
    }
    case "alone":
      return equality;
    default:
      return condition(making, scope);
  }
}

/** `isNamed`: by its own name, which a query around may have for another. */
function randomSource(making: Making, outer: KnownScope | undefined, isNamed = false): MadeSource {
  const { form, schema, expressions, weights } = making;
  const alias = making.alias();
  const { table, columns } = pickTable(making);
  const isDeep = making.depth >= 2;
  switch (
    form.weighted({
      ...weights.sources,
      ...(isDeep ? { derived: 0 } : {}),
      ...(expressions.length === 0 ? { expression: 0 } : {}),
      ...(schema.views.length === 0 ? { view: 0 } : {}),
    })
  ) {
    case "derived":
      return { alias, columns: outputs(2), node: making.inside(making, outer, 2).as(alias) };
    case "expression": {
      const { alias: name, columns: known } = form.pick(expressions);
      return { alias, columns: known, node: `${name} as ${alias}` };
    }
    case "view": {
      const view = form.pick(schema.views);
      return { alias, columns: view.columns, node: `${view.name} as ${alias}` };
    }
    case "each":
      return {
        alias,
        columns: [{ name: "value", kind: "text", nullable: false }],
        node: sql`json_each('["a","k1",1]')`.as(alias),
      };
    case "fragment":
      return { alias, columns, node: sql`${sql.raw(table.name)}`.as(alias) };
    default:
      return isNamed
        ? { alias: table.name, columns, node: table.name }
        : { alias, columns, node: `${table.name} as ${alias}` };
  }
}

export function outputs(count: number): readonly KnownColumn[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `c${index}`,
    kind: index === 0 ? "text" : "integer",
    nullable: true,
  }));
}

function plain(
  making: Making,
  query: LooseSelect,
  scope: KnownScope,
  columns: number,
): LooseSelect {
  const selected = query.select(
    Array.from({ length: columns }, (_, index) =>
      expression(making, scope).as(`c${index}`),
    ) as never,
  ) as LooseSelect;
  return making.form.chance(10) ? selected.distinct() : selected;
}

function expression(making: Making, scope: KnownScope): { as(name: string): unknown } {
  const { form } = making;
  const { reference, kind } = pickColumn(making, scope);
  const isDeep = making.depth >= 2;
  switch (
    // Of a boolean in an expression it cannot be told that it is one.
    kind === "boolean"
      ? "column"
      : form.weighted({
          ...making.weights.selections,
          ...(isDeep ? { scalar: 0, json: 0 } : {}),
        })
  ) {
    case "count":
      return eb.fn.count(reference);
    case "scalar":
      return making.inside(making, scope, 1);
    case "json":
      return jsonArrayFrom(making.inside(making, scope, 2));
    case "window":
      return form.chance(50)
        ? eb.fn.countAll().over((over) => over.partitionBy(reference))
        : sql`row_number() over (order by ${sql.ref(reference)})`;
    case "case":
      return eb
        .case()
        .when(condition(making, scope))
        .then(eb.ref(reference))
        .else(toValue(making, kind))
        .end();
    case "fragment":
      return sql`coalesce(${sql.ref(reference)}, ${toValue(making, kind)})`;
    default:
      return eb.ref(reference);
  }
}

function grouped(
  making: Making,
  query: LooseSelect,
  scope: KnownScope,
  columns: number,
): LooseSelect {
  const { form } = making;
  const { reference } = pickColumn(making, scope);
  const isGrouped = form.chance(70);
  const aggregate = (): { as(name: string): unknown } => {
    const column = pickColumn(making, scope).reference;
    return form.pick([
      () => eb.fn.countAll(),
      () => eb.fn.max(column),
      () => eb.fn.min(column),
      () => eb.fn.sum(column),
      () => eb.fn.count(column).filterWhere(condition(making, scope)),
      () => sql`group_concat(${sql.ref(column)})`,
      () => eb.ref(column),
    ])();
  };
  const list = Array.from({ length: columns }, (_, index) =>
    (index === 0 && isGrouped ? eb.ref(reference) : aggregate()).as(`c${index}`),
  );
  let selected = query.select(list as never) as LooseSelect;
  if (isGrouped) selected = selected.groupBy(reference);
  if (isGrouped && form.chance(50)) selected = selected.having(having(making, scope));
  return form.chance(40) ? selected.orderBy("c0") : selected;
}

function having(making: Making, scope: KnownScope): LooseExpression {
  const { form } = making;
  const { reference, kind } = pickColumn(making, scope);
  if (form.chance(50)) return eb(reference, "=", toValue(making, kind));
  if (form.chance(30)) return condition(making, scope);
  return eb(eb.fn.max(reference), form.pick(["=", ">"] as const), toValue(making, kind));
}

function ended(making: Making, query: LooseSelect, scope: KnownScope): LooseSelect {
  const { form } = making;
  let result = query;
  for (let at = form.chance(50) ? 0 : 1 + form.below(2); at > 0; at--)
    result = result.orderBy(
      form.chance(8)
        ? sql`${sql.ref(pickColumn(making, scope).reference)} collate nocase`
        : pickColumn(making, scope).reference,
      form.pick(["asc", "desc"]),
    );
  if (form.chance(30)) result = result.limit(1 + form.below(2));
  return result;
}

/** A query inside another, one level deeper. */
export function randomInside(
  making: Making,
  outer: KnownScope | undefined,
  columns: number,
): LooseSelect {
  const deeper = { ...making, depth: making.depth + 1, parts: 0 };
  return randomSelect(deeper, eb as unknown as LooseDb, outer, columns);
}
