import type { CompiledQuery } from "kysely";
import type { Connection } from "../../../src/lib/ports/database.ts";
import type { Reach, RowCaller } from "../../../src/lib/server/data/row-caller.ts";
import type { Tables } from "../../../src/lib/server/data/table.ts";
import type { RowChange } from "../../../src/lib/server/data/writes/write-set.ts";
import { createDice, type Dice } from "./dice.ts";
import type { LooseDb } from "./loose-kysely.ts";
import { openReader, type OpenReader, type PreparedRead } from "./open-reader.ts";
import { randomStatement } from "./random-statement.ts";
import { randomSchema, type RandomSchema } from "./random-tables.ts";
import { randomCommit, randomRows, type RandomWrite } from "./random-writes.ts";
import { changesBetween, dumpTables } from "./row-changes.ts";

/** One query of random form, prepared, with what it is run with. */
export interface RandomRun {
  readonly prepared: PreparedRead;
  readonly query: CompiledQuery;
  readonly parameters: readonly unknown[];
  readonly caller: RowCaller;
  /** What it comes to now, rows and their order, or how it fails. */
  read(): string;
}

/** A database of random tables and rows. */
export interface RandomWorld extends Disposable {
  readonly reader: OpenReader<Tables>;
  /** How many queries SQLite refused, as it does where a name is ambiguous. */
  readonly refused: number;
  /** Each query twice, with other values and for another caller. */
  readonly runs: readonly RandomRun[];
  /** Commits something at random, and says what has become of the rows. */
  commit(): Commit;
}

export interface Commit {
  readonly writes: readonly RandomWrite[];
  readonly changes: readonly RowChange[];
}

const admins: ReadonlySet<string> = new Set(["admin"]);
const nobody: ReadonlySet<string> = new Set();
export const callers: readonly RowCaller[] = [
  { user: "ann", roles: nobody },
  { user: "ben", roles: nobody },
  { user: "ann", roles: admins },
  { user: "ben", roles: admins },
  { user: null, roles: nobody },
];

export function openRandomWorld(seed: number, queries: number): RandomWorld {
  const dice = createDice(seed);
  const schema = randomSchema(dice);
  const reader = openReader(schema.tables, schema.setup);
  const { connection } = reader;
  for (const write of randomRows(dice, schema.random)) attempt(connection, write);
  const found = Array.from({ length: queries }, () => randomRuns(dice, schema, reader));
  return {
    reader,
    refused: found.filter((runs) => runs.length === 0).length,
    runs: found.flat(),
    commit() {
      let commit: Commit;
      let tries = 0;
      // Most of those that change nothing are of no use.
      do commit = commitOnce(dice, schema, connection);
      while (commit.changes.length === 0 && ++tries < 3);
      return commit;
    },
    [Symbol.dispose]: () => reader[Symbol.dispose](),
  };
}

function commitOnce(dice: Dice, { random }: RandomSchema, connection: Connection): Commit {
  const tables = random.map(({ table }) => table);
  const before = dumpTables(connection, tables);
  const writes = randomCommit(dice, random);
  connection.exec("BEGIN");
  for (const write of writes) attempt(connection, write);
  connection.exec("COMMIT");
  return { writes, changes: changesBetween(before, dumpTables(connection, tables)) };
}

/** A statement that fails undoes itself; the others go on. */
function attempt(connection: Connection, { sql, parameters }: RandomWrite): void {
  try {
    connection.prepare(sql).run(parameters);
  } catch (error) {
    if (!("databaseFailure" in (error as object))) throw error;
  }
}

function randomRuns(
  dice: Dice,
  schema: RandomSchema,
  reader: OpenReader<Tables>,
): readonly RandomRun[] {
  const reach: Reach = dice.chance(25) ? "unrestricted" : "restricted";
  const db = (reach === "restricted" ? reader.db : reader.unrestricted) as unknown as LooseDb;
  const form = dice.below(2 ** 31);
  const seeds = [dice.below(2 ** 31), dice.below(2 ** 31)];
  const made = seeds.map((values) => randomStatement(db, schema, { form, values }));
  const [query] = made as [CompiledQuery];
  const prepared = prepare(reader, query, reach);
  if (prepared === undefined) return [];
  return made.map(({ sql, parameters }) => {
    // The plan of the first run is the second's too.
    if (sql !== query.sql) throw new Error("a query of one form has two texts");
    const caller = dice.pick(callers);
    return {
      prepared,
      query,
      parameters,
      caller,
      read: () => readAs(prepared, parameters, caller),
    };
  });
}

function prepare(
  reader: OpenReader<Tables>,
  query: CompiledQuery,
  reach: Reach,
): PreparedRead | undefined {
  try {
    return reader.prepare(query, reach);
  } catch (error) {
    if ((error as { readonly code?: string }).code === undefined) throw error;
    return undefined;
  }
}

/** What a query comes to, rows and their order, or how it fails. */
export function readAs(
  prepared: PreparedRead,
  parameters: readonly unknown[],
  caller: RowCaller,
): string {
  try {
    return JSON.stringify(prepared.run(parameters, caller));
  } catch (error) {
    return `failed: ${(error as Error).message}`;
  }
}
