import { DatabaseSync } from "node:sqlite";
import { assert, property } from "fast-check";
import { expect, test } from "vitest";
import { type DumpedRow, dumpRows, spellRow } from "../../../../../test/data/dump-rows.ts";
import {
  anyWrites,
  type RandomTable,
  type RandomWrites,
  type Step,
} from "../../../../../test/data/random-writes.ts";
import { openRecorded } from "../../../../../test/data/record-writes.ts";
import { toSeed } from "../../../../../test/durability/random.ts";
import type { Connection, SqlRow } from "../../../ports/database.ts";
import { isDatabaseFailure } from "../statement-failure.ts";
import type { RowChange, WriteSet } from "./write-set.ts";

const seed = toSeed();
const cases = Number(process.env["SERVERY_CASES"] ?? 250);

type Dump = ReadonlyMap<string, readonly DumpedRow[]>;

function dump(query: (sql: string) => readonly SqlRow[], tables: readonly RandomTable[]): Dump {
  return new Map(
    tables.map(({ name, columns }) => [name, dumpRows(query, name, columns)] as const),
  );
}

/** Runs what can be run: a statement that a constraint refuses leaves no trace, and is a case too. */
function attempt(writer: Connection, sql: string): void {
  try {
    writer.exec(sql);
  } catch (error) {
    if (!isDatabaseFailure(error)) throw error;
  }
}

function runSteps(writer: Connection, steps: readonly Step[]): void {
  let open = 0;
  for (const step of steps) {
    if (step === "save") {
      open++;
      writer.exec("SAVEPOINT s");
    } else if (step !== "undo" && step !== "keep") attempt(writer, step);
    else if (open > 0) {
      open--;
      writer.exec(step === "undo" ? "ROLLBACK TO s; RELEASE s" : "RELEASE s");
    }
  }
}

interface Outcome {
  readonly before: Dump;
  readonly after: Dump;
  readonly writes: WriteSet;
  readonly changeset: Uint8Array;
}

function run({ tables, triggers, rows, steps }: RandomWrites): Outcome {
  using database = openRecorded((writer) => {
    writer.exec("BEGIN");
    for (const { ddl } of tables) writer.exec(ddl);
    for (const sql of rows) attempt(writer, sql);
    for (const { alter } of tables) writer.exec(alter);
    for (const sql of triggers) writer.exec(sql);
    writer.exec("COMMIT");
  });
  const { writer } = database;
  const query = (sql: string) => writer.prepare(sql).all([]);
  const before = dump(query, tables);
  const writes = database.record(() => runSteps(writer, steps));
  return { before, after: dump(query, tables), writes, changeset: database.changeset() };
}

/** What becomes of the rows before when SQLite applies its changeset to them. */
function applyChangeset({ tables }: RandomWrites, { before, changeset }: Outcome): Dump {
  using twin = new DatabaseSync(":memory:");
  for (const { name, plainDdl, alter, columns } of tables) {
    twin.exec(plainDdl + alter);
    for (const { literals } of before.get(name) ?? [])
      twin.exec(`INSERT INTO ${name} (${columns.join()}) VALUES (${literals.join()})`);
  }
  expect(twin.applyChangeset(changeset)).toBe(true);
  return dump((sql) => twin.prepare(sql).all() as SqlRow[], tables);
}

const sorted = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join()).toSorted();
const spelled = (row: Readonly<Record<string, string>>, columns: readonly string[]) =>
  columns.map((column) => row[column] ?? "missing");

/** What becomes of the rows before when they are changed as is told, each having been what is told. */
function replay(table: RandomTable, rows: readonly DumpedRow[], changes: readonly RowChange[]) {
  const keyOf = (row: Readonly<Record<string, string>>) => spelled(row, table.key).join();
  const current = new Map(rows.map(({ seen }) => [keyOf(seen), seen]));
  for (const change of changes) {
    if (change.kind !== "insert") {
      const before = spellRow(change.before);
      expect(before).toEqual(current.get(keyOf(before)));
      current.delete(keyOf(before));
    }
    if (change.kind !== "delete") {
      const after = spellRow(change.after);
      expect(current.has(keyOf(after))).toBe(false);
      current.set(keyOf(after), after);
    }
    if (change.kind === "update") expectChanged(table, change);
  }
  return [...current.values()].map((row) => spelled(row, table.columns));
}

type Update = Extract<RowChange, { kind: "update" }>;

/** Every column that differs is said to be changed; one that does not may be another to SQLite, as 1 and 1.0 are. */
function expectChanged({ columns, key }: RandomTable, { before, after, changed }: Update): void {
  const [old, now] = [spellRow(before), spellRow(after)];
  for (const column of columns) if (old[column] !== now[column]) expect(changed).toContain(column);
  for (const column of key) expect(changed).not.toContain(column);
}

/** Rows that are there no more were told of, and rows that were not there. */
function expectCovered(table: RandomTable, outcome: Outcome, changes: readonly RowChange[]): void {
  const rowsOf = (one: Dump) =>
    sorted((one.get(table.name) ?? []).map(({ seen }) => spelled(seen, table.columns)));
  const [before, after] = [rowsOf(outcome.before), rowsOf(outcome.after)];
  const told = (side: "before" | "after") =>
    changes
      .map((change) => imageOf(change, side))
      .filter((row) => row !== undefined)
      .map((row) => spelled(spellRow(row), table.columns).join());
  const [gone, come] = [told("before"), told("after")];
  for (const row of before) if (!after.includes(row)) expect(gone).toContain(row);
  for (const row of after) if (!before.includes(row)) expect(come).toContain(row);
}

function imageOf(change: RowChange, side: "before" | "after"): SqlRow | undefined {
  if (side === "before") return change.kind === "insert" ? undefined : change.before;
  return change.kind === "delete" ? undefined : change.after;
}

interface Tally {
  readonly kinds: Set<string>;
  rows: number;
  widened: number;
}

function check(random: RandomWrites, tally: Tally): void {
  const outcome = run(random);
  const { before, after, writes } = outcome;
  expect(writes.everything).toBeUndefined();
  const applied = random.isLoose ? after : applyChangeset(random, outcome);
  for (const table of random.tables) {
    const exact = (one: Dump) =>
      sorted((one.get(table.name) ?? []).map(({ literals }) => literals));
    expect(exact(applied)).toEqual(exact(after));
    if (writes.tables.has(table.name)) tally.widened++;
    else {
      const changes = writes.changes.filter((change) => change.table === table.name);
      for (const { kind } of changes) tally.kinds.add(kind);
      tally.rows += changes.length;
      expectCovered(table, outcome, changes);
      if (random.isLoose) continue;
      const seen = (after.get(table.name) ?? []).map((row) => spelled(row.seen, table.columns));
      expect(sorted(replay(table, before.get(table.name) ?? [], changes))).toEqual(sorted(seen));
    }
  }
}

test.each([
  ["exactly, where keys are equal only to themselves", false],
  ["and more, where keys may be equal that are not the same", true],
])(
  `whatever is written, what has changed is told: %s (seed ${seed})`,
  (_, isLoose) => {
    const tally: Tally = { kinds: new Set(), rows: 0, widened: 0 };
    assert(
      property(anyWrites(isLoose), (random) => check(random, tally)),
      { numRuns: cases, seed },
    );
    expect([...tally.kinds].toSorted()).toEqual(["delete", "insert", "update"]);
    // Most is told by rows: what cannot be is rare here.
    expect(tally.rows).toBeGreaterThan(cases);
    expect(tally.widened).toBeLessThan(cases / 2);
  },
  60_000 + cases * 250,
);
