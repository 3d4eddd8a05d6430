import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { planOf, products, raw } from "../../../../../test/live/read-sets/shop-reads.ts";
import { changing, dated } from "./volatile-functions.ts";

/** Of scalar functions whose result is not that of their arguments alone, those that are told by other means. */
const told = {
  "the same in every run of a program":
    "sqlite_compileoption_get sqlite_compileoption_used sqlite_source_id sqlite_version fts5_source_id geopoly_debug",
  "of rows of a full-text or spatial table, which is read whole":
    "bm25 highlight snippet match matchinfo offsets fts5 fts5_get_locale fts5_insttoken fts5_locale rtreenode rtreedepth",
};

const deterministic = 0x800;

test("every function of SQLite's that changes is known to", () => {
  using database = new DatabaseSync(":memory:");
  const listed = database
    .prepare("SELECT DISTINCT name, flags FROM pragma_function_list WHERE type = 's'")
    .all()
    .map(({ name, flags }) => ({ name: String(name), flags: Number(flags) }));
  const free = listed.filter(({ flags }) => (flags & deterministic) === 0);
  const known = new Set(Object.values(told).flatMap((names) => names.split(" ")));
  const forgotten = free.filter(({ name }) => !known.has(name) && !changing.has(name));
  expect(forgotten).toEqual([]);
  expect([...dated].filter((name) => !listed.some((each) => each.name === name))).toEqual([]);
});

const volatileOf = (text: string) => planOf(raw(text)).plan.volatile;

describe("a result is another each time, or with time:", () => {
  test.each([
    ["random()", "random"],
    ["RANDOM() % 5", "random"],
    ["hex(randomblob(4))", "randomblob"],
    ["changes()", "changes"],
    ["last_insert_rowid()", "last_insert_rowid"],
    ["CURRENT_TIMESTAMP", "current_timestamp"],
    ["date()", "date"],
    ["date('now')", "date"],
    ["date('NOW', '-1 day')", "date"],
    ["unixepoch('subsec')", "unixepoch"],
    ["strftime('%Y')", "strftime"],
    ["strftime('%Y', name)", "strftime"],
    ["date(price, 'unixepoch', 'localtime')", "date"],
    ["date(price, 'auto')", "date"],
    ["date(price, name)", "date"],
    ["date(x'6e6f77')", "date"],
    ["date('no' || 'w')", "date"],
    ["date(price, 'unixepoch') || date('now')", "date"],
    ["timediff('2020-01-01', '2021-01-01')", "timediff"],
    ["(SELECT day FROM today)", "date"],
  ])("%s", (expression, name) =>
    expect(volatileOf(`SELECT ${expression} AS x FROM products`)).toBe(name),
  );
});

describe("a result is the same whenever it is asked for:", () => {
  test.each([
    "lower(name)",
    "count(*)",
    "date('2020-01-01')",
    "date('2020-01-01', '+1 day')",
    "date(price / 1000, 'unixepoch')",
    "strftime('%Y', price, 'unixepoch', 'start of year')",
    '"date"(2459000.5)',
    "date((SELECT max(price) FROM products), 'julianday')",
    "'now'",
  ])("%s", (expression) =>
    expect(volatileOf(`SELECT ${expression} AS x FROM products`)).toBeUndefined(),
  );
});

test("of a table that is looked at with a policy too", () => {
  expect(planOf(products).plan.volatile).toBeUndefined();
  expect(planOf((db) => db.selectFrom("projects").select("title")).plan.volatile).toBeUndefined();
});

test("what is taken for a number is never the time now", () => {
  using database = new DatabaseSync(":memory:");
  const times = ["now", "subsec", "subsecond"].flatMap((text) =>
    ["unixepoch", "julianday"].map((modifier) => `date('${text}', '${modifier}')`),
  );
  const row = database.prepare(`SELECT ${times.join()}`).get() ?? {};
  expect(new Set(Object.values(row))).toEqual(new Set([null]));
});
