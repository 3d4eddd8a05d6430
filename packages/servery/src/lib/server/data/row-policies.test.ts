import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inspect } from "node:util";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import {
  ann,
  everything,
  notAnns,
  openTwoOwners as open,
  type OwnersData,
  type OwnersDb,
  raw,
  tables,
} from "../../../../test/data/two-owners.ts";
import { openTestData } from "../../../../test/data/fixture.ts";
import { openSqlite } from "../../adapters/sqlite/sqlite-database.ts";
import { isDataError } from "./data-error.ts";

/** A row's keys in what came back, the number of rows changed, or the code of the failure. */
type Outcome = readonly string[] | number | string;
type Scenario = readonly [
  name: string,
  run: string | ((db: OwnersDb) => Promise<unknown>),
  outcome: Outcome,
];

async function outcomeOf(run: () => Promise<unknown>): Promise<Outcome> {
  try {
    const result = await run();
    const rows = (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as Record<
      string,
      unknown
    >[];
    const first = Array.isArray(result) ? result[0] : result;
    const changed = [
      "numAffectedRows",
      "numUpdatedRows",
      "numDeletedRows",
      "numInsertedOrUpdatedRows",
    ]
      .map((name) => (first as Record<string, unknown>)?.[name])
      .find((value) => typeof value === "bigint");
    if (changed !== undefined) return Number(changed);
    return rows.map((row) => String(Object.values(row)[0]));
  } catch (error) {
    if (!isDataError(error)) throw error;
    expect(error.message).not.toMatch(/BEN/);
    return error.code;
  }
}

/** Ann runs each, and whatever comes of it, nothing of Ben's is seen, changed or taken over. */
async function check(run: Scenario[1], outcome: Outcome): Promise<void> {
  await using opened = await open();
  const { data } = opened;
  const before = notAnns(data);
  const statement = typeof run === "string" ? raw(run) : run;
  let seen: unknown;
  const found = await outcomeOf(() =>
    data.write({
      operation: "ann's",
      caller: ann,
      run: async (db) => (seen = await statement(db)),
    }),
  );
  expect(found).toEqual(outcome);
  expect(notAnns(data)).toEqual(before);
  expect(inspect(seen, { depth: 9 })).not.toMatch(/BEN/);
}

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
  test.each(scenarios)("%s", (_name, run, outcome) => check(run, outcome));

  test("streamed", () =>
    check(async (db) => {
      const rows = [];
      for await (const row of db.selectFrom("orders").selectAll().stream()) rows.push(row);
      return rows;
    }, own));
});

