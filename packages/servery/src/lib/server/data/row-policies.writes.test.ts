import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { checkAsAnn, type Scenario } from "../../../../test/data/owners-scenario.ts";
import { ann, everything, openTwoOwners as open } from "../../../../test/data/two-owners.ts";

const own = ["o-ann"];

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
    ["update, ended before our condition", "UPDATE orders SET body = 'x'\0", "statement_refused"],
    [
      "update, ended in a comment before our condition",
      "UPDATE orders SET body = 'x' --\0",
      "statement_refused",
    ],
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
  test.each(scenarios)("%s", (_name, run, outcome) => checkAsAnn(run, outcome));

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
