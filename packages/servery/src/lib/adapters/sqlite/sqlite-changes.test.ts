import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test } from "vitest";
import type { Connection } from "../../ports/database.ts";
import { openSqlite } from "./sqlite-database.ts";

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

const twoRows =
  "CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL) STRICT; INSERT INTO t VALUES ('a'), ('b')";
/** The table's header, and two deleted rows: operation, indirect, text, its length, its byte. */
const header = "5401017400";
const bothDeleted = ["0900030161", "0900030162"];

function hex(changeset: Uint8Array): string {
  return Buffer.from(changeset).toString("hex");
}

function hasBothDeleted(changeset: Uint8Array): void {
  for (const row of bothDeleted) expect(hex(changeset)).toContain(row);
  expect(hex(changeset).startsWith(header)).toBe(true);
  expect(changeset).toHaveLength(15);
}

test("follows a DELETE without WHERE that was prepared before anything was followed", () => {
  const writer = openWriter(twoRows);
  const statement = writer.prepare("DELETE FROM t");
  const recording = writer.recordChanges();
  expect(statement.run([]).changes).toBe(2);
  hasBothDeleted(recording.changeset());
  recording.close();
});

test("follows it after recordings were closed, and their garbage was collected", () => {
  const writer = openWriter(twoRows);
  writer.recordChanges().close();
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const statement = writer.prepare("DELETE FROM t");
  const recording = writer.recordChanges();
  statement.run([]);
  hasBothDeleted(recording.changeset());
});

test("tells of nothing that was done before it began, nor of what was taken back", () => {
  const writer = openWriter(twoRows);
  writer.exec("BEGIN; DELETE FROM t WHERE k = 'a'");
  const recording = writer.recordChanges();
  writer.exec("SAVEPOINT s; INSERT INTO t VALUES ('c'); ROLLBACK TO s; RELEASE s");
  expect(recording.changeset()).toHaveLength(0);
  writer.exec("DELETE FROM t; ROLLBACK");
  expect(recording.changeset()).toHaveLength(0);
});

test("leaves out what is temporary", () => {
  const writer = openWriter(`${twoRows}; CREATE TEMP TABLE u (k TEXT PRIMARY KEY NOT NULL)`);
  const recording = writer.recordChanges();
  writer.exec("INSERT INTO u VALUES ('a')");
  expect(recording.changeset()).toHaveLength(0);
});

test("may be closed after its connection", () => {
  const writer = openWriter(twoRows);
  const recording = writer.recordChanges();
  writer.close();
  expect(() => recording.close()).not.toThrow();
});
