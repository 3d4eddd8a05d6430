import type { Expression, ExpressionBuilder, Kysely, SelectQueryBuilder } from "kysely";

// `any`: the tables are made at random, so that Kysely can know nothing of them.
// oxlint-disable-next-line typescript/no-explicit-any
type Unknown = any;

export type LooseDb = Kysely<Unknown>;
export type LooseSelect = SelectQueryBuilder<Unknown, Unknown, Unknown>;
export type LooseBuilder = ExpressionBuilder<Unknown, Unknown>;
export type LooseExpression = Expression<Unknown>;
