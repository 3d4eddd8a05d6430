import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

import { createClient } from "servery/client";
import { applyMigrations, planMigration, readMigrations, sqlite } from "servery/node";
import { silentLog } from "servery/server";
import { afterEach, beforeEach, expect, test } from "vitest";

import { store } from "../contract.ts";
import shop from "../service.ts";
import { readChinook } from "../service/seed/chinook.ts";
import { discountRows } from "../service/seed/discounts.ts";
import { regionRows } from "../service/seed/regions.ts";
import { tables } from "../tables.ts";
import { toRows } from "../service/seed/rows.ts";
import { seed } from "../service/seed/seed.ts";
import { drawKey } from "./open-shop.fixture.ts";

const migrations = fileURLToPath(new URL("../migrations", import.meta.url));
const first = "0001-first-shelves.sql";

let directory: string;
let database: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "servery-store-old-"));
  database = join(directory, "store.db");
});
afterEach(() => rmSync(directory, { recursive: true }));

test("a shop that was opened by the first version opens with its orders, and can be joined", async () => {
  const key = drawKey();
  openOldShop(key);
  const settings = {
    database,
    mode: "production",
    migrations,
    pendingMigrations: "apply",
    log: silentLog,
  } as const;
  expect(await seed(settings)).toEqual({ records: 347, isNew: false });
  // Once more, and nothing is there twice.
  await seed(settings);

  const service = shop.with(settings);
  try {
    const client = createClient(store, { link: service, retry: false });
    const order = await client.orders.get({ key });
    expect(order).toMatchObject({
      number: "RO-0LDORDER",
      state: "placed",
      customer: { name: "Clara Schumann" },
    });
    expect(order.lines.map(({ title }) => title)).toEqual(["Cafezinho"]);
    const record = await client.records.get({ id: 124, region: "de" });
    expect([record.price.cents, record.membersCents, record.availability.available]).toEqual([
      1920, 1850, 7,
    ]);
    const counts = await service.read(async (db) => ({
      discounts: (await db.selectFrom("discounts").select("code").execute()).length,
      invoices: (await db.selectFrom("invoices").select("id").execute()).length,
      lines: (await db.selectFrom("invoiceLines").select("id").execute()).length,
    }));
    expect(counts).toEqual({ discounts: discountRows.length, invoices: 412, lines: 2240 });
  } finally {
    await service.close();
  }
});

test("a shop that the migrations made and one that dev makes are of one shape", async () => {
  const files = await readMigrations(migrations);
  const dev = join(directory, "dev.db");
  const inDev = shop.with({ database: dev, mode: "dev", log: silentLog });
  await inDev.read((db) => db.selectFrom("records").select("id").execute());
  await inDev.close();
  applyMigrations(sqlite(database), files, tables, () => 1);
  for (const location of [database, dev])
    expect(planMigration(sqlite(location), tables).statements).toEqual([]);
  // Nothing is left to run where dev has made it all: it is adopted.
  expect(applyMigrations(sqlite(dev), files, tables, () => 1)).toEqual([]);
});

/** A database as the first version left it: its migration, its rows, one order. */
function openOldShop(key: string): void {
  const connection = new DatabaseSync(database);
  const sql = readFileSync(join(migrations, first), "utf8");
  connection.exec(sql);
  connection.exec(
    "CREATE TABLE servery_migrations (name TEXT PRIMARY KEY NOT NULL, sql TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT",
  );
  insert(connection, "servery_migrations", [
    { name: first, sql: sql.replaceAll("\r\n", "\n"), applied_at: 1 },
  ]);
  const { genres, artists, records, tracks } = toRows(readChinook());
  insert(connection, "genres", genres);
  insert(connection, "artists", artists);
  insert(connection, "records", records);
  insert(connection, "tracks", tracks);
  insert(connection, "regions", regionRows);
  insert(
    connection,
    "discounts",
    discountRows.filter(({ kind }) => kind !== "members"),
  );
  connection.exec("UPDATE records SET stock = 7 WHERE id = 124");
  insert(connection, "orders", [oldOrder(key)]);
  insert(connection, "orderLines", [oldLine]);
  connection.close();
}

function insert(connection: DatabaseSync, table: string, rows: readonly object[]): void {
  connection.exec("BEGIN");
  for (const row of rows) {
    const names = Object.keys(row);
    const values = Object.values(row).map((value) =>
      typeof value === "boolean" ? Number(value) : (value as string | number | null),
    );
    connection
      .prepare(
        `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join()}) VALUES (${names.map(() => "?").join()})`,
      )
      .run(...values);
  }
  connection.exec("COMMIT");
}

const oldOrder = (key: string) => ({
  id: "0198a000-0000-7000-8000-000000000001",
  number: "RO-0LDORDER",
  keyHash: createHash("sha256").update(key).digest("base64url"),
  placedAt: 1_750_000_000_000,
  region: "de",
  regionName: "Germany",
  delivery: "1–3 working days",
  customerName: "Clara Schumann",
  customerEmail: "clara@example.com",
  street: "Inselstraße 18",
  postalCode: "04103",
  city: "Leipzig",
  totals: JSON.stringify({
    currency: "EUR",
    itemsCents: 1920,
    discount: null,
    shippingCents: 490,
    taxName: "VAT",
    taxBasisPoints: 1900,
    taxIncluded: true,
    taxCents: 385,
    totalCents: 2410,
  }),
});

const oldLine = {
  id: "0198a000-0000-7000-8000-000000000002",
  orderId: "0198a000-0000-7000-8000-000000000001",
  position: 0,
  kind: "record",
  recordId: 124,
  recordTitle: "Cafezinho",
  genre: "World",
  trackId: null,
  title: "Cafezinho",
  artist: "João Suplicy",
  quantity: 1,
  unitListCents: 2260,
  unitCents: 1920,
  totalCents: 1920,
};
