import { jsonArrayFrom } from "kysely/helpers/sqlite";
import { describe, expect, test } from "vitest";
import {
  found,
  products,
  type ReadScenario,
  regionsOf,
  where,
} from "../../../../../test/live/read-sets/shop-reads.ts";

const joins: readonly ReadScenario[] = [
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

const nested: readonly ReadScenario[] = [
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

describe("of joins it is told:", () => {
  test.each(joins)("%s", (_, make, expected) => expect(regionsOf(make)).toEqual(expected));
});

describe("of queries in queries it is told:", () => {
  test.each(nested)("%s", (_, make, expected) => expect(regionsOf(make)).toEqual(expected));
});
