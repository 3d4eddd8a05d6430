import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import {
  ann,
  everything,
  openTwoOwners as open,
  type OwnersData,
  type OwnersDb,
  raw,
  tables,
} from "../../../../test/data/two-owners.ts";
import { openTestData } from "../../../../test/data/fixture.ts";
import { checkAsAnn, type Scenario } from "../../../../test/data/owners-scenario.ts";
import { openSqlite } from "../../adapters/sqlite/sqlite-database.ts";
import { isDataError } from "./data-error.ts";

const own = ["o-ann"];

describe("a read reaches the caller's rows only:", () => {
  const scenarios: readonly Scenario[] = [
    ["all of them", (db) => db.selectFrom("orders").selectAll().execute(), own],
    [
      "by a foreign key",
      (db) => db.selectFrom("orders").selectAll().where("id", "=", "o-ben").execute(),
      [],
    ],
    ["in raw SQL", "SELECT * FROM orders", own],
    ["in lower and upper case", "select * from OrDeRs", own],
    ["in double quotes", 'SELECT * FROM "orders"', own],
    ["in backticks", "SELECT * FROM `orders`", own],
    ["in brackets", "SELECT * FROM [orders]", own],
    ["in single quotes", "SELECT * FROM 'orders'", own],
    ["after comments", "SELECT * FROM /* all */ orders -- of them", own],
    ["under an alias", "SELECT main.* FROM orders AS main", "statement_refused"],
    ["counted", "SELECT count(*) FROM orders", ["1"]],
    ["counted, where a role would open all", "SELECT count(*) FROM tickets", ["1"]],
    [
      "in a join",
      (db) =>
        db
          .selectFrom("lines")
          .innerJoin("orders", "orders.id", "lines.orderId")
          .select("orders.id")
          .execute(),
      own,
    ],
    ["in a join to an open table", "SELECT o.id FROM products LEFT JOIN orders o ON true", own],
    ["in a comma join", "SELECT o.id FROM orders o, orders p", own],
    ["in a CTE", "WITH x AS (SELECT * FROM orders) SELECT id FROM x", own],
    [
      "in a CTE of the same name",
      "WITH orders AS (SELECT * FROM orders) SELECT id FROM orders",
      "statement_invalid",
    ],
    [
      "in a materialized CTE",
      "WITH x AS MATERIALIZED (SELECT * FROM orders) SELECT id FROM x",
      own,
    ],
    [
      "in a recursive CTE",
      "WITH RECURSIVE x(id) AS (SELECT id FROM orders UNION SELECT o.id FROM orders o, x) SELECT id FROM x",
      own,
    ],
    ["in a compound", "SELECT id FROM orders UNION ALL SELECT id FROM orders", ["o-ann", "o-ann"]],
    [
      "in a builder's compound",
      (db) =>
        db.selectFrom("orders").select("id").union(db.selectFrom("orders").select("id")).execute(),
      own,
    ],
    ["in a subquery", "SELECT (SELECT group_concat(id) FROM orders) FROM products", own],
    ["in EXISTS", "SELECT EXISTS (SELECT 1 FROM orders WHERE id = 'o-ben')", ["0"]],
    ["in IN", "SELECT id FROM products WHERE 'o-ben' IN (SELECT id FROM orders)", []],
    ["in IN of a table", "SELECT id FROM products WHERE 'ben' IN users", "statement_invalid"],
    ["in ORDER BY", "SELECT id FROM products ORDER BY (SELECT max(body) FROM orders)", ["pr"]],
    ["in a window", "SELECT id, count(*) OVER () FROM orders", own],
    ["in VALUES", "VALUES ((SELECT group_concat(id) FROM orders))", own],
    [
      "in a raw fragment",
      (db) =>
        db
          .selectFrom("products")
          .select(sql<string>`(SELECT group_concat(id) FROM orders)`.as("ids"))
          .execute(),
      own,
    ],
    ["by sql.table", (db) => sql`SELECT * FROM ${sql.table("orders")}`.execute(db), own],
    [
      "withoutPlugins()",
      (db) => db.withoutPlugins().selectFrom("orders").selectAll().execute(),
      own,
    ],
    [
      "withSchema()",
      (db) => db.withSchema("main").selectFrom("orders").selectAll().execute(),
      "statement_refused",
    ],
    ["by schema", "SELECT * FROM main.orders", "statement_refused"],
    ["by quoted schema", 'SELECT * FROM "MAIN" . orders', "statement_refused"],
    ["by a schema in single quotes", "SELECT * FROM 'main'.orders", "statement_refused"],
    ["by schema after a comment", "SELECT * FROM main/**/./**/orders", "statement_refused"],
    ["by the temporary schema", "SELECT sql FROM temp.sqlite_schema", "statement_refused"],
    [
      "by schema behind a parameter that hides it",
      "SELECT $a('), id FROM main.orders --')",
      "statement_refused",
    ],
    ["by rowid", "SELECT rowid FROM orders", "statement_invalid"],
    ["by its statistics", "SELECT * FROM sqlite_stat1", "statement_invalid"],
    ["by its pages", "SELECT * FROM dbstat", "statement_refused"],
    ["inherited", (db) => db.selectFrom("lines").selectAll().execute(), ["l-ann"]],
    ["of an organisation", (db) => db.selectFrom("projects").selectAll().execute(), ["p-ann"]],
    ["of themselves", (db) => db.selectFrom("users").selectAll().execute(), ["ann"]],
    ["sent or received", (db) => db.selectFrom("messages").selectAll().execute(), []],
    ["of nobody", (db) => db.selectFrom("vault").selectAll().execute(), []],
    ["of everyone", (db) => db.selectFrom("products").selectAll().execute(), ["pr"]],
    ["as whom they pretend to be", "SELECT servery_user()", "statement_refused"],
  ];
  test.each(scenarios)("%s", (_name, run, outcome) => checkAsAnn(run, outcome));

  test("streamed", () =>
    checkAsAnn(async (db) => {
      const rows = [];
      for await (const row of db.selectFrom("orders").selectAll().stream()) rows.push(row);
      return rows;
    }, own));
});

