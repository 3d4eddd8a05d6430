import type { Compilable, ExpressionBuilder, Kysely } from "kysely";
import { sql } from "kysely";
import type { ReadPlan } from "../../../src/lib/server/data/reads/read-plan.ts";
import { toReadPlan } from "../../../src/lib/server/data/reads/to-read-plan.ts";
import type { Reach, RowCaller } from "../../../src/lib/server/data/row-caller.ts";
import type { DatabaseOf } from "../../../src/lib/server/data/table.ts";
import { describeRegion } from "./describe-region.ts";
import { openReader } from "./open-reader.ts";
import { shopTables } from "./shop-tables.ts";

/** What migrations might have made besides. */
const setup = `
  CREATE VIEW cheap AS SELECT id, price FROM products WHERE price < 10;
  CREATE VIEW rated AS SELECT name, stars FROM products JOIN reviews USING (id);
  CREATE VIEW today AS SELECT date('now') AS day;
  CREATE TABLE loose (a TEXT, b TEXT);
  CREATE TABLE places (id TEXT PRIMARY KEY NOT NULL, town TEXT) STRICT;
  CREATE VIRTUAL TABLE texts USING fts5(body);
`;

const reader = openReader(shopTables, setup);

type Shop = DatabaseOf<typeof shopTables>;
type ShopDb = Kysely<Shop>;
export type MakeQuery = (db: ShopDb) => Compilable;
/** A query, and the regions that it is told to rest on. */
export type ReadScenario = readonly [name: string, make: MakeQuery, regions: readonly string[]];

export const ann: RowCaller = { user: "ann", roles: new Set() };
export const chief: RowCaller = { user: "chief", roles: new Set(["admin"]) };

export interface PlannedQuery {
  readonly plan: ReadPlan;
  readonly parameters: readonly unknown[];
}

export function planOf(make: MakeQuery, reach: Reach = "restricted"): PlannedQuery {
  const query = make(reach === "restricted" ? reader.db : reader.unrestricted).compile();
  return { plan: toReadPlan(reader.prepare(query, reach).input), parameters: query.parameters };
}

/** The regions of a query, as ann runs it unless told. */
export function regionsOf(make: MakeQuery, caller = ann, reach: Reach = "restricted") {
  const { plan, parameters } = planOf(make, reach);
  return plan.toRegions(parameters, caller).map(describeRegion).toSorted();
}

export const raw =
  (text: string): MakeQuery =>
  (db) => ({ compile: () => sql.raw(text).compile(db) });

/** Names of products. */
export const products = (db: ShopDb) => db.selectFrom("products").select("name");

type Products = ExpressionBuilder<Shop, "products">;

export const where =
  (condition: (eb: Products) => ReturnType<Products["and"]>): MakeQuery =>
  (db) =>
    products(db).where(condition);

/** A look at names of products, by any of their indexes: the columns that it rests on. */
export const found = (...columns: readonly string[]): string =>
  `products(${["category", "id", "name", "price", ...columns].toSorted().join()})`;
