import { describe, expect, test } from "vitest";
import { first, referring, toTables, useFileStore } from "../../../../../test/data/file-store.ts";
import type { SqlRow } from "../../../ports/database.ts";
import { boolean, bytes, id, integer, json, real, ref, text, timestamp } from "../column.ts";
import { everyone } from "../policy.ts";
import { table, type Table, type Tables } from "../table.ts";

const { open, run } = useFileStore();
const policy = everyone;

describe("in dev, the schema follows the code", () => {
  test("from nothing, with every kind of column, and then changes nothing more", async () => {
    const all = table(
      "all_kinds",
      {
        id: id(),
        a: text({ values: ["x", "it's"], default: "x" }),
        b: integer({ nullable: true, unique: true, check: "@ > 0" }),
        c: real({ default: 1.5 }),
        d: boolean({ default: false }),
        e: json<string[]>(),
        f: timestamp({ default: "now" }),
        g: timestamp({ as: "iso", default: "now" }),
        h: bytes({ default: new Uint8Array([1]) }),
        parent: ref("self", { nullable: true, onDelete: "set null" }),
      },
      {
        policy,
        indexes: [["a", "b"], { columns: ["c"], where: "d = 1" }],
        uniques: [["a", "c"]],
        checks: ["b IS NULL OR c > b"],
      },
    );
    const link = table(
      "link",
      { left: ref(() => all), right: ref(() => all) },
      { policy, primaryKey: ["left", "right"] },
    );
    expect(await open(toTables(all, link))).toHaveLength(6);
    expect(await open(toTables(all, link))).toBeUndefined();
  });

  const scenarios: readonly [what: string, change: Table, rows: SqlRow[]][] = [
    [
      "a nullable column",
      table("items", { ...first.columns, note: text({ nullable: true }) }, { policy }),
      [{ id: 1, name: "a", price: 5, note: null }],
    ],
    [
      "a column with a constant default",
      table("items", { ...first.columns, note: text({ default: "none" }) }, { policy }),
      [{ id: 1, name: "a", price: 5, note: "none" }],
    ],
    [
      "a column whose default is computed",
      table("items", { ...first.columns, sum: integer({ default: { sql: "1 + 1" } }) }, { policy }),
      [{ id: 1, name: "a", price: 5, sum: 2 }],
    ],
    [
      "an index",
      table("items", first.columns, { policy, indexes: [["price"]] }),
      [{ id: 1, name: "a", price: 5 }],
    ],
    [
      "a unique column",
      table("items", { ...first.columns, name: text({ unique: true }) }, { policy }),
      [{ id: 1, name: "a", price: 5 }],
    ],
    [
      "a check",
      table(
        "items",
        { ...first.columns, price: integer({ default: 1, check: "@ > 0" }) },
        { policy },
      ),
      [{ id: 1, name: "a", price: 5 }],
    ],
    [
      "a column that may be NULL now",
      table("items", { ...first.columns, name: text({ nullable: true }) }, { policy }),
      [{ id: 1, name: "a", price: 5 }],
    ],
    [
      "another order of columns",
      table(
        "items",
        { price: first.columns.price, name: first.columns.name, id: first.columns.id },
        { policy },
      ),
      [{ id: 1, name: "a", price: 5 }],
    ],
    [
      "a wider type",
      table("items", { ...first.columns, price: real({ default: 1 }) }, { policy }),
      [{ id: 1, name: "a", price: 5 }],
    ],
    [
      "a number as text",
      table("items", { ...first.columns, price: text({ default: "1" }) }, { policy }),
      [{ id: 1, name: "a", price: "5" }],
    ],
  ];
  test.each(scenarios)(
    "%s, and the rows stay, with those that refer to them",
    async (_what, change, rows) => {
      await open(toTables(first, referring));
      run("INSERT INTO items VALUES (1, 'a', 5)");
      run("INSERT INTO orders VALUES (1, 1)");
      const referringNow = table(
        "orders",
        { id: id({ type: "integer" }), itemId: ref(() => change, { onDelete: "cascade" }) },
        { policy },
      );
      await open(toTables(change, referringNow));
      expect(run("SELECT * FROM items")).toEqual(rows);
      expect(run("SELECT * FROM orders")).toEqual([{ id: 1, itemId: 1 }]);
      expect(run("PRAGMA foreign_key_check")).toEqual([]);
      expect(await open(toTables(change, referringNow))).toBeUndefined();
    },
  );

  test("also where a view and a trigger name the table that is made anew", async () => {
    await open(toTables(first));
    run("CREATE VIEW cheap AS SELECT * FROM items WHERE price < 10");
    run(
      "CREATE TRIGGER tidy AFTER INSERT ON items BEGIN UPDATE items SET name = trim(name) WHERE id = new.id; END",
    );
    run("INSERT INTO items VALUES (1, ' a ', 5)");
    await open(
      toTables(table("items", { ...first.columns, price: real({ default: 1 }) }, { policy })),
    );
    run("INSERT INTO items VALUES (2, ' b ', 6)");
    expect(run("SELECT name FROM cheap")).toEqual([{ name: "a" }, { name: "b" }]);
  });

  test("an index that the code has no more goes, and one that changed is made anew", async () => {
    await open(
      toTables(
        table("items", first.columns, {
          policy,
          indexes: [["price"], { columns: ["name"], where: "price > 1" }],
        }),
      ),
    );
    await open(
      toTables(
        table("items", first.columns, {
          policy,
          indexes: [{ columns: ["name"], where: "price > 2" }],
        }),
      ),
    );
    expect(run("SELECT sql FROM sqlite_schema WHERE type = 'index'")).toEqual([
      { sql: 'CREATE INDEX "items_name_partial_index" ON "items" ("name") WHERE price > 2' },
    ]);
  });
});

