import { expressionBuilder, sql } from "kysely";
import type { Dice } from "./dice.ts";
import type { LooseBuilder, LooseDb, LooseExpression, LooseSelect } from "./loose-kysely.ts";
import type { RandomSchema, RandomTable } from "./random-tables.ts";
import { comparedValue, type Kind } from "./random-values.ts";

export interface KnownColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly nullable: boolean;
}

/** A source of a query that is being made, and what it has. */
export interface KnownSource {
  readonly alias: string;
  readonly columns: readonly KnownColumn[];
}

export interface KnownScope {
  readonly sources: readonly KnownSource[];
  readonly outer: KnownScope | undefined;
}

/** What random queries are made of. Their form and their values come from dice of their own. */
export interface Making {
  readonly db: LooseDb;
  readonly schema: RandomSchema;
  readonly form: Dice;
  readonly values: Dice;
  readonly weights: Weights;
  /** How many queries stand inside one another here. */
  readonly depth: number;
  /** How many conditions are made of one another here. */
  readonly parts: number;
  readonly expressions: readonly KnownSource[];
  /** Makes names that no other source has. */
  alias(): string;
  /** Makes a query inside another, with so many columns: `c0`, `c1` and so on. */
  inside(making: Making, outer: KnownScope | undefined, columns: number): LooseSelect;
}

/** What a statement is made of, by weight: some kinds of things are left out of each. */
export interface Weights {
  readonly conditions: Readonly<Record<string, number>>;
  readonly sources: Readonly<
    Record<"table" | "derived" | "expression" | "view" | "each" | "fragment", number>
  >;
  readonly joins: Readonly<Record<"inner" | "left" | "right" | "full" | "cross", number>>;
  readonly selections: Readonly<
    Record<"column" | "count" | "scalar" | "json" | "window" | "case" | "fragment", number>
  >;
}

export const eb: LooseBuilder = expressionBuilder();

export interface PickedColumn extends KnownColumn {
  /** `alias.name`, or the name alone. */
  readonly reference: string;
}

/** A column in reach: mostly one of the innermost query's. */
export function pickColumn({ form }: Making, scope: KnownScope): PickedColumn {
  const { sources } = scope.outer !== undefined && form.chance(25) ? scope.outer : scope;
  const picked = form.pick(columnsOf(sources));
  const isAlone = sources === scope.sources && sources.length === 1;
  return isAlone && form.chance(30) ? { ...picked, reference: picked.name } : picked;
}

/** A column that may be NULL, where there is one: of the last source, of which a row may be missing. */
export function pickNullable(making: Making, scope: KnownScope): PickedColumn {
  const { form } = making;
  const [last] = scope.sources.slice(-1) as [KnownSource];
  if (form.chance(40)) return form.pick(columnsOf([last]));
  const nullable = columnsOf(scope.sources).filter((column) => column.nullable);
  return nullable.length === 0 ? pickColumn(making, scope) : form.pick(nullable);
}

/** Two columns to compare: mostly of one kind, and of two sources where there are two in reach. */
export function pickPair(
  { form }: Making,
  scope: KnownScope,
): readonly [PickedColumn, PickedColumn] {
  const [last, ...others] = [...(scope.outer?.sources ?? []), ...scope.sources].toReversed();
  const own = columnsOf([last as KnownSource]);
  const rest = others.length === 0 ? own : columnsOf(form.chance(60) ? others.slice(0, 1) : others);
  const one = form.pick(own);
  const same = rest.filter(({ kind }) => kind === one.kind);
  const other = form.pick(same.length > 0 && form.chance(90) ? same : rest);
  return form.chance(50) ? [one, other] : [other, one];
}

function columnsOf(sources: readonly KnownSource[]): readonly PickedColumn[] {
  return sources.flatMap(({ alias, columns }) =>
    columns.map((column) => ({ ...column, reference: `${alias}.${column.name}` })),
  );
}

/** One of the tables: mostly one that is not of memberships. */
export function pickTable({ form, schema }: Making): RandomTable {
  const [memberships, ...others] = schema.random as readonly [RandomTable, ...RandomTable[]];
  return form.chance(12) ? memberships : form.pick(others);
}

/** A value to compare with: mostly a parameter, sometimes part of the text. */
export function toValue({ form, values }: Making, kind: Kind): LooseExpression {
  const value = comparedValue(values, kind);
  if (!form.chance(12)) return eb.val(value);
  // The text must be the same for every value: this one is the form's.
  const fixed = comparedValue(form, kind);
  return typeof fixed === "string" ? sql.lit(fixed.replaceAll(/[\0\ud800]/g, "")) : sql.lit(fixed);
}
