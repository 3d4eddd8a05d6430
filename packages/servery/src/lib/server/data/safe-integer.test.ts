import {
  integer as anyInteger,
  assert,
  asyncProperty,
  constantFrom,
  double,
  maxSafeInteger,
  oneof,
} from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openTestData } from "../../../../test/data/fixture.ts";
import { first, toTables, useFileStore } from "../../../../test/data/file-store.ts";
import { openSqlite } from "../../adapters/sqlite/sqlite-database.ts";
import { id, integer, real, ref, timestamp } from "./column.ts";
import type { Db } from "./data.ts";
import { planMigration } from "./migration/migrate.ts";
import { everyone } from "./policy.ts";
import { table } from "./table.ts";

const policy = everyone;
const largest = Number.MAX_SAFE_INTEGER;
const rest = "must be a whole number that JavaScript holds exactly";

const items = table(
  "items",
  {
    id: id({ type: "integer" }),
    stock: integer(),
    at: timestamp({ default: "now" }),
    spare: integer({ nullable: true }),
    sum: integer({ default: { sql: `${largest} + 1 - random() % 1` }, check: "@ <> 7" }),
    size: real({ nullable: true }),
    parentId: ref("self", { nullable: true }),
  },
  { policy },
);
const tables = { items };
type TestDb = Db<typeof tables>;
const row = { id: 1, stock: 1, at: 2, sum: 3 };

/** A store with one row, in which a handler has run. */
async function runOn(run: (db: TestDb) => Promise<unknown>): Promise<unknown> {
  await using opened = await openTestData(tables);
  const insert = (db: TestDb) => db.insertInto("items").values(row).execute();
  await opened.data.write({ operation: "first", run: insert });
  const failure = await opened.data.write({ operation: "test", run }).then(
    () => "no failure",
    (error: unknown) => error,
  );
  // A row that cannot be read would fail this for ever.
  await opened.data.read((db) => db.selectFrom("items").selectAll().execute());
  return failure;
}

describe("a whole number beyond those of JavaScript is refused, naming its column:", () => {
  const insert = (values: object) => (db: TestDb) =>
    db
      .insertInto("items")
      .values({ ...row, id: 2, ...values })
      .execute();
  const update = (values: object) => (db: TestDb) => db.updateTable("items").set(values).execute();
  const raw = (text: string) => (db: TestDb) => sql.raw(text).execute(db);
  const scenarios: readonly [
    what: string,
    column: string,
    run: (db: TestDb) => Promise<unknown>,
  ][] = [
    ["2^53 inserted", "stock", insert({ stock: 2 ** 53 })],
    ["2^60 inserted", "stock", insert({ stock: 2 ** 60 })],
    ["-2^53 inserted", "stock", insert({ stock: -(2 ** 53) })],
    ["1e300 inserted", "stock", insert({ stock: 1e300 })],
    ["a bigint inserted", "stock", insert({ stock: 2n ** 62n })],
    ["a bigint of more than 64 bits inserted", "stock", insert({ stock: 2n ** 70n })],
    ["a time", "at", insert({ at: 2 ** 60 })],
    ["in a nullable column", "spare", insert({ spare: 2 ** 60 })],
    ["a default", "sum", insert({ sum: undefined })],
    ["an id", "id", insert({ id: 2 ** 60 })],
    ["a reference", "parentId", insert({ parentId: 2 ** 60 })],
    [
      "in the second of rows that differ",
      "spare",
      (db) =>
        db
          .insertInto("items")
          .values([
            { ...row, id: 2 },
            { ...row, id: 3, spare: 2 ** 53 },
          ])
          .execute(),
    ],
    [
      "an upsert",
      "stock",
      (db) =>
        db
          .insertInto("items")
          .values(row)
          .onConflict((on) => on.column("id").doUpdateSet({ stock: 2 ** 60 }))
          .execute(),
    ],
    ["updated", "stock", update({ stock: 2 ** 60 })],
    ["a time updated", "at", update({ at: 2 ** 53 })],
    [
      "arithmetic of Kysely",
      "stock",
      (db) =>
        db
          .updateTable("items")
          .set((eb) => ({ stock: eb("stock", "+", largest) }))
          .execute(),
    ],
    ["arithmetic of raw SQL", "stock", raw(`UPDATE items SET stock = stock + ${largest}`)],
    ["raw SQL", "at", raw("INSERT INTO items (stock, at, sum) VALUES (1, 1152921504606846976, 1)")],
    [
      "a value bound to raw SQL",
      "stock",
      (db) => sql`UPDATE items SET stock = ${2 ** 60}`.execute(db),
    ],
    [
      "what a SELECT gives",
      "stock",
      raw("INSERT INTO items (stock, at, sum) SELECT stock << 60, at, 1 FROM items"),
    ],
    [
      "the id after the largest",
      "id",
      async (db) => {
        await db
          .insertInto("items")
          .values({ ...row, id: largest })
          .execute();
        await db
          .insertInto("items")
          .values({ ...row, id: undefined })
          .execute();
      },
    ],
  ];
  test.each(scenarios)("%s", async (_what, column, run) => {
    expect(await runOn(run)).toMatchObject({
      code: "check_violation",
      table: "items",
      columns: [column],
      message: expect.stringContaining(`items.${column} ${rest}`),
    });
  });

  test("but in a column of fractions it may stand", async () => {
    expect(await runOn(update({ size: 2 ** 60 }))).toBe("no failure");
  });

  test("and a column's own check is still told apart", async () => {
    expect(await runOn(update({ sum: 7 }))).toMatchObject({
      columns: ["sum"],
      message: "items.sum breaks the rule sum <> 7.",
    });
  });
});

