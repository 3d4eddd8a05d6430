import { array, assert, asyncProperty, constantFrom, record } from "fast-check";
import { expect, test } from "vitest";
import { partOf, readTables, type Run, runAlone } from "../../../../test/data/owners-alone.ts";
import {
  type Blanks,
  type OwnersKysely,
  reads,
  type Runnable,
  writes,
} from "../../../../test/data/owners-statements.ts";
import {
  ann,
  ben,
  openTwoOwners as open,
  type OwnersData,
  type OwnersDb,
} from "../../../../test/data/two-owners.ts";
import { isDataError } from "./data-error.ts";
import type { RowCaller } from "./row-caller.ts";

const keys = constantFrom("ann", "ben", "1", "2");
const blanks = record({
  key: keys,
  other: keys,
  user: constantFrom("ann", "ben"),
  organization: constantFrom("org-ann", "org-ben"),
  value: constantFrom("ANN", "BEN", "X", "Y"),
});
const caller = constantFrom(ann, ben);
const write = record({ caller, name: constantFrom(...Object.keys(writes)), blanks });
const read = record({ caller, name: constantFrom(...Object.keys(reads)), blanks });

type Rows = ReturnType<typeof readTables>;
type Fate =
  | { readonly ok: true; readonly rows: readonly unknown[]; readonly changes: number }
  | { readonly ok: false; readonly code: string; readonly message: string };

async function fateOf(run: () => Promise<unknown>): Promise<Fate> {
  try {
    const result = await run();
    const rows = Array.isArray(result) ? result : (result as { rows: unknown[] }).rows;
    const counted = (Array.isArray(result) ? result[0] : result) as
      | Record<string, unknown>
      | undefined;
    const isCount = counters.some((name) => counted !== undefined && name in counted);
    return {
      ok: true,
      rows: isCount && Array.isArray(result) ? [] : rows,
      changes: countOf(counted),
    };
  } catch (error) {
    if (!isDataError(error)) throw error;
    return { ok: false, code: error.code, message: error.message };
  }
}

const counters = [
  "numAffectedRows",
  "numInsertedOrUpdatedRows",
  "numUpdatedRows",
  "numDeletedRows",
];

function countOf(result: Record<string, unknown> | undefined): number {
  return Number(
    counters.map((name) => result?.[name]).find((value) => typeof value === "bigint") ?? 0,
  );
}

const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted();

/** What others have: everything that is not in the part of `user`. */
function restOf(rows: Rows, user: string): Record<string, unknown[]> {
  const part = partOf(rows, user);
  return Object.fromEntries(
    Object.entries(rows).map(([table, all]) => [
      table,
      all.filter((row) => !part[table]?.includes(row)),
    ]),
  );
}

type Row = Record<string, unknown>;

function isTaken(row: Row, other: Row): boolean {
  return ["id", "number"].some((name) => row[name] !== undefined && row[name] === other[name]);
}

/** Whether a statement that ran alone made rows that are not the caller's, or that take what others have. */
function meets(
  after: Rows,
  user: string,
  rest: Record<string, unknown[]>,
): "own" | "taken" | "foreign" {
  const part = partOf(after, user);
  const isForeign = Object.entries(after).some(
    ([table, rows]) => rows.length > (part[table]?.length ?? 0),
  );
  if (isForeign) return "foreign";
  const taken = Object.entries(after).some(([table, rows]) =>
    rows.some((row) => (rest[table] as Row[]).some((other) => isTaken(row, other))),
  );
  return taken ? "taken" : "own";
}

interface Comparison {
  readonly alone: Run;
  readonly fate: Fate;
  readonly before: Rows;
  readonly after: Rows;
  readonly user: string;
  /** Whether the statement was filled in with someone else's id. */
  readonly proposes: boolean;
}

