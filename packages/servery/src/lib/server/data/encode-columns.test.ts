import { describe, expect, test } from "vitest";
import { openTestData } from "../../../../test/data/fixture.ts";
import { bo, type PeopleRun as Run, usePeople } from "../../../../test/data/people.ts";
import { id, json } from "./column.ts";
import type { Db } from "./data.ts";
import { everyone } from "./policy.ts";
import { table } from "./table.ts";

const people = usePeople();

describe("what was written comes back:", () => {
  const values = { name: "Cy", admin: false, settings: { theme: "grey" } };
  const scenarios: readonly [what: string, run: Run, rows: unknown][] = [
    [
      "insert returning",
      (db) =>
        db.insertInto("people").values(values).returning(["active", "admin", "settings"]).execute(),
      [{ active: true, admin: false, settings: { theme: "grey" } }],
    ],
    [
      "insert returning an expression",
      (db) =>
        db
          .insertInto("people")
          .values(values)
          .returning((eb) => eb.fn.coalesce("admin", "active").as("x"))
          .execute(),
      [{ x: false }],
    ],
    [
      "insert returning all",
      (db) =>
        db
          .insertInto("people")
          .values({ ...values, id: 77 })
          .returningAll()
          .execute(),
      [{ ...values, id: 77, active: true }],
    ],
    [
      "update returning",
      (db) =>
        db
          .updateTable("people")
          .set({ active: false, settings: { theme: "blue" } })
          .where("id", "=", 1)
          .returning(["active", "settings"])
          .execute(),
      [{ active: false, settings: { theme: "blue" } }],
    ],
    [
      "delete returning",
      (db) => db.deleteFrom("people").where("id", "=", 2).returningAll().execute(),
      [bo],
    ],
    [
      "upsert returning",
      (db) =>
        db
          .insertInto("people")
          .values({ ...values, id: 1 })
          .onConflict((on) => on.column("id").doUpdateSet({ settings: { theme: "up" } }))
          .returning("settings")
          .execute(),
      [{ settings: { theme: "up" } }],
    ],
  ];
  test.each(scenarios)("%s", async (_what, run, rows) => {
    let seen: unknown;
    const undone = people().write({
      operation: "write",
      async run(db) {
        seen = await run(db);
        throw new Error("undone");
      },
    });
    await expect(undone).rejects.toThrow("undone");
    expect(seen).toEqual(rows);
  });

  test.each([
    ["a text"],
    [5],
    [true],
    [null],
    [["list"]],
    [{ deep: [1, { er: null }] }],
    ['{"looks":"like JSON"}'],
  ])("any JSON value: %j", async (value) => {
    const things = table(
      "things",
      {
        id: id(),
        any: json(),
        some: json(undefined, { nullable: true }),
      },
      { policy: everyone },
    );
    await using store = await openTestData({ things });
    const write = (db: Db<{ things: typeof things }>) =>
      db
        .insertInto("things")
        .values({ any: value, some: value })
        .returning(["any", "some"])
        .execute();
    const update = (db: Db<{ things: typeof things }>) =>
      db
        .updateTable("things")
        .set({ any: value, some: value })
        .returning(["any", "some"])
        .execute();
    for (const run of [write, update])
      expect(await store.data.write({ operation: "json", run })).toEqual([
        { any: value, some: value },
      ]);
  });
});

test("a Date, which SQL does not have", async () => {
  const write = people().read((db) =>
    db
      .selectFrom("pets")
      .selectAll()
      .where("born", "<", new Date(0) as never)
      .execute(),
  );
  await expect(write).rejects.toMatchObject({
    code: "value_invalid",
    message: expect.stringContaining("getTime"),
  });
});
