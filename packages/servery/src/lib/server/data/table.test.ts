import { describe, expect, test } from "vitest";
import { openTestData } from "../../../../test/data/fixture.ts";
import { id, integer, ref, text } from "./column.ts";
import { everyone } from "./policy.ts";
import { type Table, table, type Tables } from "./table.ts";

const policy = everyone;
const lonely = table("lonely", { id: id() }, { policy });
const keyed = table("keyed", { a: text(), b: text() }, { policy, primaryKey: ["a", "b"] });
const toTables = (...list: readonly Table[]): Tables =>
  Object.fromEntries(list.map((each, index) => [String(index), each]));

describe("a table is refused, with the reason:", () => {
  const scenarios: readonly [what: string, make: () => unknown, message: RegExp][] = [
    ["no policy", () => table("a", { id: id() }, {} as never), /"a" states no policy.*everyone/],
    ["no key", () => table("a", { n: integer() }, { policy }), /exactly one primary key/],
    [
      "two keys",
      () => table("a", { id: id(), other: id() }, { policy }),
      /exactly one primary key/,
    ],
    [
      "a key that may be NULL",
      () =>
        table(
          "a",
          { one: text(), other: text({ nullable: true }) },
          { policy, primaryKey: ["one", "other"] },
        ),
      /nullable column "other" in its primary key.*leave out \{ nullable: true \}/,
    ],
    ["a reserved name", () => table("servery_jobs", { id: id() }, { policy }), /reserved/],
    [
      "a name with a dot",
      () => table("main.orders", { id: id() }, { policy }),
      /letters, digits and _/,
    ],
    [
      "a column that needs quoting",
      () => table("a", { id: id(), 'x"': text() }, { policy }),
      /column "x"" of "a"/,
    ],
    [
      "two of one name",
      () => openTestData(toTables(lonely, table("Lonely", { id: id() }, { policy }))),
      /Two tables are called/,
    ],
    [
      "a reference out of the service",
      () => openTestData(toTables(table("a", { id: id(), other: ref(() => lonely) }, { policy }))),
      /"lonely", which is not among the service's tables/,
    ],
    [
      "a reference to a key of two columns",
      () =>
        openTestData(
          toTables(keyed, table("a", { id: id(), other: ref(() => keyed) }, { policy })),
        ),
      /primary key is not one column/,
    ],
    [
      "set null where NULL may not be",
      () =>
        openTestData(
          toTables(
            lonely,
            table(
              "a",
              { id: id(), other: ref(() => lonely, { onDelete: "set null" }) },
              { policy },
            ),
          ),
        ),
      /add \{ nullable: true \}/,
    ],
    [
      "a system table without its prefix",
      () =>
        openTestData(toTables(lonely), {
          systemTables: ["CREATE TABLE IF NOT EXISTS mine (a TEXT)"],
        }),
      /starts with servery_/,
    ],
  ];
  test.each(scenarios)("%s", async (_what, make, message) => {
    await expect((async () => make())()).rejects.toThrow(message);
  });
});

test("generated ids are UUIDs of version 7: all different, sorted by time, random in the rest", async () => {
  await using opened = await openTestData({ lonely });
  const insert = () =>
    opened.data.write({
      operation: "insert",
      run: (db) =>
        db.insertInto("lonely").defaultValues().returning("id").executeTakeFirstOrThrow(),
    });
  const ids: string[] = [];
  const before = Date.now();
  for (let index = 0; index < 200; index++) ids.push((await insert()).id);
  const after = Date.now();
  const time = (value: string) => Number.parseInt(value.replaceAll("-", "").slice(0, 12), 16);
  expect(new Set(ids.map((value) => value.slice(15))).size).toBe(200);
  expect(ids.map(time)).toEqual(ids.map(time).toSorted((a, b) => a - b));
  expect(time(ids[0] ?? "")).toBeGreaterThanOrEqual(before);
  expect(time(ids.at(-1) ?? "")).toBeLessThanOrEqual(after);
});

test("rows of one insert may leave out different columns: each gets its defaults", async () => {
  const items = table(
    "items",
    {
      id: id({ type: "integer" }),
      name: text({ default: "unnamed" }),
      note: text({ nullable: true }),
    },
    { policy },
  );
  await using opened = await openTestData({ items });
  await opened.data.write({
    operation: "insert",
    run: (db) =>
      db
        .insertInto("items")
        .values([{ name: "a" }, { note: "b" }, { id: 9 }])
        .execute(),
  });
  expect(await opened.data.read((db) => db.selectFrom("items").selectAll().execute())).toEqual([
    { id: 1, name: "a", note: null },
    { id: 2, name: "unnamed", note: "b" },
    { id: 9, name: "unnamed", note: null },
  ]);
});
