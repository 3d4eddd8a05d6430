import type { SqlValue } from "../../../src/lib/ports/database.ts";
import type { Dice } from "./dice.ts";
import type { RandomColumn, RandomTable } from "./random-tables.ts";
import { valueOf } from "./random-values.ts";

/** A statement that changes rows, or a savepoint. */
export interface RandomWrite {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const statement = (sql: string, parameters: readonly SqlValue[] = []): RandomWrite => ({
  sql,
  parameters,
});

/** The statements of one commit, some of them taken back. */
export function randomCommit(dice: Dice, tables: readonly RandomTable[]): readonly RandomWrite[] {
  const count = dice.chance(70) ? 1 : 2 + dice.below(2);
  const writes = Array.from({ length: count }, () => randomWrite(dice, dice.pick(tables)));
  if (dice.chance(85)) return writes;
  const undone = randomWrite(dice, dice.pick(tables));
  return [
    statement("SAVEPOINT job"),
    undone,
    statement("ROLLBACK TO job"),
    statement("RELEASE job"),
    ...writes,
  ];
}

/** Rows to begin with. */
export function randomRows(dice: Dice, tables: readonly RandomTable[]): readonly RandomWrite[] {
  return tables.flatMap((each) =>
    Array.from({ length: 5 + dice.below(9) }, () => insert(dice, each, "INSERT")),
  );
}

function randomWrite(dice: Dice, target: RandomTable): RandomWrite {
  switch (
    dice.weighted({
      insert: 12,
      replace: 4,
      upsert: 4,
      one: 20,
      update: 10,
      key: 4,
      everything: 3,
      gone: 6,
      delete: 5,
      empty: 1,
      copy: 2,
    })
  ) {
    case "insert":
      return insert(dice, target, "INSERT");
    case "replace":
      return insert(dice, target, "INSERT OR REPLACE");
    case "upsert":
      return upsert(dice, target);
    case "one":
      return where(oneRow(dice, target), update(dice, target, target.columns));
    case "gone":
      return where(oneRow(dice, target), remove(target));
    case "update":
      return where(equality(dice, target), update(dice, target, target.columns));
    case "key": {
      const key = target.columns.filter(({ name }) => target.key.includes(name));
      return where(equality(dice, target), update(dice, target, key));
    }
    case "everything":
      return updateAll(dice, target);
    case "delete":
      return where(equality(dice, target), remove(target));
    case "copy":
      return copy(target);
    default:
      return remove(target);
  }
}

/** The table itself: without a schema the name may mean a view before it. */
function nameOf({ table }: RandomTable): string {
  return `main."${table.name}"`;
}

function randomValue(dice: Dice, { kind, nullable }: RandomColumn): SqlValue {
  return nullable && dice.chance(25) ? null : valueOf(dice, kind);
}

function insert(dice: Dice, target: RandomTable, verb: string): RandomWrite {
  const { columns } = target;
  const blanks = columns.map(() => "?").join();
  const values = columns.map((column) => randomValue(dice, column));
  return statement(`${verb} INTO ${nameOf(target)} VALUES (${blanks})`, values);
}

function upsert(dice: Dice, target: RandomTable): RandomWrite {
  const column = dice.pick(target.columns);
  const made = insert(dice, target, "INSERT");
  return statement(
    `${made.sql} ON CONFLICT (${target.key.map((key) => `"${key}"`).join()}) DO UPDATE SET "${column.name}" = ?`,
    [...made.parameters, randomValue(dice, column)],
  );
}

function remove(target: RandomTable): RandomWrite {
  return statement(`DELETE FROM ${nameOf(target)}`);
}

function update(dice: Dice, target: RandomTable, columns: readonly RandomColumn[]): RandomWrite {
  const column = dice.pick(columns);
  return statement(`UPDATE ${nameOf(target)} SET "${column.name}" = ?`, [
    randomValue(dice, column),
  ]);
}

function updateAll(dice: Dice, target: RandomTable): RandomWrite {
  const numbers = target.columns.filter(({ name }) => ["n", "m", "x"].includes(name));
  if (numbers.length === 0 || dice.chance(40)) return update(dice, target, target.columns);
  const { name } = dice.pick(numbers);
  return statement(`UPDATE ${nameOf(target)} SET "${name}" = 1 - "${name}"`);
}

/** A statement with a condition put after it. */
function where(condition: RandomWrite, { sql, parameters }: RandomWrite): RandomWrite {
  return statement(`${sql} WHERE ${condition.sql}`, [...parameters, ...condition.parameters]);
}

function equality(dice: Dice, { columns }: RandomTable): RandomWrite {
  const column = dice.pick(columns);
  return statement(`"${column.name}" = ?`, [valueOf(dice, column.kind)]);
}

function oneRow(dice: Dice, target: RandomTable): RandomWrite {
  return statement(`rowid = (SELECT rowid FROM ${nameOf(target)} LIMIT 1 OFFSET ?)`, [
    dice.below(7),
  ]);
}

/** Every row again under another key, where the key is a text. */
function copy(target: RandomTable): RandomWrite {
  const { columns, key } = target;
  const list = columns.map(({ name, kind }) =>
    key.includes(name) && kind !== "number key" && kind !== "integer"
      ? `"${name}" || '+'`
      : `"${name}"`,
  );
  return statement(
    `INSERT OR IGNORE INTO ${nameOf(target)} SELECT ${list.join()} FROM ${nameOf(target)} LIMIT 2`,
  );
}
