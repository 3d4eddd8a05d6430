import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { insert, job, names, openItems } from "../../../../test/data/items.ts";
import { openSqlite } from "../../adapters/sqlite/sqlite-database.ts";

/** An engine whose file another connection holds the write lock of. */
async function openLocked() {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  const file = join(folder, "data.sqlite");
  const opened = await openItems({ database: openSqlite(file) });
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  onTestFinished(async () => {
    await opened.data.close();
    other.close();
    rmSync(folder, { recursive: true });
  });
  /** Lets time pass as the writer sees it. */
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 10) {
      opened.clock.advance(10);
      await turn();
    }
  };
  return { ...opened, pass, release: () => other.exec("COMMIT") };
}

test("a mutation waits for another process's lock while reads go on, then runs", async () => {
  const { data, pass, release } = await openLocked();
  let written = false;
  const writing = data.write(job("add", insert("name"))).then(() => (written = true));
  await pass(4000);
  expect(await data.read(names)).toEqual([]);
  expect(written).toBe(false);
  release();
  await pass(50);
  await writing;
  expect(await data.read(names)).toEqual(["name"]);
});

test("mutations are refused once another process has held the lock for five seconds", async () => {
  const { data, pass, release } = await openLocked();
  const codes: unknown[] = [];
  for (const name of ["one", "two"])
    data.write(job(name, insert(name))).catch((error: { code: string }) => codes.push(error.code));
  await pass(4900);
  expect(codes).toEqual([]);
  await pass(200);
  expect(codes).toEqual(["busy", "busy"]);
  release();
  await data.write(job("later", insert("later")));
  expect(await data.read(names)).toEqual(["later"]);
});

test("a caller who leaves while the lock is waited for has nothing done", async () => {
  const { data, pass, release } = await openLocked();
  const abort = new AbortController();
  const writing = data
    .write({ ...job("add", insert("name")), signal: abort.signal })
    .catch((error: { code: string }) => error.code);
  await pass(100);
  abort.abort();
  release();
  await pass(50);
  expect(await writing).toBe("aborted");
  expect(await data.read(names)).toEqual([]);
  await data.write(job("later", insert("later")));
});
