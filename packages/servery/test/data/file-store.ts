import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { openSqlite } from "../../src/lib/adapters/sqlite/sqlite-database.ts";
import type { SqlRow } from "../../src/lib/ports/database.ts";
import { createData } from "../../src/lib/server/data/create-data.ts";
import type { DataOptions } from "../../src/lib/server/data/data.ts";
import { id, integer, ref, text } from "../../src/lib/server/data/column.ts";
import { everyone } from "../../src/lib/server/data/policy.ts";
import { table, type Table, type Tables } from "../../src/lib/server/data/table.ts";
import { createManualClock, createMemoryLog } from "./fixture.ts";

/** A database file for each test. */
export interface FileStore {
  file(): string;
  /** Opens and closes the engine; answers with the statements that it logged. */
  open(tables: Tables, options?: Partial<DataOptions<Tables>>): Promise<unknown>;
  /** Runs one statement, as another tool would. */
  run(sql: string): SqlRow[];
}

export function useFileStore(): FileStore {
  let folder = "";
  const file = (): string => join(folder, "data.sqlite");
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "servery-migrate-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  return {
    file,
    open: (tables, options = {}) => openAndClose(file(), tables, options),
    run(sql) {
      const connection = openSqlite(file()).openWriter();
      try {
        return connection.prepare(sql).all([]);
      } finally {
        connection.close();
      }
    },
  };
}

async function openAndClose(
  file: string,
  tables: Tables,
  options: Partial<DataOptions<Tables>>,
): Promise<unknown> {
  const log = createMemoryLog();
  const data = createData({
    tables,
    database: openSqlite(file),
    clock: createManualClock(),
    log,
    mode: "dev",
    ...options,
  });
  try {
    await data.open();
  } finally {
    await data.close();
  }
  return log.lines[0]?.fields["statements"];
}

export const toTables = (...list: readonly Table[]): Tables =>
  Object.fromEntries(list.map((each) => [each.name, each]));

export const first = table(
  "items",
  { id: id({ type: "integer" }), name: text(), price: integer({ default: 1 }) },
  { policy: everyone },
);
export const referring = table(
  "orders",
  { id: id({ type: "integer" }), itemId: ref(() => first, { onDelete: "cascade" }) },
  { policy: everyone },
);