describe("in dev, nothing is destroyed", () => {
  const scenarios: readonly [what: string, change: Tables, message: RegExp][] = [
    [
      "a column that is gone",
      toTables(table("items", { id: first.columns.id, name: first.columns.name }, { policy })),
      /drop column items\.price.*servery migrate.*-- servery: allow-destructive drop column items\.price/s,
    ],
    [
      "a table that is gone",
      toTables(table("other", { id: id() }, { policy })),
      /drop table items: all its rows/,
    ],
    [
      "a type that loses",
      toTables(table("items", { ...first.columns, name: integer() }, { policy })),
      /change type items\.name: .* from TEXT to INTEGER/,
    ],
    [
      "a column that old rows have no value for",
      toTables(table("items", { ...first.columns, note: text() }, { policy })),
      /no value for items\.note.*default/s,
    ],
    [
      "a rule that old rows break",
      toTables(
        table(
          "items",
          { ...first.columns, price: integer({ default: 1, check: "@ > 100" }) },
          { policy },
        ),
      ),
      /does not fit the code's tables: CHECK/,
    ],
    [
      "a value that is there twice",
      toTables(
        table(
          "items",
          { ...first.columns, price: integer({ default: 1, unique: true }) },
          { policy },
        ),
      ),
      /UNIQUE constraint failed/,
    ],
  ];
  test.each(scenarios)("%s", async (_what, change, message) => {
    await open(toTables(first));
    run("INSERT INTO items VALUES (1, 'a', 5), (2, 'b', 5)");
    await expect(open(change)).rejects.toThrow(message);
    expect(run("SELECT * FROM items")).toHaveLength(2);
    expect(await open(toTables(first))).toBeUndefined();
  });

  test("unless a migration says that it is meant", async () => {
    await open(toTables(first));
    run("INSERT INTO items VALUES (1, 'a', 5)");
    const migrations = [
      { name: "0002-no-price.sql", sql: "-- servery: allow-destructive drop column items.price\n" },
    ];
    await open(
      toTables(table("items", { id: first.columns.id, name: first.columns.name }, { policy })),
      { migrations },
    );
    expect(run("SELECT * FROM items")).toEqual([{ id: 1, name: "a" }]);
  });

  test("and a column without a value is no trouble while there are no rows", async () => {
    await open(toTables(first));
    await open(toTables(table("items", { ...first.columns, note: text() }, { policy })));
    expect(run("SELECT * FROM items")).toEqual([]);
  });
});
