/** What a statement costs: prepared by hand, through Kysely's own driver, through Servery's executor. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";

import { nodePlatform } from "../../packages/servery/src/lib/adapters/node/platform.ts";
import { openSqlite } from "../../packages/servery/src/lib/adapters/sqlite/sqlite-database.ts";
import { silentLog } from "../../packages/servery/src/lib/ports/log.ts";
import { boolean, id, integer, text } from "../../packages/servery/src/lib/server/data/column.ts";
import { createData } from "../../packages/servery/src/lib/server/data/create-data.ts";
import type { Db } from "../../packages/servery/src/lib/server/data/data.ts";
import { everyone } from "../../packages/servery/src/lib/server/data/policy.ts";
import { prepared } from "../../packages/servery/src/lib/server/data/prepared-query.ts";
import { type DatabaseOf, table } from "../../packages/servery/src/lib/server/data/table.ts";
import { median } from "../measure/median.ts";

const products = table(
  "products",
  {
    id: id({ type: "integer" }),
    name: text(),
    priceCents: integer(),
    stock: integer(),
    active: boolean({ default: true }),
  },
  { policy: everyone },
);
const tables = { products };
type Shop = DatabaseOf<typeof tables>;
const rows = 100_000;

const folder = mkdtempSync(join(tmpdir(), "servery-bench-"));
const file = join(folder, "shop.sqlite");
const data = createData({
  tables,
  database: openSqlite(file),
  clock: nodePlatform,
  log: silentLog,
  mode: "dev",
  limits: { fullScanRows: Number.POSITIVE_INFINITY },
});
await data.open();
await fill();

const sqlite = new DatabaseSync(file, { readOnly: true });
const one = sqlite.prepare('select * from "products" where "id" = ?');
const many = sqlite.prepare('select * from "products" where "id" > ? order by "id" limit ?');
const begin = sqlite.prepare("begin");
const commit = sqlite.prepare("commit");
const plain = new Kysely<Shop>({
  dialect: new SqliteDialect({ database: toKyselyDatabase(sqlite) }),
});

/** `node:sqlite` as Kysely's own dialect wants it, with statements kept. */
function toKyselyDatabase(database: DatabaseSync) {
  const kept = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  return {
    close: () => database.close(),
    prepare(sql: string) {
      const statement = kept.get(sql) ?? database.prepare(sql);
      kept.set(sql, statement);
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters: readonly unknown[]) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters: readonly unknown[]) =>
          statement.iterate(...(parameters as SQLInputValue[])),
      };
    },
  };
}

async function fill(): Promise<void> {
  for (let start = 1; start <= rows; start += 1000) {
    const values = Array.from({ length: 1000 }, (_, index) => ({
      id: start + index,
      name: `Product ${start + index}`,
      priceCents: 999,
      stock: 10,
    }));
    await data.write({
      operation: "fill",
      run: (db) => db.insertInto("products").values(values).execute(),
    });
  }
}

let next = 0;
const nextId = (): number => (next = (next * 16_807 + 11) % rows) + 1;

type Subject = readonly [name: string, run: () => unknown];
const readOne = (db: Kysely<Shop>, key: number) =>
  db.selectFrom("products").selectAll().where("id", "=", key).executeTakeFirst();
const readMany = (db: Kysely<Shop>, key: number) =>
  db.selectFrom("products").selectAll().where("id", ">", key).orderBy("id").limit(20).execute();

const { first: readPrepared } = prepared((db: Db<typeof tables>, { key }: { key: number }) =>
  db.selectFrom("products").selectAll().where("id", "=", key),
);

const groups: readonly (readonly [title: string, subjects: readonly Subject[]])[] = [
  [
    "one row by key, of 100,000",
    [
      ["prepared statement", () => one.get(nextId())],
      ["prepared, in BEGIN … COMMIT", () => (begin.run(), one.get(nextId()), commit.run())],
      ["Kysely, its own driver", () => readOne(plain, nextId())],
      ["Servery, one statement in a read", () => data.read((db) => readOne(db, nextId()))],
      [
        "Servery, a prepared query in a read",
        () => data.read((db) => readPrepared(db, { key: nextId() })),
      ],
      ["Servery, each of 10 in one read", () => repeat(10, readOne)],
    ],
  ],
  [
    "20 rows",
    [
      ["prepared statement", () => many.all(nextId(), 20)],
      ["Kysely, its own driver", () => readMany(plain, nextId())],
      ["Servery, one statement in a read", () => data.read((db) => readMany(db, nextId()))],
    ],
  ],
];

function repeat(times: number, read: typeof readOne): Promise<void> {
  return data.read(async (db) => {
    for (let index = 0; index < times; index++) await read(db, nextId());
  });
}

/** Microseconds per statement. */
async function time([name, run]: Subject, iterations: number): Promise<number> {
  const each = name.includes("each of 10") ? 10 : 1;
  const started = performance.now();
  for (let index = 0; index < iterations / each; index++) await run();
  return ((performance.now() - started) / iterations) * 1000;
}

/** Durable inserts a second, with so many in flight. */
async function timeWrites(inFlight: number, total: number): Promise<number> {
  const started = performance.now();
  let left = total;
  const insert = {
    operation: "insert",
    run: (db: Kysely<Shop>) =>
      db.insertInto("products").values({ name: "x", priceCents: 1, stock: 1 }).execute(),
  };
  const client = async (): Promise<void> => {
    while (left-- > 0) await data.write(insert);
  };
  await Promise.all(Array.from({ length: inFlight }, client));
  return total / ((performance.now() - started) / 1000);
}

for (const [title, subjects] of groups) {
  const times = subjects.map(() => [] as number[]);
  for (let round = 0; round < 12; round++)
    for (const [index, subject] of subjects.entries())
      times[index]?.push(await time(subject, 5000));
  // The first rounds warm up.
  const medians = times.map((list) => median(list.slice(3)));
  process.stdout.write(`\n${title}\n`);
  for (const [index, [name]] of subjects.entries()) {
    const micros = medians[index] ?? 0;
    process.stdout.write(
      `  ${name.padEnd(36)}${micros.toFixed(2).padStart(7)} µs ${(micros / (medians[0] ?? 1)).toFixed(2).padStart(6)}×\n`,
    );
  }
}
process.stdout.write("\ndurable inserts a second\n");
for (const [inFlight, total] of [
  [1, 2000],
  [64, 40_000],
] as const)
  process.stdout.write(
    `  ${String(inFlight).padStart(3)} in flight ${Math.round(await timeWrites(inFlight, total))
      .toLocaleString("en")
      .padStart(12)}\n`,
  );

sqlite.close();
await data.close();
rmSync(folder, { recursive: true });
