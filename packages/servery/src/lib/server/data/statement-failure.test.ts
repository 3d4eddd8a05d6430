import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openTestData } from "../../../../test/data/fixture.ts";
import { id, integer, ref, text } from "./column.ts";
import type { Db } from "./data.ts";
import { isDataError } from "./data-error.ts";
import { everyone } from "./policy.ts";
import { table } from "./table.ts";

const users = table(
  "users",
  {
    id: id({ type: "integer" }),
    email: text({ unique: true, check: "@ LIKE '%@%'" }),
    plan: text({ values: ["free", "pro"], default: "free" }),
  },
  { policy: everyone },
);
const orders = table(
  "orders",
  {
    id: id({ type: "integer" }),
    userId: ref(() => users),
    day: text(),
    cents: integer({ default: 1, check: "@ > 0" }),
    paid: integer({ default: 0 }),
  },
  { policy: everyone, uniques: [["userId", "day"]], checks: ["paid <= cents"] },
);
const tables = { users, orders };
type TestDb = Db<typeof tables>;

/** Runs a statement on a store with one user and one order. */
async function failureOf(run: (db: TestDb) => Promise<unknown>): Promise<unknown> {
  await using opened = await openTestData(tables);
  const both = opened.data.write({
    operation: "test",
    async run(db) {
      await db.insertInto("users").values({ id: 1, email: "a@example.com" }).execute();
      await db.insertInto("orders").values({ id: 1, userId: 1, day: "mon" }).execute();
      await run(db);
    },
  });
  return both.then(
    () => "no failure",
    (error: unknown) => error,
  );
}

const order = { userId: 1, day: "tue" };

describe("a violated constraint is named by table and column:", () => {
  const scenarios: readonly [
    what: string,
    run: (db: TestDb) => Promise<unknown>,
    expected: object,
  ][] = [
    [
      "unique",
      (db) => db.insertInto("users").values({ email: "a@example.com" }).execute(),
      {
        code: "unique_violation",
        table: "users",
        columns: ["email"],
        message: "users.email must be unique, and this value is taken.",
      },
    ],
    [
      "primary key",
      (db) => db.insertInto("users").values({ id: 1, email: "b@example.com" }).execute(),
      { code: "unique_violation", table: "users", columns: ["id"] },
    ],
    [
      "unique together",
      (db) => db.insertInto("orders").values({ userId: 1, day: "mon" }).execute(),
      { code: "unique_violation", table: "orders", columns: ["userId", "day"] },
    ],
    [
      "not null",
      (db) =>
        db
          .insertInto("orders")
          .values({ ...order, day: null as never })
          .execute(),
      { code: "not_null_violation", table: "orders", columns: ["day"] },
    ],
    [
      "a check",
      (db) =>
        db
          .insertInto("orders")
          .values({ ...order, cents: 0 })
          .execute(),
      {
        code: "check_violation",
        table: "orders",
        columns: ["cents"],
        message: "orders.cents breaks the rule cents > 0.",
      },
    ],
    [
      "a check that holds the sign itself",
      (db) => db.insertInto("users").values({ email: "nowhere" }).execute(),
      { code: "check_violation", table: "users", columns: ["email"] },
    ],
    [
      "allowed values",
      (db) =>
        db
          .updateTable("users")
          .set({ plan: "gold" as never })
          .execute(),
      {
        code: "check_violation",
        columns: ["plan"],
        message: "users.plan breaks the rule plan IN ('free', 'pro').",
      },
    ],
    [
      "a check over the row",
      (db) => db.updateTable("orders").set({ paid: 9 }).execute(),
      {
        code: "check_violation",
        table: "orders",
        columns: [],
        message: "orders breaks the rule paid <= cents.",
      },
    ],
    [
      "a type",
      (db) =>
        db
          .insertInto("orders")
          .values({ ...order, cents: "many" as never })
          .execute(),
      { code: "type_violation", table: "orders", columns: ["cents"] },
    ],
    [
      "a reference to nothing, inserted",
      (db) =>
        db
          .insertInto("orders")
          .values({ ...order, userId: 9 })
          .execute(),
      {
        code: "foreign_key_violation",
        table: "orders",
        columns: ["userId"],
        message: "orders.userId refers to a row of users that does not exist.",
      },
    ],
    [
      "a reference to nothing, in one row of many",
      (db) =>
        db
          .insertInto("orders")
          .values([order, { ...order, userId: 9, day: "x" }])
          .execute(),
      { code: "foreign_key_violation", table: "orders", columns: ["userId"] },
    ],
    [
      "a reference to nothing, updated",
      (db) => db.updateTable("orders").set({ userId: 9 }).execute(),
      { code: "foreign_key_violation", table: "orders", columns: ["userId"] },
    ],
    [
      "a row still referred to",
      (db) => db.deleteFrom("users").execute(),
      {
        code: "foreign_key_violation",
        table: "users",
        message: "The row of users is still referred to by orders.userId.",
      },
    ],
    [
      "a reference in raw SQL",
      (db) => sql`insert into orders ("userId", day) values (9, 'x')`.execute(db),
      { code: "foreign_key_violation" },
    ],
    [
      "SQL that is wrong",
      (db) => sql`select * from nowhere`.execute(db),
      { code: "statement_invalid", message: "The statement is not valid: no such table: nowhere." },
    ],
    [
      "a value that SQL does not have",
      (db) =>
        db
          .insertInto("users")
          .values({ email: Symbol("x") as never })
          .execute(),
      { code: "value_invalid" },
    ],
  ];
  test.each(scenarios)("%s", async (_what, run, expected) => {
    const error = await failureOf(run);
    expect(error).toMatchObject(expected);
    expect(isDataError(error, (expected as { code: "unique_violation" }).code)).toBe(true);
    expect(isDataError(error, "busy")).toBe(false);
  });
});

test("a failed statement undoes itself alone: its handler may go on", async () => {
  await using opened = await openTestData(tables);
  await opened.data.write({
    operation: "goes on",
    async run(db) {
      await db.insertInto("users").values({ email: "a@example.com" }).execute();
      await expect(
        db
          .insertInto("users")
          .values([{ email: "b@example.com" }, { email: "a@example.com" }])
          .execute(),
      ).rejects.toMatchObject({ code: "unique_violation" });
      await db.insertInto("users").values({ email: "c@example.com" }).execute();
    },
  });
  const emails = await opened.data.read((db) => db.selectFrom("users").select("email").execute());
  expect(emails.map(({ email }) => email)).toEqual(["a@example.com", "c@example.com"]);
});
