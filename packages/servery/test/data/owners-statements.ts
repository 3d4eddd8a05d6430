import { type Compilable, type Kysely, sql } from "kysely";
import type { DatabaseOf } from "../../src/lib/server/data/table.ts";
import type { tables } from "./two-owners.ts";

export type OwnersKysely = Kysely<DatabaseOf<typeof tables>>;

/** What a random statement is filled in with. */
export interface Blanks {
  /** Keys of rows: Ann's, Ben's, or of none. */
  readonly key: string;
  readonly other: string;
  readonly user: string;
  readonly organization: string;
  readonly value: string;
}

export interface Runnable extends Compilable {
  execute(): Promise<unknown>;
}

type Make = (db: OwnersKysely, blanks: Blanks) => Runnable;

const o = (name: string) => `o-${name}`;
const orderOf = ({ key, user, value }: Blanks) => ({
  id: o(key),
  userId: user,
  number: `number ${value}`,
  body: value,
});

function raw(make: (blanks: Blanks) => ReturnType<typeof sql>): Make {
  return (db, blanks) => {
    const query = make(blanks);
    return { compile: () => query.compile(db), execute: () => query.execute(db) };
  };
}

/** Reads, through every construct that Kysely has, and SQL written by hand. */
export const reads: Readonly<Record<string, Make>> = {
  all: (db) => db.selectFrom("orders").select(["id", "userId", "body"]),
  byKey: (db, { key }) => db.selectFrom("orders").select(["id", "body"]).where("id", "=", o(key)),
  byOwner: (db, { user }) =>
    db.selectFrom("notes").select(["id", "body"]).where("userId", "=", user),
  not: (db, { key }) => db.selectFrom("orders").select("id").where("id", "!=", o(key)),
  range: (db, { key }) =>
    db.selectFrom("notes").select("id").where("id", ">", key).orderBy("id").limit(1),
  join: (db) =>
    db
      .selectFrom("lines")
      .innerJoin("orders", "orders.id", "lines.orderId")
      .select(["lines.id", "orders.body"]),
  star: (db) =>
    db
      .selectFrom("notes")
      .innerJoin("users", "users.id", "notes.userId")
      .selectAll("notes")
      .select("users.name"),
  sameName: (db) =>
    db
      .with("x", (qb) => qb.selectFrom("notes").select(["notes.body as b"]))
      .selectFrom("x")
      .innerJoin("notes as n", "n.body", "x.b")
      .select(["n.id", "x.b"]),
  leftJoin: (db) =>
    db
      .selectFrom("users")
      .leftJoin("notes", "notes.userId", "users.id")
      .select(["users.id", "notes.body"]),
  aggregate: (db) =>
    db.selectFrom("orders").select((eb) => [eb.fn.countAll().as("n"), eb.fn.max("body").as("m")]),
  group: (db) =>
    db
      .selectFrom("notes")
      .select((eb) => ["userId", eb.fn.countAll().as("n")])
      .groupBy("userId"),
  cte: (db) =>
    db
      .with("x", (qb) => qb.selectFrom("orders").select("body"))
      .selectFrom("x")
      .select("body"),
  union: (db) =>
    db.selectFrom("orders").select("body").unionAll(db.selectFrom("notes").select("body")),
  except: (db) =>
    db.selectFrom("orders").select("id").except(db.selectFrom("lines").select("orderId as id")),
  exists: (db, { key }) =>
    db
      .selectFrom("users")
      .select("id")
      .where((eb) => eb.exists(eb.selectFrom("orders").select("id").where("id", "=", o(key)))),
  subquery: (db) =>
    db.selectFrom("users").select((eb) => [
      "id",
      eb
        .selectFrom("projects")
        .select((p) => p.fn.countAll().as("n"))
        .as("n"),
    ]),
  lateral: (db) =>
    db
      .selectFrom((eb) => eb.selectFrom("lines").select(["body", "orderId"]).as("l"))
      .select(["l.body", "l.orderId"]),
  fragment: (db) =>
    db
      .selectFrom("users")
      .select(sql<string>`(SELECT count(*) || max(body) FROM orders)`.as("bodies")),
  withoutPlugins: (db) => db.withoutPlugins().selectFrom("projects").select(["id", "body"]),
  rawAll: raw(() => sql`SELECT id, body FROM "orders" ORDER BY id`),
  rawRecursive: raw(
    () =>
      sql`WITH RECURSIVE x(id) AS (SELECT id FROM lines UNION SELECT l.id FROM [lines] l, x) SELECT id FROM x ORDER BY id`,
  ),
  rawWindow: raw(() => sql`SELECT id, count(*) OVER () AS n FROM NOTES /* all */ ORDER BY id`),
  rawIn: raw(({ key }) => sql`SELECT ${o(key)} IN (SELECT id FROM orders) AS there`),
  rawValues: raw(() => sql`VALUES ((SELECT count(*) FROM projects), (SELECT count(*) FROM lines))`),
  rawIntersect: raw(() => sql`SELECT userId AS id FROM notes INTERSECT SELECT id FROM users`),
};