describe("a reference to a foreign row is one to a row that does not exist:", () => {
  const messageOf = async (run: (db: OwnersDb, key: string) => Promise<unknown>, key: string) => {
    await using opened = await open();
    const error = await opened.data
      .write({ operation: "refer", caller: ann, run: (db) => run(db, key) })
      .then(
        () => undefined,
        (failure: unknown) => failure,
      );
    if (!isDataError(error)) return error;
    return { code: error.code, message: error.message, table: error.table, columns: error.columns };
  };
  test.each<[string, (db: OwnersDb, key: string) => Promise<unknown>]>([
    ["inserted", (db, orderId) => db.insertInto("lines").values({ orderId, body: "x" }).execute()],
    [
      "inserted beside a bad value",
      (db, orderId) =>
        db.insertInto("notes").values({ userId: "ben", orderId, body: "x" }).execute(),
    ],
    ["in an open table", (db, orderId) => db.insertInto("marks").values({ orderId }).execute()],
    ["updated", (db, orderId) => db.updateTable("notes").set({ orderId }).execute()],
    ["in raw SQL", (db, key) => sql`UPDATE notes SET orderId = ${key}`.execute(db)],
  ])("%s", async (_name, run) => {
    const foreign = await messageOf(run, "o-ben");
    expect(foreign).toMatchObject({ code: "foreign_key_violation" });
    expect(await messageOf(run, "o-none")).toEqual(foreign);
    expect(await messageOf(run, "o-ann")).not.toEqual(foreign);
  });
});

describe("a cascade", () => {
  const deleteOrder = (db: OwnersDb) => db.deleteFrom("orders").where("id", "=", "o-ann").execute();

  test("takes own rows along", async () => {
    await using opened = await open();
    await opened.data.write({ operation: "delete", caller: ann, run: deleteOrder });
    const left = everything(opened.data);
    expect(left["lines"]?.map(({ id }) => id)).toEqual(["l-ben"]);
    expect(left["notes"]?.map(({ orderId }) => orderId)).toEqual([null, "o-ben"]);
  });

  test("over a foreign row does not happen", async () => {
    await using opened = await open();
    const { data } = opened;
    await data.write({
      operation: "tie",
      unrestricted: true,
      run: (db) =>
        db.updateTable("notes").set({ orderId: "o-ann" }).where("id", "=", "n-ben").execute(),
    });
    const before = everything(data);
    const deleting = data.write({ operation: "delete", caller: ann, run: deleteOrder });
    await expect(deleting).rejects.toMatchObject({ code: "foreign_key_violation" });
    expect(everything(data)).toEqual(before);
  });
});

describe("what migrations made beside the tables", () => {
  const withSchema = async (statement: string, run: (data: OwnersData) => Promise<unknown>) => {
    const folder = mkdtempSync(join(tmpdir(), "servery-"));
    const file = join(folder, "data.sqlite");
    try {
      await (await open({ database: openSqlite(file) })).data.close();
      const database = new DatabaseSync(file);
      database.exec(statement);
      database.close();
      await using opened = await openTestData(tables, { database: openSqlite(file) });
      return await run(opened.data);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const byAnn = (statement: string) => (data: OwnersData) =>
    data.write({ operation: "by hand", caller: ann, run: raw(statement) });

  test("a view over a table with a policy is refused, for it would show all", async () => {
    const look = withSchema("CREATE VIEW v AS SELECT * FROM orders", byAnn("SELECT * FROM v"));
    await expect(look).rejects.toMatchObject({
      code: "statement_refused",
      message: expect.stringContaining("by way of v"),
    });
  });

  test.each([
    "SELECT count(*) FROM v",
    "SELECT 1 FROM products, v",
    'SELECT EXISTS (SELECT 1 FROM "V")',
  ])("such a view does not even tell how many rows there are: %s", async (statement) => {
    for (const view of [
      "SELECT * FROM orders",
      "SELECT id FROM orders UNION ALL SELECT id FROM notes",
    ])
      await expect(withSchema(`CREATE VIEW v AS ${view}`, byAnn(statement))).rejects.toMatchObject({
        code: "statement_refused",
      });
  });

  test("a view of a trigger's name is refused too", async () => {
    const look = withSchema(
      "CREATE TRIGGER v AFTER INSERT ON products BEGIN SELECT 1; END; CREATE VIEW v AS SELECT * FROM orders",
      byAnn("SELECT * FROM v"),
    );
    await expect(look).rejects.toMatchObject({ code: "statement_refused" });
  });

  test("a trigger looks at all rows, and changes the caller's", async () => {
    const trigger = (row: string) =>
      `CREATE TRIGGER tr AFTER INSERT ON notes BEGIN UPDATE orders SET total = (SELECT count(*) FROM notes) WHERE id = '${row}'; END`;
    const insert = "INSERT INTO notes (userId, body) VALUES ('ann', 'x')";
    const totals = async (data: OwnersData) => {
      await byAnn(insert)(data);
      return everything(data)["orders"]?.map(({ total }) => total);
    };
    expect(await withSchema(trigger("o-ann"), totals)).toEqual([3, 0]);
    await expect(withSchema(trigger("o-ben"), totals)).rejects.toMatchObject({
      code: "foreign_key_violation",
    });
  });
});
