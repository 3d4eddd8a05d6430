import { afterEach, expect, test } from "vitest";
import { openSqlite } from "../../adapters/sqlite/sqlite-database.ts";
import type { Connection } from "../../ports/database.ts";
import type { CatalogTable } from "./catalog.ts";
import { readCatalog } from "./read-catalog.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).toReversed()) close();
});

function openWriter(sql: string): Connection {
  const database = openSqlite(":temporary:");
  const writer = database.openWriter();
  closers.push(
    () => database.close(),
    () => writer.close(),
  );
  writer.exec(sql);
  return writer;
}

/** The table `t` of a database that `sql` has made. */
function tableOf(sql: string, name = "t"): CatalogTable {
  const table = readCatalog(openWriter(sql)).table(name);
  if (table === undefined) throw new Error(`There is no table ${name}.`);
  return table;
}

test.each<[sql: string, isObservable: boolean, primaryKey: string, uniques: readonly string[]]>([
  ["(k INTEGER PRIMARY KEY, a)", true, "k", ["k"]],
  ["(k INTEGER PRIMARY KEY, a ANY) STRICT", true, "k", ["k"]],
  ["(k integer primary key autoincrement, a)", true, "k", ["k"]],
  ["(k INTEGER PRIMARY KEY DESC, a)", false, "k", []],
  ["(k INT PRIMARY KEY, a)", false, "k", []],
  ["(k TEXT PRIMARY KEY, a)", false, "k", []],
  ["(k TEXT PRIMARY KEY NOT NULL, a)", true, "k", ["k"]],
  ["(k TEXT PRIMARY KEY, a TEXT) STRICT", true, "k", ["k"]],
  ["(k TEXT PRIMARY KEY, a) WITHOUT ROWID", true, "k", ["k"]],
  ["(a, k, PRIMARY KEY (k, a))", false, "k,a", []],
  ["(a NOT NULL, k, PRIMARY KEY (k, a))", false, "k,a", []],
  ["(a NOT NULL, k NOT NULL, PRIMARY KEY (k, a))", true, "k,a", ["k,a"]],
  ["(a, k, PRIMARY KEY (k, a)) WITHOUT ROWID", true, "k,a", ["k,a"]],
  ["(k INTEGER, PRIMARY KEY (k))", true, "k", ["k"]],
  ["(k UNIQUE, a)", false, "", []],
  ["(k NOT NULL UNIQUE, a)", false, "", ["k"]],
  [
    "(k INTEGER PRIMARY KEY, a NOT NULL, b NOT NULL, c, UNIQUE (b, a), UNIQUE (a, c))",
    true,
    "k",
    ["k", "b,a"],
  ],
])("t %s: observable %s", (definition, isObservable, primaryKey, uniques) => {
  const table = tableOf(`CREATE TABLE t ${definition}`);
  expect(table).toMatchObject({ name: "t", kind: "table", isObservable });
  expect(table.primaryKey.join(",")).toBe(primaryKey);
  expect(table.uniques.map((list) => list.join(","))).toEqual(uniques);
});

const wide = "CREATE TABLE t (k INTEGER PRIMARY KEY, a NOT NULL, b NOT NULL, c, d AS (a || c), e);";

test.each<[index: string, indexed: readonly string[], uniques: readonly string[]]>([
  ["INDEX i ON t (b, a DESC)", ["k", "b", "a"], ["k"]],
  ["UNIQUE INDEX i ON t (b, a)", ["k", "b", "a"], ["k", "b,a"]],
  ["UNIQUE INDEX i ON t (b, c)", ["k", "b", "c"], ["k"]],
  ["UNIQUE INDEX i ON t (b) WHERE c > 1", ["k", "b", "c"], ["k"]],
  ["UNIQUE INDEX i ON t (a, lower(b))", ["k", "a", "b"], ["k"]],
  ['INDEX i ON t (lower([C]) || "E")', ["k", "c", "e"], ["k"]],
  ["INDEX i ON t (d)", ["k", "d"], ["k"]],
  ["INDEX i ON t (1 + 1)", ["k", "a", "b", "c", "e", "d"], ["k"]],
])("CREATE %s: rows are found by %j", (index, indexed, uniques) => {
  const table = tableOf(`${wide} CREATE ${index}`);
  expect([...table.indexed].toSorted()).toEqual(indexed.toSorted());
  expect(table.uniques.map((list) => list.join(","))).toEqual(uniques);
});

test("tells stored columns from generated ones, and what those rest on, by way of others too", () => {
  const table = tableOf(`CREATE TABLE t (
    k INTEGER PRIMARY KEY, a, "b c" TEXT DEFAULT ('a, b'),
    one AS (A + 1), two INT GENERATED ALWAYS AS (one * length([B C])) STORED,
    three AS (two) VIRTUAL CHECK (three > a /* k */), none AS ('k'), d
  )`);
  expect(table.columns).toEqual(["k", "a", "b c", "d"]);
  const sources = Object.fromEntries([...table.generated].map(([name, set]) => [name, [...set]]));
  expect(sources).toEqual({
    one: ["a"],
    two: ["a", "b c"],
    three: ["a", "b c"],
    // A text may be a name in quotes, as far as the tokens go.
    none: ["k"],
  });
});

