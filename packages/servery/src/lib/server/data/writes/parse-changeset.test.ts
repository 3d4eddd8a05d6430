import { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isServeryError } from "../../../base/servery-error.ts";
import { type ChangesetTable, parseChangeset } from "./parse-changeset.ts";

const all = (): number => Infinity;

/** What SQLite records of `sql`, in a database where `setup` has run. */
function record(setup: string, sql: string): Uint8Array {
  using database = new DatabaseSync(":memory:");
  database.exec(setup);
  const session = database.createSession();
  database.exec(sql);
  return session.changeset();
}

const columns = "CREATE TABLE t (k INTEGER PRIMARY KEY, a, b)";

test.each<[string, unknown]>([
  ["NULL", null],
  ["0", 0],
  ["-1", -1],
  ["4294967296", 4294967296],
  ["-4294967297", -4294967297],
  ["9007199254740991", Number.MAX_SAFE_INTEGER],
  ["-9007199254740991", Number.MIN_SAFE_INTEGER],
  ["9007199254740992", 9007199254740992n],
  ["-9007199254740993", -9007199254740993n],
  ["9223372036854775807", 9223372036854775807n],
  ["-9223372036854775807 - 1", -9223372036854775808n],
  ["0.1", 0.1],
  ["1e308 * 10", Infinity],
  ["''", ""],
  ["'plain'", "plain"],
  ["'ünï ☃ 𝄞'", "ünï ☃ 𝄞"],
  ["char(0xFEFF) || 'x'", "\uFEFFx"],
  ["'a' || char(0) || 'b'", "a\0b"],
  ["printf('%.*c', 127, 'x')", "x".repeat(127)],
  ["printf('%.*c', 128, 'x')", "x".repeat(128)],
  ["printf('%.*c', 20000, 'é')", "é".repeat(20_000)],
  ["x''", new Uint8Array()],
  ["x'00ff54'", new Uint8Array([0, 255, 84])],
  ["zeroblob(20000)", new Uint8Array(20_000)],
])("reads %s as SQLite has it", (sql, value) => {
  const changeset = record(columns, `INSERT INTO t VALUES (1, ${sql}, 'T')`);
  expect(parseChangeset(changeset, all)).toEqual([
    {
      name: "t",
      keys: [true, false, false],
      rows: [{ kind: "insert", after: [1, value, "T"] }],
      count: 1,
    },
  ]);
});

test("tells of an update the key and what has changed, and of a deleted row all", () => {
  const setup = `${columns}; INSERT INTO t VALUES (1, 'a', NULL), (2, 'c', 3)`;
  const [table] = parseChangeset(
    record(setup, "UPDATE t SET b = 2.5 WHERE k = 1; DELETE FROM t WHERE k = 2"),
    all,
  ) as [ChangesetTable];
  expect(table.rows.toSorted((one, other) => (one.kind < other.kind ? -1 : 1))).toEqual([
    { kind: "delete", before: [2, "c", 3] },
    { kind: "update", before: [1, undefined, null], after: [undefined, undefined, 2.5] },
  ]);
});

test("counts the rows that nobody wants, whatever is in them", () => {
  const setup = `${columns}; CREATE TABLE u (k TEXT PRIMARY KEY, a) WITHOUT ROWID;
    INSERT INTO t VALUES (1, 'T', 1), (2, 'T', x'54'), (3, 1.5, NULL); INSERT INTO u VALUES ('T', 'T')`;
  const changeset = record(
    setup,
    "DELETE FROM t WHERE k = 1; UPDATE t SET a = 'U'; DELETE FROM u; INSERT INTO t VALUES (4, 4, 4)",
  );
  const counts = (wanted: (table: string) => number) =>
    parseChangeset(changeset, wanted).map(({ name, rows, count }) => [name, rows.length, count]);
  expect(counts(() => 0)).toEqual([
    ["t", 0, 4],
    ["u", 0, 1],
  ]);
  expect(counts((name) => (name === "t" ? 3 : 1))).toEqual([
    ["t", 3, 4],
    ["u", 1, 1],
  ]);
});

