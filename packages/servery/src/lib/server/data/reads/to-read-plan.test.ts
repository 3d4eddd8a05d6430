import { type Compilable, type ExpressionBuilder, type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/sqlite";
import { afterAll, describe, expect, test } from "vitest";
import { describeRegion } from "../../../../../test/live/read-sets/describe-region.ts";
import { openReader } from "../../../../../test/live/read-sets/open-reader.ts";
import { shopTables } from "../../../../../test/live/read-sets/shop-tables.ts";
import { nobodyCalls, type RowCaller } from "../row-caller.ts";
import type { DatabaseOf } from "../table.ts";
import { toReadPlan } from "./to-read-plan.ts";

const setup = `
  CREATE VIEW cheap AS SELECT id, price FROM products WHERE price < 10;
  CREATE TABLE loose (a TEXT, b TEXT);
  CREATE TABLE places (id TEXT PRIMARY KEY NOT NULL, town TEXT) STRICT;
`;
const reader = openReader(shopTables, setup);
afterAll(() => reader[Symbol.dispose]());

type Shop = DatabaseOf<typeof shopTables>;
type Db = Kysely<Shop>;
type Make = (db: Db) => Compilable;
type Scenario = readonly [name: string, make: Make, regions: readonly string[]];

const ann: RowCaller = { user: "ann", roles: new Set() };
const chief: RowCaller = { user: "chief", roles: new Set(["admin"]) };

function planOf(make: Make, reach: "restricted" | "unrestricted" = "restricted") {
  const query = make(reach === "restricted" ? reader.db : reader.unrestricted).compile();
  const plan = toReadPlan(reader.prepare(query, reach).input);
  return { plan, parameters: query.parameters };
}

function regionsOf(make: Make, caller = ann): readonly string[] {
  const { plan, parameters } = planOf(make);
  return plan.toRegions(parameters, caller).map(describeRegion).toSorted();
}

const raw =
  (query: string): Make =>
  (db) => ({ compile: () => sql.raw(query).compile(db) });

const products = (db: Db) => db.selectFrom("products").select("name");
type Products = ExpressionBuilder<Shop, "products">;
const where =
  (condition: (eb: Products) => ReturnType<Products["and"]>): Make =>
  (db) =>
    products(db).where(condition);

/** The columns that matter to a look at names: they, and those by which products are found. */
const found = (...columns: readonly string[]) =>
  `products(${["category", "id", "name", "price", ...columns].toSorted().join()})`;

const conditions: readonly Scenario[] = [
  ["none", products, [found()]],
  ["a key", (db) => products(db).where("id", "=", "p1"), ['products(id,name) & id in ["p1"]']],
  [
    "a key, turned",
    where((eb) => eb(eb.val("p1"), "=", eb.ref("id"))),
    ['products(id,name) & id in ["p1"]'],
  ],
  [
    "a key in any case",
    where((eb) => eb(sql.ref("PRODUCTS.ID"), "=", "p1")),
    ['products(id,name) & id in ["p1"]'],
  ],
  [
    "an equality",
    (db) => products(db).where("category", "=", "lamps"),
    [`${found()} & category in ["lamps"]`],
  ],
  [
    "two equalities",
    (db) => products(db).where("category", "=", "lamps").where("listed", "=", true),
    [`${found("listed")} & category in ["lamps"] & listed in [1]`],
  ],
  [
    "a list",
    (db) => products(db).where("id", "in", ["p1", "p2"]),
    [`${found()} & id in ["p1","p2"]`],
  ],
  [
    "a list of one",
    (db) => products(db).where("id", "in", ["p1"]),
    ['products(id,name) & id in ["p1"]'],
  ],
  ["an empty list", (db) => products(db).where("id", "in", []), []],
  ["NULL", where((eb) => eb("id", "=", eb.val(null as never))), []],
  [
    "a range",
    (db) => products(db).where("price", ">", 5).where("price", "<=", 9),
    [`${found()} & price <= 9 & price > 5`],
  ],
  ["a span", where((eb) => eb.between("price", 5, 9)), [`${found()} & price <= 9 & price >= 5`]],
  [
    "a range of fractions",
    (db) => products(db).where("weight", ">=", 0.5),
    [`${found("weight")} & weight >= 0.5`],
  ],
  [
    "a page by an index",
    (db) =>
      products(db).where("category", "=", "lamps").where("price", ">", 5).orderBy("price").limit(3),
    [`${found()} & category in ["lamps"] & price > 5`],
  ],
  [
    "a page by row values",
    where((eb) =>
      eb.and([
        eb("category", "=", "lamps"),
        eb(eb.refTuple("price", "id"), ">", eb.tuple(5, "p1")),
      ]),
    ),
    [`${found()} & category in ["lamps"] & price >= 5`],
  ],
  [
    "a page written out",
    where((eb) =>
      eb.and([
        eb("category", "=", "lamps"),
        eb.or([eb("price", ">", 5), eb.and([eb("price", "=", 5), eb("id", ">", "p1")])]),
      ]),
    ),
    [`${found()} & category in ["lamps"] & price >= 5`],
  ],
  [
    "equal row values",
    where((eb) => eb(eb.refTuple("category", "price"), "=", eb.tuple("lamps", 5))),
    [`${found()} & category in ["lamps"] & price in [5]`],
  ],
  [
    "OR of one column",
    where((eb) => eb.or([eb("category", "=", "lamps"), eb("category", "=", "chairs")])),
    [`${found()} & category in ["lamps","chairs"]`],
  ],
  [
    "OR of two columns",
    where((eb) => eb.or([eb("category", "=", "lamps"), eb("name", "=", "Lux")])),
    [found()],
  ],
  ["NOT", where((eb) => eb.not(eb("category", "=", "lamps"))), [found()]],
  ["another than", (db) => products(db).where("category", "!=", "lamps"), [found()]],
  ["IS NULL", (db) => products(db).where("weight", "is", null), [found("weight")]],
  ["LIKE", (db) => products(db).where("name", "like", "L%"), [found()]],
  [
    "bytes",
    where((eb) => eb("picture", "=", eb.val(new Uint8Array([1])) as never)),
    [found("picture")],
  ],
  [
    "a literal",
    where((eb) => eb("category", "=", sql.lit("lamps"))),
    [`${found()} & category in ["lamps"]`],
  ],
  ["a fraction in the text", where((eb) => eb("weight", "=", sql.lit(0.1))), [found("weight")]],
];

const types: readonly Scenario[] = [
  ["a text for a number", where((eb) => eb("price", "=", "5" as never)), [found()]],
  ["a number for a text", where((eb) => eb("category", "=", 5 as never)), [found()]],
  ["a whole number beyond all", where((eb) => eb("price", "=", 2 ** 53)), [found()]],
  ["a big integer", where((eb) => eb("price", "=", 5n as never)), [`${found()} & price in [5]`]],
  ["infinity", where((eb) => eb("price", "<", Number.POSITIVE_INFINITY)), [found()]],
  ["half a surrogate", where((eb) => eb("category", "=", "\ud800")), [found()]],
  ["a NUL", where((eb) => eb("category", "=", "a\0b")), [found()]],
  ["one of a list", where((eb) => eb("category", "in", ["lamps", 5 as never])), [found()]],
  [
    "NULL in a list",
    where((eb) => eb("category", "in", ["lamps", null as never])),
    [`${found()} & category in ["lamps"]`],
  ],
  [
    "257 values",
    where((eb) =>
      eb(
        "category",
        "in",
        Array.from({ length: 257 }, (_, at) => String(at)),
      ),
    ),
    [found()],
  ],
  [
    "a reference to a number",
    (db) => db.selectFrom("marks").select("label").where("counterId", "=", 5),
    ["marks(counterId,id,label) & counterId in [5]"],
  ],
];

const joins: readonly Scenario[] = [
  [
    "an inner join hands a key on",
    (db) =>
      db
        .selectFrom("products as p")
        .innerJoin("reviews as r", "r.productId", "p.id")
        .where("p.id", "=", "p1")
        .select(["p.name", "r.body"]),
    ['products(id,name) & id in ["p1"]', 'reviews(body,id,productId) & productId in ["p1"]'],
  ],
  [
    "and back",
    (db) =>
      db
        .selectFrom("products as p")
        .innerJoin("reviews as r", "r.productId", "p.id")
        .where("r.productId", "=", "p1")
        .select("p.name"),
    ['products(id,name) & id in ["p1"]', 'reviews(id,productId) & productId in ["p1"]'],
  ],
  [
    "a left join hands a key on to what it joins",
    (db) =>
      db
        .selectFrom("products as p")
        .leftJoin("reviews as r", "r.productId", "p.id")
        .where("p.id", "=", "p1")
        .select(["p.name", "r.body"]),
    ['products(id,name) & id in ["p1"]', 'reviews(body,id,productId) & productId in ["p1"]'],
  ],
  [
    "but not back",
    (db) =>
      db
        .selectFrom("products as p")
        .leftJoin("reviews as r", (join) =>
          join.onRef("r.productId", "=", "p.id").on("r.productId", "=", "p1"),
        )
        .select("p.name"),
    [found(), 'reviews(id,productId) & productId in ["p1"]'],
  ],
  [
    "unless WHERE speaks of what it joins",
    (db) =>
      db
        .selectFrom("products as p")
        .leftJoin("reviews as r", "r.productId", "p.id")
        .where("r.productId", "=", "p1")
        .select("p.name"),
    ['products(id,name) & id in ["p1"]', 'reviews(id,productId) & productId in ["p1"]'],
  ],
  [
    "ON of a left join tells of what it joins alone",
    (db) =>
      db
        .selectFrom("products as p")
        .leftJoin("reviews as r", (join) =>
          join
            .onRef("r.productId", "=", "p.id")
            .on("r.stars", "=", 5)
            .on("p.category", "=", "lamps"),
        )
        .select("p.name"),
    [found(), "reviews(id,productId,stars) & stars in [5]"],
  ],
  [
    "what is missing is not narrowed",
    (db) =>
      db
        .selectFrom("products as p")
        .leftJoin("reviews as r", "r.productId", "p.id")
        .where("r.id", "is", null)
        .select("p.name"),
    [found(), "reviews(id,productId)"],
  ],
  [
    "a right join tells nothing",
    (db) =>
      db
        .selectFrom("products as p")
        .rightJoin("reviews as r", "r.productId", "p.id")
        .where("p.id", "=", "p1")
        .select("p.name"),
    [found(), "reviews(id,productId)"],
  ],
  [
    "a full join tells nothing",
    (db) =>
      db
        .selectFrom("products as p")
        .fullJoin("reviews as r", "r.productId", "p.id")
        .where("p.id", "=", "p1")
        .select("p.name"),
    [found(), "reviews(id,productId)"],
  ],
  [
    "a table with itself is two",
    (db) =>
      db
        .selectFrom("products as p")
        .innerJoin("products as q", "q.category", "p.category")
        .where("p.id", "=", "p1")
        .where("q.price", "<", 5)
        .select(["p.name", "q.name as other"]),
    [
      'products(category,id,name,price) & id in ["p1"]',
      "products(category,id,name,price) & price < 5",
    ],
  ],
];

const nested: readonly Scenario[] = [
  [
    "a count in the selection",
    (db) =>
      db
        .selectFrom("products as p")
        .where("p.id", "=", "p1")
        .select((eb) => [
          "p.name",
          eb
            .selectFrom("reviews")
            .whereRef("reviews.productId", "=", "p.id")
            .select(eb.fn.countAll().as("n"))
            .as("n"),
        ]),
    ['products(id,name) & id in ["p1"]', 'reviews(id,productId) & productId in ["p1"]'],
  ],
  [
    "rows as JSON",
    (db) =>
      db
        .selectFrom("products as p")
        .where("p.id", "=", "p1")
        .select((eb) => [
          "p.name",
          jsonArrayFrom(
            eb
              .selectFrom("reviews as r")
              .whereRef("r.productId", "=", "p.id")
              .select(["r.id", "r.body as products"]),
          ).as("reviews"),
        ]),
    ['products(id,name) & id in ["p1"]', 'reviews(body,id,productId) & productId in ["p1"]'],
  ],
  [
    "NOT EXISTS",
    where((eb) =>
      eb.and([
        eb("products.id", "=", "p1"),
        eb.not(
          eb.exists(
            eb
              .selectFrom("reviews")
              .select("id")
              .whereRef("productId", "=", "products.id")
              .where("stars", "<", 3),
          ),
        ),
      ]),
    ),
    [
      'products(id,name) & id in ["p1"]',
      'reviews(id,productId,stars) & productId in ["p1"] & stars < 3',
    ],
  ],
  [
    "IN a query",
    where((eb) =>
      eb("id", "in", eb.selectFrom("reviews").select("productId").where("stars", "=", 5)),
    ),
    [found(), "reviews(id,productId,stars) & stars in [5]"],
  ],
  [
    "a query in FROM",
    (db) =>
      db
        .selectFrom((eb) =>
          eb.selectFrom("products").select("name").where("category", "=", "lamps").as("p"),
        )
        .select("p.name"),
    [`${found()} & category in ["lamps"]`],
  ],
  [
    "a common table expression",
    (db) =>
      db
        .with("p", (q) => q.selectFrom("products").select("name").where("category", "=", "lamps"))
        .selectFrom("p")
        .select("p.name"),
    [`${found()} & category in ["lamps"]`],
  ],
  [
    "a union",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .union(products(db).where("category", "=", "chairs")),
    [`${found()} & category in ["chairs"]`, `${found()} & category in ["lamps"]`],
  ],
  [
    "HAVING tells nothing",
    (db) =>
      db
        .selectFrom("products")
        .select("category")
        .groupBy("category")
        .having("category", "=", "lamps"),
    ["products(category,id,price)"],
  ],
  [
    "an aggregate keeps its condition",
    (db) =>
      db
        .selectFrom("products")
        .where("category", "=", "lamps")
        .select((eb) => eb.fn.max("price").as("most")),
    ['products(category,id,price) & category in ["lamps"]'],
  ],
];

const untold: readonly Scenario[] = [
  ["SQL written by hand", raw("SELECT name FROM products WHERE id = 'p1'"), [found()]],
  [
    "rows that are only counted",
    raw("SELECT count(*) FROM products"),
    ["products(category,id,price)"],
  ],
  [
    "columns that are joined so",
    raw("SELECT name FROM products JOIN reviews USING (id)"),
    ["products(*)", "reviews(*)"],
  ],
  ["a view", raw("SELECT id FROM cheap"), ["products(category,id,price)"]],
  ["an expression over columns", where((eb) => eb(sql`lower(category)`, "=", "lamps")), [found()]],
  [
    "a fragment beside a condition",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .where(sql<boolean>`price > ${5}`),
    [`${found()} & category in ["lamps"]`],
  ],
  [
    "a fragment with OR",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .where(sql<boolean>`price > 5 or listed`),
    [found("listed")],
  ],
  [
    "a fragment with OR in parentheses",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .where(sql<boolean>`(price > 5 or listed)`),
    [`${found("listed")} & category in ["lamps"]`],
  ],
  [
    "a fragment with a comment",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .where(sql<boolean>`price > 5 -- or more`),
    [found()],
  ],
  [
    "half a BETWEEN",
    (db) =>
      products(db)
        .where(sql<boolean>`price between 1`)
        .where("id", "=", "p1"),
    [found()],
  ],
  [
    "a collation after it all",
    (db) =>
      products(db)
        .where("category", "=", "lamps")
        .modifyEnd(sql`collate nocase`),
    [found()],
  ],
  [
    "a fragment that names a table",
    (db) =>
      products(db)
        .where("id", "=", "p1")
        .where(sql<boolean>`exists (select 1 from products where price > 5)`),
    [found()],
  ],
  [
    "a fragment that is given a table",
    (db) =>
      products(db)
        .where("id", "=", "p1")
        .where(sql<boolean>`exists (select 1 from ${sql.table("products")} where price > 5)`),
    [found()],
  ],
  [
    "a fragment that is given a name",
    (db) =>
      products(db)
        .where("id", "=", "p1")
        .where(sql<boolean>`exists (select 1 from ${sql.id("products")} where price > 5)`),
    [found()],
  ],
  [
    "a numbered parameter",
    (db) =>
      products(db)
        .where("id", "=", "p1")
        .where(sql<boolean>`name <> ?1`),
    [found()],
  ],
  ["a table of a migration", raw("SELECT town FROM places"), ["places(id,town)"]],
  ["values of no table", raw("SELECT value FROM json_each('[1]')"), []],
  [
    "a common table expression that counts",
    raw(
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3) SELECT count(*) FROM n",
    ),
    [],
  ],
];