describe("a write reaches the caller's rows only:", () => {
  const insert = (userId: string, id = "new") => ({ id, userId, number: `n-${id}` });
  const scenarios: readonly Scenario[] = [
    ["an own row", (db) => db.insertInto("orders").values(insert("ann")).execute(), 1],
    [
      "a foreign row",
      (db) => db.insertInto("orders").values(insert("ben")).execute(),
      "policy_violation",
    ],
    [
      "a foreign row among own",
      (db) =>
        db
          .insertInto("orders")
          .values([insert("ann", "1"), insert("ben", "2")])
          .execute(),
      "policy_violation",
    ],
    [
      "a row, returning it",
      "INSERT INTO orders (id, userId, number) VALUES ('x', 'ann', 'x') RETURNING id",
      ["x"],
    ],
    [
      "a row, returning others",
      "INSERT INTO orders (id, userId, number) VALUES ('x', 'ann', 'x') RETURNING (SELECT group_concat(id) FROM orders WHERE id <> 'x')",
      own,
    ],
    [
      "insert or ignore",
      "INSERT OR IGNORE INTO orders (userId, number) VALUES ('ben', 'x')",
      "policy_violation",
    ],
    [
      "insert or fail",
      "INSERT OR FAIL INTO orders (userId, number) VALUES ('ann', 'x'), ('ben', 'y')",
      "policy_violation",
    ],
    [
      "insert … select",
      "INSERT INTO orders (id, userId, number) SELECT id || 'x', 'ann', number || 'x' FROM orders",
      1,
    ],
    [
      "insert … select from a builder",
      (db) =>
        db
          .insertInto("notes")
          .columns(["userId", "body"])
          .expression(db.selectFrom("orders").select([sql<string>`'ann'`.as("u"), "body"]))
          .execute(),
      1,
    ],
    [
      "insert from a CTE of the table's name",
      "WITH orders AS (SELECT 'x' AS id) INSERT INTO orders (id, userId, number) SELECT id, 'ann', 'x' FROM orders",
      1,
    ],
    ["insert … default values", "INSERT INTO orders DEFAULT VALUES", "policy_violation"],
    [
      "insert over a foreign key",
      (db) => db.insertInto("orders").values(insert("ann", "o-ben")).execute(),
      "unique_violation",
    ],
    [
      "upsert, doing nothing",
      (db) =>
        db
          .insertInto("orders")
          .values(insert("ann", "o-ben"))
          .onConflict((c) => c.doNothing())
          .execute(),
      0,
    ],
    [
      "upsert over a foreign row",
      (db) =>
        db
          .insertInto("orders")
          .values(insert("ann", "o-ben"))
          .onConflict((c) => c.column("id").doUpdateSet({ userId: "ann" }))
          .execute(),
      "unique_violation",
    ],
    [
      "upsert over a foreign row, seeing it",
      "INSERT INTO orders (id, userId, number) VALUES ('o-ben', 'ann', 'x') ON CONFLICT DO UPDATE SET number = number RETURNING body",
      "unique_violation",
    ],
    ...["BEN", "no such"].map(
      (guess) =>
        [
          `upsert over a foreign row, if it is ${guess}`,
          `INSERT INTO orders (id, userId, number) VALUES ('o-ben', 'ann', 'x') ON CONFLICT DO UPDATE SET number = 'y' WHERE body = '${guess}'`,
          "unique_violation",
        ] as const,
    ),
    [
      "upsert over an own row, if it is so",
      "INSERT INTO orders AS o (id, userId, number) VALUES ('o-ann', 'ann', 'x') ON CONFLICT DO UPDATE SET number = 'y' WHERE o.body = 'no such'",
      0,
    ],
    [
      "update what closes our parenthesis",
      "UPDATE orders SET body = 'x' WHERE id = 'o-ann') OR (1",
      "statement_invalid",
    ],
    [
      "upsert over an own row",
      (db) =>
        db
          .insertInto("orders")
          .values(insert("ann", "o-ann"))
          .onConflict((c) => c.column("id").doUpdateSet({ body: "new" }))
          .execute(),
      1,
    ],
    [
      "replace a foreign row",
      "REPLACE INTO orders (id, userId, number) VALUES ('o-ben', 'ann', 'x')",
      "unique_violation",
    ],
    [
      "replace a foreign row by another unique",
      "INSERT OR REPLACE INTO orders (id, userId, number) VALUES ('x', 'ann', 'number BEN')",
      "unique_violation",
    ],
    [
      "replace with the builder",
      (db) => db.replaceInto("orders").values(insert("ann", "o-ben")).execute(),
      "unique_violation",
    ],
    ["replace an own row", "REPLACE INTO notes (id, userId, body) VALUES ('n-ann', 'ann', 'x')", 1],
    ["update all", (db) => db.updateTable("orders").set({ body: "x" }).execute(), 1],
    [
      "update a foreign row",
      (db) => db.updateTable("orders").set({ body: "x" }).where("id", "=", "o-ben").execute(),
      0,
    ],
    ["update a foreign row, or another", "UPDATE orders SET body = 'x' WHERE id = 'o-ben' OR 1", 1],
    ["update, with a comment at the end", "UPDATE orders SET body = 'x' WHERE 1 -- all", 1],
    ["update, with a semicolon", "UPDATE orders SET body = 'x' ;", 1],
    ["update, returning", "UPDATE orders SET body = 'x' RETURNING id", own],
    [
      "update, returning from where",
      "UPDATE orders SET body = 'x' WHERE id LIKE 'o%' RETURNING id",
      own,
    ],
    ["update under an alias", "UPDATE orders AS o SET body = 'x' WHERE o.id LIKE 'o%'", 1],
    [
      "update under a quoted alias",
      "UPDATE 'orders' AS \"o o\" SET body = 'x' WHERE \"o o\".id LIKE 'o%'",
      1,
    ],
    [
      "update under an alias like ours",
      "UPDATE lines AS servery_1 SET body = 'x'",
      "statement_refused",
    ],
    ["update in brackets", "UPDATE [orders] SET body = 'x'", 1],
    ["update in capitals", "UPDATE ORDERS SET body = 'x'", 1],
    ["update after a comment", "/* a */ UPDATE /* b */ orders -- c\n SET body = 'x'", 1],
    [
      "update after a CTE",
      "WITH x(a) AS NOT MATERIALIZED (SELECT ')'), y AS (SELECT 1) UPDATE orders SET body = (SELECT a FROM x)",
      1,
    ],
    ["update … from", "UPDATE orders AS o SET body = p.body FROM orders AS p", 1],
    [
      "update … from, with the builder",
      (db) =>
        db
          .updateTable("orders as o")
          .from("users as u")
          .set((eb) => ({ body: eb.ref("u.name") }))
          .whereRef("u.id", "=", "o.userId")
          .execute(),
      1,
    ],
    [
      "update to what others have",
      "UPDATE orders SET body = (SELECT group_concat(body) FROM orders)",
      1,
    ],
    [
      "update to a foreign owner",
      (db) => db.updateTable("orders").set({ userId: "ben" }).where("id", "=", "o-ann").execute(),
      "policy_violation",
    ],
    [
      "update or ignore to a foreign owner",
      "UPDATE OR IGNORE orders SET userId = 'ben'",
      "policy_violation",
    ],
    [
      "update or replace over a foreign row",
      "UPDATE OR REPLACE orders SET number = 'number BEN'",
      "unique_violation",
    ],
    ["update to a foreign unique", "UPDATE orders SET number = 'number BEN'", "unique_violation"],
    [
      "update or ignore to a foreign unique",
      "UPDATE OR IGNORE orders SET number = 'number BEN'",
      0,
    ],
    ["update by schema", "UPDATE main.orders SET body = 'x'", "statement_refused"],
    [
      "update what fails on a foreign row",
      "UPDATE orders SET body = CASE userId WHEN 'ben' THEN json('no') ELSE 'x' END",
      1,
    ],
    ["delete all", (db) => db.deleteFrom("notes").execute(), 1],
    ["delete a foreign row", (db) => db.deleteFrom("notes").where("id", "=", "n-ben").execute(), 0],
    ["delete in raw SQL, returning", "DELETE FROM notes RETURNING id", ["n-ann"]],
    ["delete under an alias", "DELETE FROM notes AS n WHERE n.id IS NOT NULL", 1],
    ["delete by what is seen", "DELETE FROM notes WHERE id IN (SELECT id FROM notes)", 1],
    ["delete what is inherited", "DELETE FROM lines", 1],
    ["delete what the organisation has", "DELETE FROM projects", 1],
    [
      "insert for an organisation of others",
      "INSERT INTO projects (organizationId, body) VALUES ('org-ben', 'x')",
      "policy_violation",
    ],
    [
      "move to an organisation of others",
      "UPDATE projects SET organizationId = 'org-ben'",
      "policy_violation",
    ],
    ["become a member by another's row", "UPDATE memberships SET userId = 'ann'", 1],
    ["write what all may read", "UPDATE products SET body = 'x'", 0],
    ["insert what all may read", "INSERT INTO products (body) VALUES ('x')", "policy_violation"],
    ["insert what nobody sees", "INSERT INTO vault (body) VALUES ('x')", "policy_violation"],
    [
      "send a message as another",
      "INSERT INTO messages (fromId, toId, body) VALUES ('ben', 'ann', 'x')",
      "policy_violation",
    ],
  ];
  test.each(scenarios)("%s", (_name, run, outcome) => check(run, outcome));

  test("a message to someone whom the caller cannot see", async () => {
    await using opened = await open();
    const { data } = opened;
    const send = (toId: string) =>
      data.write({
        operation: "send",
        caller: ann,
        run: (db) =>
          db.insertInto("messages").values({ fromId: "ann", toId, body: "hi" }).execute(),
      });
    await send("ben");
    expect(everything(data)["messages"]).toHaveLength(2);
    await expect(send("nobody")).rejects.toMatchObject({ code: "foreign_key_violation" });
  });
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
