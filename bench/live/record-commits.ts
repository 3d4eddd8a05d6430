import { openSqlite } from "../../packages/servery/src/lib/adapters/sqlite/sqlite-database.ts";
import { readCatalog } from "../../packages/servery/src/lib/server/data/read-catalog.ts";
import { toWriteSet } from "../../packages/servery/src/lib/server/data/writes/to-write-set.ts";
import { median } from "../measure/median.ts";

/** What it takes to record one commit, and to tell what it has changed. */
export interface RecordCost {
  readonly orders: number;
  /** Whether its tables are read by queries that are kept or watched: else their rows are not looked at. */
  readonly isFollowed: boolean;
  readonly rows: number;
  readonly bytes: number;
  /** How much longer the statements take while a session records them, with the session's own changeset. */
  readonly sessionMicros: number;
  readonly writeSetMicros: number;
}

/** `node live/record-commits.ts COMMITS`: answers its parent with what was measured, or prints it. */
const commits = Number(process.argv[2] ?? "2000");
const products = 20_000;
const linesOfOrder = 2;

const database = openSqlite(":temporary:");
const writer = database.openWriter();
writer.exec(`PRAGMA synchronous = OFF;
  CREATE TABLE products (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, stock INTEGER NOT NULL) STRICT;
  CREATE TABLE orders (id INTEGER PRIMARY KEY NOT NULL, totalCents INTEGER NOT NULL) STRICT;
  CREATE TABLE orderLines (id INTEGER PRIMARY KEY NOT NULL, orderId INTEGER NOT NULL, productId TEXT NOT NULL, quantity INTEGER NOT NULL) STRICT;
  WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${products})
    INSERT INTO products SELECT CAST(i AS TEXT), 'Record number ' || i, 'Pressing ' || (i % 13) || ' of a record', 1000000 FROM n`);
const catalog = readCatalog(writer);
const take = writer.prepare("UPDATE products SET stock = stock - 1 WHERE id = ?");
const insertOrder = writer.prepare("INSERT INTO orders (totalCents) VALUES (?) RETURNING id");
const insertLine = writer.prepare(
  "INSERT INTO orderLines (orderId, productId, quantity) VALUES (?, ?, 1)",
);
let next = 0;

function placeOrders(count: number): void {
  for (let order = 0; order < count; order++) {
    const id = Number(insertOrder.get([order])?.["id"]);
    for (let line = 0; line < linesOfOrder; line++) {
      const product = String(1 + ((next += 7919) % products));
      take.run([product]);
      insertLine.run([id, product]);
    }
  }
}

/** One commit, with or without a session; microseconds of its parts. */
function commit(orders: number, isFollowed: boolean, isRecorded: boolean) {
  writer.exec("BEGIN IMMEDIATE");
  const begun = performance.now();
  const recording = isRecorded ? writer.recordChanges() : undefined;
  placeOrders(orders);
  const changeset = recording?.changeset() ?? new Uint8Array();
  const written = performance.now();
  const options = { catalog, connection: writer, isFollowed: () => isFollowed };
  const writes = isRecorded ? toWriteSet(changeset, options) : undefined;
  const told = performance.now();
  recording?.close();
  writer.exec("COMMIT");
  return {
    statements: (written - begun) * 1000,
    writeSet: (told - written) * 1000,
    bytes: changeset.byteLength,
    rows: writes?.changes.length ?? 0,
  };
}

function measure(orders: number, isFollowed: boolean): RecordCost {
  const count = Math.max(50, Math.ceil(commits / orders));
  const [plain, recorded] = [false, true].map((isRecorded) => {
    const all = Array.from({ length: 2 * count }, () => commit(orders, isFollowed, isRecorded));
    // The first half warms up.
    return all.slice(count);
  });
  const of = (list: typeof plain, key: "statements" | "writeSet") =>
    median(list!.map((each) => each[key]));
  const { bytes, rows } = recorded!.at(-1)!;
  return {
    orders,
    isFollowed,
    rows,
    bytes,
    sessionMicros: of(recorded, "statements") - of(plain, "statements"),
    writeSetMicros: of(recorded, "writeSet"),
  };
}

const costs = [1, 64].flatMap((orders) => [false, true].map((follows) => measure(orders, follows)));
writer.close();
database.close();
if (process.send === undefined) console.log(costs);
else process.send(costs);
process.disconnect?.();
