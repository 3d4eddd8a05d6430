import { type RawBuilder, sql } from "kysely";
import { describe, expect, test } from "vitest";
import { type PeopleRun as Run, usePeople } from "../../../../test/data/people.ts";

const people = usePeople();
const raw =
  (query: RawBuilder<unknown>): Run =>
  (db) =>
    query.execute(db);

describe("what cannot be told is refused, not guessed:", () => {
  const scenarios: readonly [what: string, run: Run][] = [
    [
      "a union of a boolean and a number",
      (db) =>
        db
          .selectFrom("people")
          .select("active as x")
          .union((eb) => eb.selectFrom("people").select("id as x") as never)
          .execute(),
    ],
    [
      "a CTE that is such a union",
      (db) =>
        db
          .with("c", (cte) =>
            cte
              .selectFrom("people")
              .select("id as x")
              .union((eb) => eb.selectFrom("people").select("active as x") as never),
          )
          .selectFrom("c")
          .select("x")
          .execute(),
    ],
    [
      "a union whose values look like booleans all the same",
      raw(sql`select active as x from people union select id from people where id = 1`),
    ],
    [
      "a union that begins with what needs no decoding",
      (db) =>
        db
          .selectFrom("people")
          .select("id as x")
          .where("id", "=", 1)
          .union((eb) => eb.selectFrom("people").select("active as x") as never)
          .execute(),
    ],
    [
      "a CTE that ends with what needs no decoding",
      (db) =>
        db
          .with("c", (cte) =>
            cte
              .selectFrom("people")
              .select("active as x")
              .union(
                (eb) => eb.selectFrom("people").select("id as x").where("id", "=", 1) as never,
              ),
          )
          .selectFrom("c")
          .select("x")
          .execute(),
    ],
    ["a raw union over a boolean", raw(sql`select active from people union select 7`)],
    ["a raw expression over a boolean", raw(sql`select max(active) as x from people`)],
    [
      "a raw fragment over a boolean",
      (db) =>
        db
          .selectFrom("people")
          .select(sql<boolean>`iif(active, active, admin)`.as("x"))
          .execute(),
    ],
    [
      "a raw fragment over a reference to JSON",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => sql<unknown>`trim(${eb.ref("settings")})`.as("x"))
          .execute(),
    ],
    [
      "a function that is not known",
      (db) =>
        db
          .selectFrom("people")
          .select((eb) => eb.fn<boolean>("iif", ["active", "active", "admin"]).as("x"))
          .execute(),
    ],
  ];
  test.each(scenarios)("%s", async (_what, run) => {
    await expect(people().read(run)).rejects.toMatchObject({ code: "result_undecodable" });
  });
});
