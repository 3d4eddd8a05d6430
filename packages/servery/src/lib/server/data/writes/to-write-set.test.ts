import { describe, expect, test } from "vitest";
import { describeWrites, openRecorded } from "../../../../../test/data/record-writes.ts";
import { id, text } from "../column.ts";
import { owner } from "../policy.ts";
import { readCatalog } from "../read-catalog.ts";
import { holdPolicies } from "../row-policies.ts";
import { toDataSchema } from "../schema.ts";
import { table } from "../table.ts";
import { toCreateTable } from "../table-ddl.ts";
import { toWriteSet } from "./to-write-set.ts";

/** What is told of the commit of `sql`, where `setup` has run. */
function writesOf(setup: string, sql: string): readonly string[] {
  using database = openRecorded(setup);
  return describeWrites(database.record(sql));
}

const items = `CREATE TABLE items (id TEXT PRIMARY KEY NOT NULL, name TEXT, price INTEGER UNIQUE) STRICT;
  INSERT INTO items VALUES ('a', 'Ant', 1), ('b', 'Bee', 2), ('c', NULL, 3);`;
const family = `CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents ON DELETE CASCADE ON UPDATE CASCADE);
  CREATE TABLE toys (id INTEGER PRIMARY KEY, child INTEGER REFERENCES children ON DELETE SET NULL);
  INSERT INTO parents VALUES (1, 'p'), (2, 'q'); INSERT INTO children VALUES (1, 1), (2, 2);
  INSERT INTO toys VALUES (1, 1), (2, 2);`;
const logged = `${items} CREATE TABLE log (id INTEGER PRIMARY KEY, word TEXT);
  CREATE TRIGGER told AFTER DELETE ON items BEGIN INSERT INTO log (word) VALUES (old.name); END;`;
const numbers = Array.from({ length: 40 }, (_, index) => index);

type Scenario = readonly [what: string, setup: string, sql: string, told: readonly string[]];

