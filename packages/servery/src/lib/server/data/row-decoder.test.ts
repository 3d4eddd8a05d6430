import { type RawBuilder, sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/sqlite";
import { describe, expect, test } from "vitest";
import { ada, bo, type PeopleRun as Run, usePeople } from "../../../../test/data/people.ts";

const people = usePeople();
const raw =
  (query: RawBuilder<unknown>): Run =>
  (db) =>
    query.execute(db).then(({ rows }) => rows);

describe("a result is decoded:", () => {
  const scenarios: readonly [what: string, run: Run, rows: unknown][] = [
    [
      "plain columns",
      (db) => db.selectFrom("people").selectAll().orderBy("id").execute(),
      [ada, bo],
    ],
    [
      "every kind of column",
      (db) => db.selectFrom("pets").selectAll().execute(),
      [
        {
          id: 1,
          ownerId: 1,
          tame: true,
          tags: ["cat", "old"],
          weight: 4.5,
          photo: new Uint8Array([1, 2]),
          born: 1_500_000_000_000,
        },
      ],
    ],
    [
      "an alias",
      (db) =>
        db
          .selectFrom("people as p")
          .select(["p.active as isActive", "p.settings as s"])
          .where("p.id", "=", 2)
          .execute(),
      [{ isActive: false, s: { theme: "light" } }],
    ],
    [
      "a join",
      (db) =>
        db
          .selectFrom("pets")
          .innerJoin("people", "people.id", "pets.ownerId")
          .select(["tame", "active", "settings"])
          .execute(),
      [{ tame: true, active: true, settings: { theme: "dark" } }],
    ],
    [
      "a left join without a match",
      (db) =>
        db
          .selectFrom("people")
          .leftJoin("pets", "pets.ownerId", "people.id")
          .select(["name", "tame", "tags"])
          .where("people.id", "=", 2)
          .execute(),
      [{ name: "Bo", tame: null, tags: null }],
    ],
    [
      "a subquery",
      (db) =>
        db
          .selectFrom((eb) => eb.selectFrom("people").select(["id", "active as a"]).as("q"))
          .select("q.a")
          .orderBy("q.id")
          .execute(),
      [{ a: true }, { a: false }],
    ],
    [
      "a scalar subquery",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => [
            eb
              .selectFrom("pets")
              .whereRef("pets.ownerId", "=", "people.id")
              .select("tame")
              .as("hasTame"),
          ])
          .orderBy("id")
          .execute(),
      [{ hasTame: true }, { hasTame: null }],
    ],
    [
      "a common table expression",
      (db) =>
        db
          .with("c", (cte) => cte.selectFrom("people").select(["active as a", "settings"]))
          .selectFrom("c")
          .selectAll()
          .orderBy("a", "desc")
          .execute(),
      [
        { a: true, settings: { theme: "dark" } },
        { a: false, settings: { theme: "light" } },
      ],
    ],
    [
      "a CTE that is a union",
      (db) =>
        db
          .with("c", (cte) =>
            cte
              .selectFrom("people")
              .select("active as a")
              .union(cte.selectFrom("pets").select("tame as a")),
          )
          .selectFrom("c")
          .select("c.a")
          .orderBy("c.a")
          .execute(),
      [{ a: false }, { a: true }],
    ],
    [
      "a union of the same kind",
      (db) =>
        db
          .selectFrom("people")
          .select("active as x")
          .where("id", "=", 2)
          .unionAll(db.selectFrom("pets").select("tame as x"))
          .execute(),
      [{ x: false }, { x: true }],
    ],
    [
      "min and max",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => [eb.fn.max("active").as("any"), eb.fn.min("active").as("all")])
          .execute(),
      [{ any: true, all: false }],
    ],
    [
      "coalesce",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => eb.fn.coalesce("admin", "active").as("x"))
          .orderBy("id")
          .execute(),
      [{ x: true }, { x: true }],
    ],
    [
      "coalesce with a literal",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => eb.fn.coalesce("admin", eb.val(false)).as("x"))
          .orderBy("id")
          .execute(),
      [{ x: false }, { x: true }],
    ],
    [
      "case",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) =>
            eb.case().when("id", "=", 1).then(eb.ref("active")).else(null).end().as("x"),
          )
          .orderBy("id")
          .execute(),
      [{ x: true }, { x: null }],
    ],
    [
      "case over JSON",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => eb.case().when("id", "=", 1).then(eb.ref("settings")).end().as("x"))
          .orderBy("id")
          .execute(),
      [{ x: { theme: "dark" } }, { x: null }],
    ],
    [
      "an aggregate that counts",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => [
            eb.fn.count<number>("active").as("n"),
            eb.fn.sum<number>("active").as("s"),
          ])
          .execute(),
      [{ n: 2, s: 1 }],
    ],
    [
      "group by",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => ["active", eb.fn.countAll<number>().as("n")])
          .groupBy("active")
          .orderBy("active")
          .execute(),
      [
        { active: false, n: 1 },
        { active: true, n: 1 },
      ],
    ],
    [
      "a window",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) =>
            eb.fn
              .max("active")
              .over((over) => over.orderBy("id"))
              .as("x"),
          )
          .orderBy("id")
          .execute(),
      [{ x: true }, { x: true }],
    ],
    [
      "a view",
      (db) =>
        db
          .withTables<{ active_people: { id: number; is_active: boolean } }>()
          .selectFrom("active_people")
          .select(["id", "is_active"])
          .orderBy("id")
          .execute(),
      [
        { id: 1, is_active: true },
        { id: 2, is_active: false },
      ],
    ],
    [
      "raw SQL",
      raw(sql`select p.active as a, p.settings from people as p order by id`),
      [
        { a: true, settings: { theme: "dark" } },
        { a: false, settings: { theme: "light" } },
      ],
    ],
    [
      "raw expressions that compute",
      raw(
        sql`select count(active) as n, name || '!' as shout from people group by name order by name`,
      ),
      [
        { n: 1, shout: "Ada!" },
        { n: 1, shout: "Bo!" },
      ],
    ],
    [
      "a raw fragment that casts",
      (db) =>
        db
          .selectFrom("people")
          .select(sql<number>`cast(active as integer)`.as("x"))
          .orderBy("id")
          .execute(),
      [{ x: 1 }, { x: 0 }],
    ],
    [
      "a raw fragment that is a column",
      (db) =>
        db
          .selectFrom("people")
          .select(sql<boolean>`${sql.ref("active")}`.as("x"))
          .orderBy("id")
          .execute(),
      [{ x: true }, { x: false }],
    ],
    [
      "JSON's own functions",
      (db) =>
        db
          .selectFrom("people")
          .select(sql<string>`json_extract(settings, '$.theme')`.as("x"))
          .orderBy("id")
          .execute(),
      [{ x: "dark" }, { x: "light" }],
    ],
    [
      "a comparison",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => eb("active", "=", true).as("x"))
          .orderBy("id")
          .execute(),
      [{ x: 1 }, { x: 0 }],
    ],
    [
      "nested rows, as JSON that the database made",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => [
            "name",
            jsonArrayFrom(
              eb
                .selectFrom("pets")
                .whereRef("pets.ownerId", "=", "people.id")
                .select(["tame", "tags", "weight"]),
            ).as("pets"),
          ])
          .orderBy("id")
          .execute(),
      [
        { name: "Ada", pets: [{ tame: true, tags: ["cat", "old"], weight: 4.5 }] },
        { name: "Bo", pets: [] },
      ],
    ],
    [
      "a nested row",
      (db) =>
        db
          .selectFrom("pets")
          .select((eb) => [
            jsonObjectFrom(
              eb
                .selectFrom("people")
                .whereRef("people.id", "=", "pets.ownerId")
                .select(["active", "settings"]),
            ).as("owner"),
          ])
          .execute(),
      [{ owner: { active: true, settings: { theme: "dark" } } }],
    ],
  ];
  test.each(scenarios)("%s", async (_what, run, rows) => {
    expect(await people().read(run)).toEqual(rows);
  });
});