test("whatever number is written to an integer column is read back, or refused", async () => {
  await using opened = await openTestData(tables);
  const edges = constantFrom(
    ...[0, 53, 62, 63, 64].flatMap((bits) => [2 ** bits - 1, 2 ** bits, 2 ** bits + 1]),
    Infinity,
    -0,
    NaN,
    1.5,
  );
  const numbers = oneof(
    double(),
    maxSafeInteger(),
    anyInteger(),
    edges,
    edges.map((n) => -n),
  );
  const write = (run: (db: TestDb) => Promise<unknown>) =>
    opened.data.write({ operation: "write", run }).then(
      () => true,
      () => false,
    );
  await assert(
    asyncProperty(numbers, constantFrom("insert", "update", "raw"), async (stock, way) => {
      await write((db) => db.deleteFrom("items").execute());
      if (way !== "insert")
        await write((db) =>
          db
            .insertInto("items")
            .values({ ...row, stock: 5 })
            .execute(),
        );
      const written = await write((db) =>
        way === "insert"
          ? db
              .insertInto("items")
              .values({ ...row, stock })
              .execute()
          : way === "update"
            ? db.updateTable("items").set({ stock }).execute()
            : sql`UPDATE items SET stock = ${stock}`.execute(db),
      );
      expect(written).toBe(Number.isSafeInteger(stock));
      const rows = await opened.data.read((db) => db.selectFrom("items").select("stock").execute());
      // SQL's whole numbers have no -0.
      const kept = way === "insert" ? [] : [{ stock: 5 }];
      expect(rows).toEqual(written ? [{ stock: stock + 0 }] : kept);
    }),
    { numRuns: 400 },
  );
}, 60_000);

describe("a table made before there was the check", () => {
  const { file, open, run } = useFileStore();
  const old =
    'CREATE TABLE "items" ("id" INTEGER PRIMARY KEY NOT NULL, "name" TEXT NOT NULL, "price" INTEGER NOT NULL DEFAULT (1)) STRICT';
  const unsafe = "UPDATE items SET price = price + 9007199254740991";
  const withNote = table(
    "items",
    { ...first.columns, note: integer({ nullable: true }) },
    { policy },
  );
  const rebuilt = table(
    "items",
    { ...first.columns, price: integer({ default: 1, check: "@ <> 7" }) },
    { policy },
  );

  test("is of the same shape as one made after, both ways", async () => {
    run(old);
    expect(planMigration(openSqlite(file()), toTables(first)).statements).toEqual([]);
    expect(await open(toTables(first))).toBeUndefined();
    await open(toTables(first), { mode: "production" });
    run("DROP TABLE items");
    await open(toTables(first));
    expect(String(run("SELECT sql FROM sqlite_schema WHERE name = 'items'")[0]?.["sql"])).toContain(
      'CONSTRAINT "items.price.safe" CHECK ("price" BETWEEN -9007199254740991 AND 9007199254740991)',
    );
    expect(planMigration(openSqlite(file()), toTables(first)).statements).toEqual([]);
  });

  test("refuses what a handler binds", async () => {
    run(old);
    await using opened = await openTestData({ items: first }, { database: openSqlite(file()) });
    for (const price of [2 ** 53, (2n ** 60n) as never]) {
      const insert = opened.data.write({
        operation: "insert",
        run: (db) => db.insertInto("items").values({ name: "a", price }).execute(),
      });
      await expect(insert).rejects.toMatchObject({ code: "check_violation", columns: ["price"] });
    }
  });

  test("gets it with a column that is added", async () => {
    run(old);
    run("INSERT INTO items VALUES (1, 'a', 5)");
    expect(await open(toTables(withNote))).toHaveLength(1);
    expect(() => run("UPDATE items SET note = 9007199254740992")).toThrow(/items\.note\.safe/);
    expect(run(unsafe)).toEqual([]);
  });

  test("gets it when it is made anew", async () => {
    run(old);
    run("INSERT INTO items VALUES (1, 'a', 5)");
    await open(toTables(rebuilt));
    expect(() => run(unsafe)).toThrow(/items\.price\.safe/);
    expect(run("SELECT * FROM items")).toEqual([{ id: 1, name: "a", price: 5 }]);
  });

  test("is not made anew over a row that could not be read, and keeps it", async () => {
    run(old);
    run("INSERT INTO items VALUES (1, 'a', 9007199254740992)");
    await expect(open(toTables(rebuilt))).rejects.toThrow(
      /CHECK constraint failed: items\.price\.safe/,
    );
    expect(run("SELECT CAST(price AS TEXT) AS price FROM items")).toEqual([
      { price: "9007199254740992" },
    ]);
  });

  test("differs still where a rule of that name says something else", () => {
    run(
      old.replace("DEFAULT (1)", 'DEFAULT (1) CONSTRAINT "items.price.safe" CHECK ("price" > 0)'),
    );
    expect(planMigration(openSqlite(file()), toTables(first)).statements).not.toEqual([]);
  });
});
