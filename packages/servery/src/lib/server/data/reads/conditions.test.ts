import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import {
  found,
  products,
  type ReadScenario,
  regionsOf,
  where,
} from "../../../../../test/live/read-sets/shop-reads.ts";

const conditions: readonly ReadScenario[] = [
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

const types: readonly ReadScenario[] = [
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

describe("of conditions it is told:", () => {
  test.each(conditions)("%s", (_, make, expected) => expect(regionsOf(make)).toEqual(expected));
});

describe("a value is one of its column's type:", () => {
  test.each(types)("%s", (_, make, expected) => expect(regionsOf(make)).toEqual(expected));
});