describe("what is told of", () => {
  test.each<Scenario>([
    ["nothing", items, "UPDATE items SET name = name; DELETE FROM items WHERE id = 'z'", []],
    ["an insert", items, "INSERT INTO items (id) VALUES ('d')", ["+ items d|null|null"]],
    [
      "updates: rows are whole, and only what has another value is said to be changed",
      items,
      "UPDATE items SET name = 'Bug', price = price WHERE id <> 'b'",
      ["~ items a|Ant|1 > a|Bug|1 (name)", "~ items c|null|3 > c|Bug|3 (name)"],
    ],
    [
      "an update of all but the key",
      items,
      "UPDATE items SET name = NULL, price = 9 WHERE id = 'a'",
      ["~ items a|Ant|1 > a|null|9 (name,price)"],
    ],
    [
      "a key that changes: another row",
      items,
      "UPDATE items SET id = 'z' WHERE id = 'a'",
      ["+ items z|Ant|1", "- items a|Ant|1"],
    ],
    [
      "keys that change places",
      "CREATE TABLE t (k INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (1, 'one'), (2, 'two');",
      "UPDATE t SET k = -k; UPDATE t SET k = 3 + k",
      ["~ t 1|one > 1|two (a)", "~ t 2|two > 2|one (a)"],
    ],
    ["a delete", items, "DELETE FROM items WHERE id = 'c'", ["- items c|null|3"]],
    [
      "a delete of all",
      items,
      "DELETE FROM items",
      ["- items a|Ant|1", "- items b|Bee|2", "- items c|null|3"],
    ],
    [
      "a row that is made and deleted",
      items,
      "INSERT INTO items (id) VALUES ('d'); DELETE FROM items WHERE id = 'd'",
      [],
    ],
    [
      "a row that is deleted and made again",
      items,
      "DELETE FROM items WHERE id = 'a'; INSERT INTO items VALUES ('a', 'Ape', 1)",
      ["~ items a|Ant|1 > a|Ape|1 (name)"],
    ],
    [
      "two updates of one row",
      items,
      "UPDATE items SET name = 'x' WHERE id = 'a'; UPDATE items SET name = 'Ant', price = 7 WHERE id = 'a'",
      ["~ items a|Ant|1 > a|Ant|7 (price)"],
    ],
    [
      "REPLACE over one row by its key and another by a unique",
      items,
      "REPLACE INTO items VALUES ('a', 'Ape', 2)",
      ["- items b|Bee|2", "~ items a|Ant|1 > a|Ape|2 (name,price)"],
    ],
    [
      "UPDATE OR REPLACE",
      items,
      "UPDATE OR REPLACE items SET price = 1 WHERE id = 'c'",
      ["- items a|Ant|1", "~ items c|null|3 > c|null|1 (price)"],
    ],
    [
      "an upsert",
      items,
      "INSERT INTO items VALUES ('a', 'Ape', 9), ('d', 'Dog', 9) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
      ["+ items d|Dog|9", "~ items a|Ant|1 > a|Ape|1 (name)"],
    ],
    [
      "INSERT … SELECT into an empty table, as it is copied page by page",
      `${items} CREATE TABLE copies (id TEXT PRIMARY KEY NOT NULL, name TEXT, price INTEGER UNIQUE) STRICT`,
      "INSERT INTO copies SELECT * FROM items",
      ["+ copies a|Ant|1", "+ copies b|Bee|2", "+ copies c|null|3"],
    ],
    [
      "cascades",
      family,
      "DELETE FROM parents WHERE id = 1; UPDATE parents SET id = 3 WHERE id = 2",
      [
        "+ parents 3|q",
        "- children 1|1",
        "- parents 1|p",
        "- parents 2|q",
        "~ children 2|2 > 2|3 (parent)",
        "~ toys 1|1 > 1|null (child)",
      ],
    ],
    [
      "triggers, and REPLACE firing them",
      logged,
      "REPLACE INTO items VALUES ('a', 'Ape', 1)",
      ["+ log 1|Ant", "~ items a|Ant|1 > a|Ape|1 (name)"],
    ],
    [
      "a savepoint that is rolled back, and one that is not",
      items,
      "SAVEPOINT s; DELETE FROM items; ROLLBACK TO s; RELEASE s; SAVEPOINT s; DELETE FROM items WHERE id = 'a'; RELEASE s",
      ["- items a|Ant|1"],
    ],
    [
      "a table without rowids, with a key of two columns that are not its first",
      `CREATE TABLE pairs (note, b INTEGER, a TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
       INSERT INTO pairs VALUES ('x', 1, 'a'), ('y', 2, 'a'), ('z', 1, 'b')`,
      "UPDATE pairs SET note = 'n' WHERE a = 'a' AND b = 2; UPDATE pairs SET b = 5 WHERE a = 'b'",
      ["+ pairs z|5|b", "- pairs z|1|b", "~ pairs y|2|a > n|2|a (note)"],
    ],
    [
      "keys that are bytes",
      "CREATE TABLE t (k BLOB PRIMARY KEY NOT NULL, a, b); INSERT INTO t VALUES (x'00ff', 1, 2), (x'', 3, 4)",
      "UPDATE t SET a = x'aa'",
      ["~ t x00ff|1|2 > x00ff|xaa|2 (a)", "~ t x|3|4 > x|xaa|4 (a)"],
    ],
    [
      "whole numbers beyond JavaScript's",
      `CREATE TABLE t (k INTEGER PRIMARY KEY, a, b);
       INSERT INTO t VALUES (9007199254740993, 1, 2), (-9223372036854775807, 3, 9007199254740995)`,
      "UPDATE t SET a = a + 1 WHERE a = 1; UPDATE t SET b = 0, a = 9007199254740997 WHERE a = 3",
      [
        "~ t -9223372036854775807|3|9007199254740995 > -9223372036854775807|9007199254740997|0 (a,b)",
        "~ t 9007199254740993|1|2 > 9007199254740993|2|2 (a)",
      ],
    ],
    [
      "values of other kinds that are equal",
      "CREATE TABLE t (k INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (1, '5', x'61'), (2, NULL, '')",
      "UPDATE t SET a = 5, b = 'a' WHERE k = 1; UPDATE t SET a = '', b = NULL WHERE k = 2",
      ["~ t 1|5|x61 > 1|5|a (a,b)", "~ t 2|null| > 2||null (a,b)"],
    ],
    [
      "generated columns: not their values, but that they change",
      `CREATE TABLE t (v AS (a + 1), k INTEGER PRIMARY KEY, a, s AS (v * b) STORED, b, c);
       INSERT INTO t VALUES (1, 2, 3, 4), (2, 3, 4, 5)`,
      "UPDATE t SET a = 7 WHERE k = 1; UPDATE t SET c = 0 WHERE k = 2; INSERT INTO t VALUES (3, 0, 0, 0)",
      ["+ t 3|0|0|0", "~ t 1|2|3|4 > 1|7|3|4 (a,v,s)", "~ t 2|3|4|5 > 2|3|4|0 (c)"],
    ],
    [
      "columns that were added to rows that were there",
      `${items} ALTER TABLE items ADD COLUMN stock INTEGER NOT NULL DEFAULT 7; ALTER TABLE items ADD COLUMN weight REAL DEFAULT 2.5;`,
      "DELETE FROM items WHERE id = 'a'; UPDATE items SET stock = 1 WHERE id = 'b'",
      ["- items a|Ant|1|7|2.5", "~ items b|Bee|2|7|2.5 > b|Bee|2|1|2.5 (stock)"],
    ],
    [
      "names that need quoting",
      `CREATE TABLE "a ""b"" main.x" ("k k" TEXT PRIMARY KEY NOT NULL, "__proto__", "select"); INSERT INTO "a ""b"" main.x" VALUES ('k', 1, 2)`,
      `UPDATE "a ""b"" main.x" SET "select" = 3`,
      [`~ a "b" main.x k|1|2 > k|1|3 (select)`],
    ],
    [
      "temporary tables",
      `${items} CREATE TEMP TABLE items (id TEXT PRIMARY KEY NOT NULL)`,
      "INSERT INTO items VALUES ('temporary'); DELETE FROM main.items WHERE id = 'a'",
      ["- items a|Ant|1"],
    ],
    [
      "rows without a key: those of a table that has none, and those that have NULL in it",
      "CREATE TABLE keyless (a); CREATE TABLE loose (k TEXT PRIMARY KEY, a);",
      "INSERT INTO keyless VALUES (1); INSERT INTO loose VALUES (NULL, 1), ('k', 2)",
      ["+ loose k|2"],
    ],
    [
      "not of a rowid that is no column, nor of the same row made again in another place",
      items.replace(" STRICT", ""),
      "UPDATE items SET rowid = 9 WHERE id = 'a'; REPLACE INTO items VALUES ('b', 'Bee', 2)",
      [],
    ],
    [
      "the engine's own tables, and SQLite's",
      `CREATE TABLE servery_outcomes (k TEXT PRIMARY KEY NOT NULL); ${items} ANALYZE;`,
      "INSERT INTO servery_outcomes VALUES ('x'); DELETE FROM items WHERE id = 'a'; ANALYZE",
      ["- items a|Ant|1"],
    ],
  ])("%s", (_, setup, sql, told) => {
    expect(writesOf(setup, sql)).toEqual(told);
  });
});