/** A statement comes to the same as where the caller's rows are the only ones. */
function compare({ alone, fate, before, after, user, proposes }: Comparison): void {
  const rest = restOf(before, user);
  expect(restOf(after, user)).toEqual(rest);
  if (!fate.ok) expect(fate.message).not.toContain(user === "ann" ? "BEN" : "ANN");
  const unchanged = () => expect(after).toEqual(before);
  if (!alone.ok) {
    expect(fate.ok).toBe(false);
    return unchanged();
  }
  const met = meets(alone.after, user, rest);
  if (met === "foreign") {
    expect(fate).toMatchObject({
      ok: false,
      code: expect.stringMatching(/^(policy|unique|foreign_key)_violation$/),
    });
    return unchanged();
  }
  // A row that must not be proposed, though alone it would have stood back for one that is there.
  if (!fate.ok && proposes && fate.code === "policy_violation") return unchanged();
  // A value that others have: the one thing that is told of them, and no more than that it is taken.
  if (met === "taken") {
    if (fate.ok) return;
    expect(fate.code).toBe("unique_violation");
    return unchanged();
  }
  expect(fate).toMatchObject({ ok: true, changes: alone.changes });
  if (fate.ok) expect(sorted(fate.rows)).toEqual(sorted(alone.rows));
  expect(partOf(after, user)).toEqual(alone.after);
}

async function agreesUnrestricted(
  data: OwnersData,
  make: (db: OwnersKysely) => Runnable,
): Promise<void> {
  const alone = runAlone(readTables(data), make);
  const name = (db: OwnersDb) => make(db.unrestricted).execute();
  const fate = await fateOf(() => data.read(name, { caller: ann }));
  if (alone.ok && fate.ok) expect(sorted(fate.rows)).toEqual(sorted(alone.rows));
  // By hand, tables are named by their schema: without one they are refused, not restricted.
  else expect(fate).toMatchObject({ ok: false, code: "statement_refused" });
}

type Step = { readonly caller: RowCaller; readonly name: string; readonly blanks: Blanks };

async function step(data: OwnersData, { caller: who, name, blanks: given }: Step): Promise<void> {
  const make = (db: OwnersKysely): Runnable => (writes[name] ?? reads[name])!(db, given);
  const user = String(who.user);
  const before = readTables(data);
  const alone = runAlone(partOf(before, user), make);
  const fate = await fateOf(() =>
    data.write({ operation: name, caller: who, run: (db) => make(db).execute() }),
  );
  const proposes = given.user !== user || given.organization !== `org-${user}`;
  compare({ alone, fate, before, after: readTables(data), user, proposes });
  if (reads[name] === undefined) return;
  const onReader = await fateOf(() => data.read((db) => make(db).execute(), { caller: who }));
  compare({ alone, fate: onReader, before, after: readTables(data), user, proposes: false });
  await agreesUnrestricted(data, make);
}

test("whatever is read and written, a caller's rows are as if they were the only ones", async () => {
  const met = new Set<string>();
  const property = asyncProperty(
    array(write, { maxLength: 8 }),
    array(read, { maxLength: 8 }),
    async (changes, looks) => {
      await using opened = await open();
      for (const one of [...changes, ...looks]) {
        met.add(one.name);
        await step(opened.data, one);
      }
    },
  );
  await assert(property, { numRuns: 120 });
  // Each construct was tried, so that none passes for want of a trial.
  expect([...met].toSorted()).toEqual([...Object.keys(writes), ...Object.keys(reads)].toSorted());
}, 120_000);

test("heavy reads, in a process of their own, obey too", async () => {
  await using opened = await open({ limits: { heavyReaders: 1 } });
  const { data } = opened;
  const property = asyncProperty(read, async ({ caller: who, name, blanks: given }) => {
    const make = (db: OwnersKysely): Runnable => reads[name]!(db, given);
    const rows = readTables(data);
    const alone = runAlone(partOf(rows, String(who.user)), make);
    const fate = await fateOf(() => data.heavy((db) => make(db).execute(), { caller: who }));
    compare({ alone, fate, before: rows, after: rows, user: String(who.user), proposes: false });
  });
  await assert(property, { numRuns: 150 });
}, 60_000);