test("reads names of any spelling, and as many columns as a table may have", () => {
  const names = Array.from({ length: 300 }, (_, index) => `c${index}`).join(", ");
  const changeset = record(
    `CREATE TABLE "Bücher & Co" (k INTEGER PRIMARY KEY, ${names})`,
    `INSERT INTO "Bücher & Co" (k) VALUES (7)`,
  );
  const [table] = parseChangeset(changeset, all);
  expect(table?.name).toBe("Bücher & Co");
  expect(table?.rows).toEqual([
    { kind: "insert", after: [7, ...Array.from({ length: 300 }, () => null)] },
  ]);
});

/** A table `t` with the columns k, which is its key, and a; then what `rest` says. */
const bytes = (rest: string): Uint8Array => Uint8Array.from(Buffer.from(`54020100${rest}`, "hex"));

test.each<[why: string, rest: string, message: string]>([
  ["a header that ends too early", "74", "a name does not end"],
  ["an operation that is none", "74000800", "neither a row nor a table was expected at byte 6"],
  ["a row that ends too early", "7400120005", "it ends too early"],
  ["a value of no kind", "740012000506", "a value is of no known kind"],
  ["an insert that is not whole", "740012000500", "a row is not whole"],
  ["a delete that is not whole", "740009000005", "a row is not whole"],
  ["an update without its key", "7400170000050005", "an update leaves out a value"],
  ["an update without its old value", "7400170005000005", "an update leaves out a value"],
  ["a text longer than what is left", "740012000503857f61", "it ends too early"],
  ["a length that is too large", "74001200050387ffffff7f", "it ends too early"],
  ["a length beyond 31 bits", "7400120005039080808000", "a number is too large"],
  ["a number cut short", "7400120005010000000000", "it ends too early"],
])("refuses %s", (_, rest, message) => {
  expect(() => parseChangeset(bytes(rest), all)).toThrow(
    expect.objectContaining({
      code: "changeset_invalid",
      message: expect.stringContaining(message) as string,
    }),
  );
});

test("refuses what does not begin with a table, as patch sets do", () => {
  expect(() => parseChangeset(Uint8Array.of(0x50, 1, 1, 0x74, 0), all)).toThrow(
    "A changeset cannot be read: a table was expected at byte 0.",
  );
  expect(() => parseChangeset(Uint8Array.of(0x54, 0, 0x74, 0), all)).toThrow("0 columns");
});

const sample = record(
  `${columns}; INSERT INTO t VALUES (1, 'a', NULL), (2, x'00', 2.5), (3, 'é', 9007199254740993)`,
  "UPDATE t SET b = 'changed' WHERE k = 1; DELETE FROM t WHERE k > 1; INSERT INTO t VALUES (9, 9, 'TT')",
);

/** Whether the bytes are a changeset; nothing else may come of any bytes. */
function isChangeset(given: Uint8Array, wanted: () => number): boolean {
  try {
    parseChangeset(given, wanted);
    return true;
  } catch (error) {
    if (!isServeryError(error) || error.code !== "changeset_invalid") throw error;
    return false;
  }
}

test("finds every truncation, or the rows before it", () => {
  const whole = parseChangeset(sample, all)[0]?.count;
  expect(whole).toBe(4);
  for (let length = 1; length < sample.length; length++) {
    const part = sample.subarray(0, length);
    expect(isChangeset(part, all)).toBe(isChangeset(part, () => 0));
    if (isChangeset(part, all)) expect(parseChangeset(part, all)[0]?.count).toBeLessThan(4);
  }
});

test("reads any bytes or refuses them, and none beyond their end", () => {
  const mutated = fc
    .array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const copy = sample.slice();
      for (const [at, byte] of changes) copy[at] = byte;
      return copy;
    });
  const random = fc.uint8Array({ maxLength: 200 });
  const headed = random.map((rest) => Uint8Array.of(0x54, 2, 1, 0, 0x74, 0, ...rest));
  fc.assert(
    fc.property(fc.oneof(mutated, random, headed), (given) => {
      // In the middle of other bytes, which must make no difference.
      const around = new Uint8Array(given.length + 100).fill(0x54);
      around.set(given, 50);
      const inside = around.subarray(50, 50 + given.length);
      expect(isChangeset(inside, all)).toBe(isChangeset(given, all));
      isChangeset(given, () => 0);
      isChangeset(given, () => 1);
    }),
    { numRuns: 5000 },
  );
});