describe("a virtual table is told as a whole:", () => {
  const rows =
    "CREATE TABLE docs (id INTEGER PRIMARY KEY, body, other); INSERT INTO docs VALUES (1, 'one', 1), (2, 'two', 2);";
  const inserted = "INSERT INTO found (rowid, body) VALUES (3, 'three')";
  const outside = `${rows} CREATE VIRTUAL TABLE found USING fts5(body, content='docs', content_rowid='id');
    INSERT INTO found (found) VALUES ('rebuild');`;
  test.each<Scenario>([
    ["its own contents", "CREATE VIRTUAL TABLE found USING fts5(body)", inserted, ["? found"]],
    [
      "no contents",
      "CREATE VIRTUAL TABLE found USING fts5(body, content='')",
      inserted,
      ["? found"],
    ],
    [
      "no contents, no sizes",
      "CREATE VIRTUAL TABLE found USING fts5(body, content='', columnsize=0)",
      inserted,
      ["? found"],
    ],
    [
      "its settings",
      "CREATE VIRTUAL TABLE found USING fts5(body)",
      "INSERT INTO found (found, rank) VALUES ('rank', 'bm25(10.0)')",
      ["? found"],
    ],
    ["the index of another's contents", outside, inserted, ["? found"]],
    [
      "another's contents",
      outside,
      "UPDATE docs SET other = 0 WHERE id = 1",
      ["~ docs 1|one|1 > 1|one|0 (other)", "? found"],
    ],
    [
      "another's contents, by triggers",
      `${outside} CREATE TRIGGER find AFTER INSERT ON docs BEGIN INSERT INTO found (rowid, body) VALUES (new.id, new.body); END`,
      "INSERT INTO docs VALUES (3, 'three', 3)",
      ["+ docs 3|three|3", "? found"],
    ],
    [
      "FTS4",
      "CREATE VIRTUAL TABLE found USING fts4(body, content='', matchinfo=fts3)",
      "INSERT INTO found (docid, body) VALUES (3, 'three')",
      ["? found"],
    ],
    [
      "an R-tree",
      "CREATE VIRTUAL TABLE found USING rtree(id, a, b)",
      "INSERT INTO found VALUES (1, 0, 1)",
      ["? found"],
    ],
    ["nothing of it", outside, "SELECT * FROM found WHERE found MATCH 'two'", []],
  ])("%s", (_, setup, sql, told) => {
    expect(writesOf(setup, sql)).toEqual(told);
  });
});