const policies: readonly (readonly [string, Make, RowCaller, readonly string[]])[] = [
  [
    "an owner's rows",
    (db) => db.selectFrom("orders").select("state"),
    ann,
    ['orders(id,state,userId) & userId in ["ann"]'],
  ],
  [
    "all, to a role",
    (db) => db.selectFrom("orders").select("state"),
    chief,
    ["orders(id,state,userId)"],
  ],
  [
    "none, to nobody in particular",
    (db) => db.selectFrom("orders").select("state"),
    nobodyCalls,
    [],
  ],
  [
    "an owner's, by hand",
    raw("SELECT state FROM orders"),
    ann,
    ['orders(id,state,userId) & userId in ["ann"]'],
  ],
  [
    "counted",
    (db) => db.selectFrom("memberships").select((eb) => eb.fn.countAll().as("n")),
    ann,
    ['memberships(organizationId,userId) & userId in ["ann"]'],
  ],
  [
    "what rows inherit from",
    (db) => db.selectFrom("lines").select("count"),
    ann,
    ["lines(count,id,orderId)", 'orders(id,userId) & userId in ["ann"]'],
  ],
  [
    "the same by its key",
    (db) => db.selectFrom("lines").select("count").where("orderId", "=", "o1"),
    ann,
    [
      'lines(count,id,orderId) & orderId in ["o1"]',
      'orders(id,userId) & id in ["o1"] & userId in ["ann"]',
    ],
  ],
  [
    "the same to a role",
    (db) => db.selectFrom("lines").select("count"),
    chief,
    ["lines(count,id,orderId)", "orders(id,userId)"],
  ],
  [
    "memberships",
    (db) => db.selectFrom("projects").select("title"),
    ann,
    ['memberships(organizationId,userId) & userId in ["ann"]', "projects(id,organizationId,title)"],
  ],
  [
    "a membership",
    (db) => db.selectFrom("projects").select("title").where("organizationId", "=", "o1"),
    ann,
    [
      'memberships(organizationId,userId) & organizationId in ["o1"] & userId in ["ann"]',
      'projects(id,organizationId,title) & organizationId in ["o1"]',
    ],
  ],
  ["no membership of nobody", (db) => db.selectFrom("projects").select("title"), nobodyCalls, []],
  [
    "either of two columns",
    (db) => db.selectFrom("messages").select("body"),
    ann,
    ["messages(body,fromId,id,toId)"],
  ],
  [
    "a state, or an owner",
    (db) => db.selectFrom("pages").select("id"),
    ann,
    ["pages(authorId,id,state)"],
  ],
  [
    "a state",
    (db) => db.selectFrom("drafts").select("id"),
    ann,
    ['drafts(id,state) & state in ["open"]'],
  ],
  ["nothing", (db) => db.selectFrom("vault").select("body"), ann, []],
  [
    "an owner's id is handed on",
    (db) =>
      db
        .selectFrom("orders as o")
        .innerJoin("memberships as m", "m.userId", "o.userId")
        .select("m.organizationId"),
    chief,
    [
      'memberships(organizationId,userId) & userId in ["chief"]',
      'orders(id,userId) & userId in ["chief"]',
    ],
  ],
];

describe("of conditions it is told:", () => {
  test.each(conditions)("%s", (_, make, expected) => expect(regionsOf(make)).toEqual(expected));
});
describe("a value is one of its column's type:", () => {
  test.each(types)("%s", (_, make, expected) => expect(regionsOf(make)).toEqual(expected));
});
describe("of joins it is told:", () => {
  test.each(joins)("%s", (_, make, expected) => expect(regionsOf(make)).toEqual(expected));
});
describe("of queries in queries it is told:", () => {
  test.each(nested)("%s", (_, make, expected) => expect(regionsOf(make)).toEqual(expected));
});
describe("the tree does not tell:", () => {
  test.each(untold)("%s", (_, make, expected) => expect(regionsOf(make)).toEqual(expected));
});
describe("row policies say:", () => {
  test.each(policies)("%s", (_, make, caller, expected) =>
    expect(regionsOf(make, caller)).toEqual(expected),
  );
});