/** Writes, likewise. */
export const writes: Readonly<Record<string, Make>> = {
  insert: (db, blanks) => db.insertInto("orders").values(orderOf(blanks)),
  insertReturning: (db, blanks) =>
    db.insertInto("orders").values(orderOf(blanks)).returning(["id", "body"]),
  insertTwo: (db, { key, other, user, value }) =>
    db.insertInto("notes").values([
      { id: `n-${key}`, userId: user, orderId: null, body: value },
      { id: `n-${other}`, userId: user, orderId: o(other), body: value },
    ]),
  insertLine: (db, { key, other, value }) =>
    db.insertInto("lines").values({ id: `l-${key}`, orderId: o(other), body: value }),
  insertProject: (db, { key, organization, value }) =>
    db.insertInto("projects").values({ id: `p-${key}`, organizationId: organization, body: value }),
  insertSelect: (db, { key, user }) =>
    db
      .insertInto("notes")
      .columns(["id", "userId", "body"])
      .expression(
        db
          .selectFrom("orders")
          .select([
            sql<string>`${`n-${key}`} || id`.as("id"),
            sql<string>`${user}`.as("u"),
            "body",
          ]),
      ),
  doNothing: (db, blanks) =>
    db
      .insertInto("orders")
      .values(orderOf(blanks))
      .onConflict((c) => c.doNothing()),
  doUpdate: (db, blanks) =>
    db
      .insertInto("orders")
      .values(orderOf(blanks))
      .onConflict((c) => c.column("id").doUpdateSet({ body: blanks.value })),
  doUpdateOwner: (db, blanks) =>
    db
      .insertInto("orders")
      .values(orderOf(blanks))
      .onConflict((c) =>
        c.column("number").doUpdateSet({ userId: blanks.user, body: blanks.value }),
      ),
  orIgnore: (db, blanks) => db.insertInto("orders").orIgnore().values(orderOf(blanks)),
  orReplace: (db, blanks) => db.insertInto("orders").orReplace().values(orderOf(blanks)),
  replace: (db, { key, user, value }) =>
    db.replaceInto("notes").values({ id: `n-${key}`, userId: user, body: value }),
  updateAll: (db, { value }) => db.updateTable("orders").set({ body: value }),
  updateKey: (db, { key, value }) =>
    db.updateTable("orders").set({ body: value }).where("id", "=", o(key)),
  updateOwner: (db, { key, user }) =>
    db.updateTable("notes").set({ userId: user }).where("id", "=", `n-${key}`),
  updateReference: (db, { key, other }) =>
    db
      .updateTable("notes")
      .set({ orderId: o(other) })
      .where("id", "=", `n-${key}`),
  updateUnique: (db, { key, value }) =>
    db
      .updateTable("orders")
      .set({ number: `number ${value}` })
      .where("id", "=", o(key)),
  updateFrom: (db) =>
    db
      .updateTable("notes as n")
      .from("orders as x")
      .set((eb) => ({ body: eb.ref("x.body") }))
      .whereRef("x.id", "=", "n.orderId"),
  updateOrganization: (db, { organization }) =>
    db.updateTable("projects").set({ organizationId: organization }),
  updateReturning: (db, { value }) =>
    db.updateTable("lines").set({ body: value }).returning(["id", "body"]),
  deleteKey: (db, { key }) => db.deleteFrom("orders").where("id", "=", o(key)),
  deleteAll: (db) => db.deleteFrom("lines"),
  deleteReturning: (db) => db.deleteFrom("notes").returning(["id", "body"]),
  deleteWhere: (db) =>
    db.deleteFrom("projects").where("id", "in", (eb) => eb.selectFrom("projects").select("id")),
  rawUpdate: raw(
    ({ value }) =>
      sql`UPDATE /* x */ "orders" AS o SET body = ${value} WHERE o.id LIKE 'o%' OR 1 -- all`,
  ),
  rawUpdateOr: raw(
    ({ key, value }) =>
      sql`UPDATE OR REPLACE Orders SET number = ${`number ${value}`} WHERE (id) = ${o(key)}`,
  ),
  rawDelete: raw(
    () =>
      sql`WITH x AS (SELECT id FROM notes) DELETE FROM [notes] WHERE id IN (SELECT id FROM x) RETURNING id`,
  ),
  rawReplace: raw(
    ({ key, user, value }) =>
      sql`REPLACE INTO orders (id, userId, number) VALUES (${o(key)}, ${user}, ${`number ${value}`})`,
  ),
  rawUpsert: raw(
    ({ key, user, value }) =>
      sql`INSERT INTO 'notes' (id, userId, body) VALUES (${`n-${key}`}, ${user}, ${value}) ON CONFLICT (id) DO UPDATE SET body = notes.body || excluded.body RETURNING id, body`,
  ),
  rawInsertSelect: raw(
    ({ user }) =>
      sql`INSERT OR IGNORE INTO notes (id, userId, body) SELECT 'c' || id, ${user}, body FROM notes ORDER BY id LIMIT 2`,
  ),
};