test("a generated column that names nothing rests on all", () => {
  const table = tableOf("CREATE TABLE t (k INTEGER PRIMARY KEY, a, g AS (1))");
  expect([...(table.generated.get("g") ?? [])]).toEqual(["k", "a"]);
});

test("follows what migrations have altered", () => {
  const table = tableOf(`CREATE TABLE t (k INTEGER PRIMARY KEY, a, b, g AS (a));
    ALTER TABLE t RENAME COLUMN a TO "new, name"; ALTER TABLE t ADD COLUMN c DEFAULT 1;
    ALTER TABLE t DROP COLUMN b; ALTER TABLE t ADD COLUMN h AS (c)`);
  expect(table.columns).toEqual(["k", "new, name", "c"]);
  expect([...(table.generated.get("g") ?? [])]).toEqual(["new, name"]);
  expect([...(table.generated.get("h") ?? [])]).toEqual(["c"]);
});

test("finds tables by names in any case of ASCII's letters, and in no other", () => {
  const catalog = readCatalog(
    openWriter(
      'CREATE TABLE Products (Id INTEGER PRIMARY KEY); CREATE TABLE "É" (k); CREATE TABLE "é" (k)',
    ),
  );
  expect(catalog.table("products")).toBe(catalog.table("PRODUCTS"));
  expect(catalog.table("products")).toMatchObject({ name: "Products", columns: ["Id"] });
  expect(catalog.table("É")?.name).toBe("É");
  expect(catalog.table("é")?.name).toBe("é");
  expect(catalog.table("gone")).toBeUndefined();
  expect(catalog.tables.map(({ name }) => name)).toEqual(["Products", "É", "é"]);
});

test("looks past what stands before the tables of the main database", () => {
  const writer = openWriter("CREATE TABLE t (k INTEGER PRIMARY KEY, a UNIQUE NOT NULL)");
  writer.exec("CREATE TEMP VIEW t AS SELECT 1 AS one; CREATE TEMP TABLE other (k PRIMARY KEY)");
  const catalog = readCatalog(writer);
  expect(catalog.table("t")).toMatchObject({
    kind: "table",
    columns: ["k", "a"],
    uniques: [["k"], ["a"]],
  });
  expect(catalog.table("other")).toBeUndefined();
});

test("views are seen by what they read, also when that is gone", () => {
  const catalog = readCatalog(
    openWriter(
      "CREATE TABLE t (k INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT * FROM gone",
    ),
  );
  for (const name of ["v", "w"])
    expect(catalog.table(name)).toMatchObject({ kind: "view", isObservable: true, columns: [] });
});

test.each(["t JOIN u USING (k)", "t NATURAL JOIN u"])(
  "what views read is not told in full where one joins %s",
  (join) => {
    const setup = `CREATE TABLE t (k INTEGER PRIMARY KEY); CREATE TABLE u (k INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT 1 FROM ${join}; CREATE VIEW w AS SELECT * FROM v`;
    const catalog = readCatalog(openWriter(setup));
    for (const name of ["v", "w"])
      expect(catalog.table(name)).toMatchObject({ kind: "view", isObservable: false });
  },
);

const content =
  "CREATE TABLE t (k INTEGER PRIMARY KEY, a); CREATE TABLE keyless (a); CREATE VIEW v AS SELECT * FROM t;";

test.each<[module: string, isObservable: boolean, shadows: readonly string[], shows: string]>([
  ["fts5(a)", true, ["config", "content", "data", "docsize", "idx"], ""],
  ["fts5(a, content='')", true, ["config", "data", "docsize", "idx"], ""],
  ["fts5(a, content='T', content_rowid='k')", true, ["config", "data", "docsize", "idx"], "t"],
  ['FTS5(a, columnsize=0, c="t")', true, ["config", "data", "idx"], "t"],
  ["fts5(a, content=v)", false, ["config", "data", "docsize", "idx"], "v"],
  ["fts5(a, content=keyless)", false, ["config", "data", "docsize", "idx"], "keyless"],
  ["fts5(a, content=gone)", false, ["config", "data", "docsize", "idx"], ""],
  ["fts4(a)", true, ["content", "docsize", "segdir", "segments", "stat"], ""],
  ['fts4(a, content="t")', true, ["docsize", "segdir", "segments", "stat"], "t"],
  ["rtree(k, a, b)", true, ["node", "parent", "rowid"], ""],
  ["fts5vocab('other', 'row')", false, [], ""],
])("a virtual table of %s: observable %s", (module, isObservable, shadows, shows) => {
  const catalog = readCatalog(openWriter(`${content} CREATE VIRTUAL TABLE Found USING ${module}`));
  expect(catalog.table("found")).toMatchObject({ name: "Found", kind: "virtual", isObservable });
  const kept = catalog.tables.filter(({ shadowOf }) => shadowOf === "Found");
  expect(kept.map(({ name }) => name.slice("Found_".length)).toSorted()).toEqual(shadows);
  for (const shadow of kept) expect(shadow).toMatchObject({ kind: "shadow", isObservable: false });
  const shown = catalog.tables.filter(({ shownBy }) => shownBy.includes("Found"));
  expect(shown.map(({ name }) => name).join()).toBe(shows);
});