describe("a table is told as a whole", () => {
  const big = `CREATE TABLE t (k INTEGER PRIMARY KEY, a); CREATE TABLE u (k INTEGER PRIMARY KEY);
    INSERT INTO t (k) VALUES ${numbers.map((number) => `(${number})`).join()};`;

  test("when more of its rows have changed than are told", () => {
    using database = openRecorded(big);
    const sql = "UPDATE t SET a = 1; INSERT INTO u VALUES (1)";
    const all = database.record(sql, { mostChangesPerTable: numbers.length });
    expect(all.changes).toHaveLength(numbers.length + 1);
    database.writer.exec("UPDATE t SET a = NULL; DELETE FROM u");
    const writes = database.record(sql, { mostChangesPerTable: numbers.length - 1 });
    expect(describeWrites(writes)).toEqual(["+ u 1", "? t"]);
    expect(writes.tables.get("t")).toBe("40 of its rows have changed at once");
  });

  test("when nobody follows its rows", () => {
    using database = openRecorded(big);
    const writes = database.record("DELETE FROM t; INSERT INTO u VALUES (1)", {
      isFollowed: (name) => name === "u",
    });
    expect(describeWrites(writes)).toEqual(["+ u 1", "? t"]);
  });

  test.each([
    [
      "that was made since",
      "CREATE TABLE late (k INTEGER PRIMARY KEY)",
      "INSERT INTO late VALUES (1)",
      "late",
    ],
    ["that has other columns since", "ALTER TABLE t ADD COLUMN b", "DELETE FROM t", "t"],
    [
      "that has another key since",
      "DROP TABLE t; CREATE TABLE t (k, a PRIMARY KEY NOT NULL)",
      "INSERT INTO t VALUES (1, 2)",
      "t",
    ],
  ])("%s", (_, change, sql, told) => {
    using database = openRecorded(big);
    database.writer.exec(change);
    expect(describeWrites(database.record(sql))).toEqual([`? ${told}`]);
  });

  test.each([
    ["a text that is no Unicode", "CAST(x'ff' AS TEXT)"],
    ["a whole number beyond JavaScript's", "9007199254740993"],
  ])("when the rest of an updated row is not told as it is: %s", (_, value) => {
    using database = openRecorded(
      `CREATE TABLE t (k INTEGER PRIMARY KEY, a, b); INSERT INTO t VALUES (1, ${value}, 1)`,
    );
    expect(describeWrites(database.record("UPDATE t SET b = 2"))).toEqual(["? t"]);
  });

  test.each(["a", "b", "k"])("when %s has become a text that is no Unicode", (column) => {
    using database = openRecorded(
      "CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, a, b); INSERT INTO t VALUES ('k', 1, 1)",
    );
    expect(describeWrites(database.record(`UPDATE t SET ${column} = CAST(x'ff' AS TEXT)`))).toEqual(
      ["? t"],
    );
    expect(describeWrites(database.record("UPDATE t SET b = 2"))).toEqual(["? t"]);
  });
});

test("rows that policies keep from callers are told whole, whoever has changed them", () => {
  const orders = table(
    "orders",
    { id: id(), userId: text(), note: text(), secret: text() },
    { policy: owner("userId") },
  );
  const schema = toDataSchema({ orders });
  using database = openRecorded(toCreateTable(schema, orders));
  const { writer } = database;
  writer.exec("INSERT INTO orders VALUES ('1', 'ann', '', 's'), ('2', 'ben', '', 's')");
  holdPolicies(writer, schema);
  const asAnn = (sql: string): void => {
    writer.setCaller({ user: "ann", roles: new Set() });
    writer.exec(sql);
    writer.setCaller(undefined);
  };
  const writes = database.record(() => {
    asAnn("UPDATE main.orders SET note = 'n' WHERE userId = 'ann'");
    writer.exec("UPDATE main.orders SET note = 'm' WHERE userId = 'ben'");
    asAnn("INSERT INTO main.orders VALUES ('3', 'ann', '', 't')");
  });
  expect(describeWrites(writes)).toEqual([
    "+ orders 3|ann||t",
    "~ orders 1|ann||s > 1|ann|n|s (note)",
    "~ orders 2|ben||s > 2|ben|m|s (note)",
  ]);
});

test("what cannot be read at all is everything, with the reason", () => {
  using database = openRecorded(items);
  const options = { catalog: readCatalog(database.writer), connection: database.writer };
  expect(toWriteSet(new TextEncoder().encode("no changeset"), options)).toEqual({
    changes: [],
    tables: new Map(),
    everything: "A changeset cannot be read: a table was expected at byte 0.",
  });
});
