import {
  boolean,
  type Column,
  id,
  integer,
  real,
  ref,
  text,
} from "../../../src/lib/server/data/column.ts";
import { everyone } from "../../../src/lib/server/data/policy.ts";
import { table, type Table, type Tables } from "../../../src/lib/server/data/table.ts";
import type { Dice } from "./dice.ts";
import { randomPolicy } from "./random-policy.ts";
import type { Kind } from "./random-values.ts";

export interface RandomColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly nullable: boolean;
  readonly column: Column;
}

/** A table, and what is needed to make rows and queries of it. */
export interface RandomTable {
  readonly table: Table;
  readonly columns: readonly RandomColumn[];
  readonly key: readonly string[];
}

export interface RandomSchema {
  readonly tables: Tables;
  readonly random: readonly RandomTable[];
  /** SQL that a migration might have run. */
  readonly setup: string;
  /** Views that it made, with their columns. */
  readonly views: readonly { readonly name: string; readonly columns: readonly RandomColumn[] }[];
}

const userColumn: RandomColumn = { name: "u", kind: "user", nullable: false, column: text() };
const organizationColumn: RandomColumn = {
  name: "o",
  kind: "organization",
  nullable: false,
  column: text(),
};

const plainColumns: readonly RandomColumn[] = [
  { name: "s", kind: "text", nullable: false, column: text() },
  { name: "t", kind: "text", nullable: true, column: text({ nullable: true }) },
  { name: "n", kind: "integer", nullable: false, column: integer() },
  { name: "m", kind: "integer", nullable: true, column: integer({ nullable: true }) },
  { name: "x", kind: "real", nullable: true, column: real({ nullable: true }) },
  { name: "f", kind: "boolean", nullable: false, column: boolean() },
  userColumn,
  organizationColumn,
];

const memberships: RandomTable = {
  table: table("g", { u: text(), o: text() }, { policy: everyone, primaryKey: ["u", "o"] }),
  columns: [userColumn, organizationColumn],
  key: ["u", "o"],
};

/** Two to four tables with references among them, indexes and row policies; sometimes a view and a trigger. */
export function randomSchema(dice: Dice): RandomSchema {
  const random: RandomTable[] = [memberships];
  const count = dice.weighted({ one: 4, two: 6, three: 2 });
  const counts = { one: 1, two: 2, three: 3 };
  const policyOf = dice.chance(35) ? () => everyone : randomPolicy;
  for (let at = 0; at < counts[count]; at++)
    random.push(randomTable(dice, `t${at}`, random.slice(1), policyOf));
  const open = random.filter(({ table: { policy } }) => policy === everyone);
  const views = dice.chance(40) ? [randomView(dice, dice.pick(open), open)] : [];
  const triggers = dice.chance(40) ? [randomTrigger(dice, random)] : [];
  return {
    tables: Object.fromEntries(random.map((each) => [each.table.name, each.table])),
    random,
    setup: [...views.map(({ sql }) => sql), ...triggers].join(";\n"),
    views,
  };
}

function randomTable(
  dice: Dice,
  name: string,
  others: readonly RandomTable[],
  policyOf: typeof randomPolicy,
): RandomTable {
  const own = dice.some(plainColumns, 55);
  const parents = others.filter(({ key }) => key.length === 1);
  const parent = parents.length > 0 && dice.chance(70) ? dice.pick(parents) : undefined;
  const isComposite =
    dice.chance(20) && ["s", "n"].every((key) => own.some((each) => each.name === key));
  const columns = [
    ...(isComposite ? [] : [randomKey(dice)]),
    ...(own.length === 0 ? plainColumns.slice(0, 2) : own),
    ...(parent === undefined ? [] : [randomReference(dice, parent)]),
  ];
  const names = columns.map((column) => column.name);
  const key = isComposite ? ["s", "n"] : ["id"];
  return {
    table: table(name, Object.fromEntries(columns.map((each) => [each.name, each.column])), {
      policy: policyOf(dice, names, { memberships: memberships.table, parent: parent?.table }),
      indexes: randomIndexes(dice, names),
      ...(isComposite ? { primaryKey: key } : {}),
    }),
    columns,
    key,
  };
}

function randomKey(dice: Dice): RandomColumn {
  const type = dice.chance(60) ? "text" : "integer";
  const kind = type === "text" ? "key" : "number key";
  return { name: "id", kind, nullable: false, column: id({ type }) };
}

function randomReference(dice: Dice, parent: RandomTable): RandomColumn {
  const nullable = dice.chance(50);
  const onDelete = dice.pick(["cascade", "restrict", nullable ? "set null" : "cascade"] as const);
  const kind = parent.columns[0]?.kind as Kind;
  const type = kind === "key" ? "text" : "integer";
  const column: Column = ref(() => parent.table, { nullable, onDelete, type });
  return { name: "p", kind, nullable, column };
}

function randomIndexes(dice: Dice, columns: readonly string[]) {
  return Array.from({ length: 1 + dice.below(4) }, () => {
    const [first, second] = dice.picks(columns, 2) as [string, string];
    const list = first === second || dice.chance(20) ? [first] : [first, second];
    if (dice.chance(10)) return { columns: list, unique: true };
    return dice.chance(15) ? { columns: list, where: `"${first}" IS NOT NULL` } : list;
  });
}

function randomView(
  dice: Dice,
  { table: { name }, columns }: RandomTable,
  random: readonly RandomTable[],
) {
  const [first] = columns as [RandomColumn];
  const shown = [first, ...dice.some(columns.slice(1), 60)];
  const list = shown.map((column) => `a."${column.name}"`).join();
  const rest = dice.weighted({ all: 5, some: 4, joined: 1 });
  const other = dice.pick(random).table.name;
  const from = `FROM "${name}" a${rest === "joined" ? ` NATURAL JOIN "${other}" b` : ""}`;
  const where = rest === "some" ? ` WHERE a."${first.name}" <> 'k1'` : "";
  return { name: "v", columns: shown, sql: `CREATE VIEW v AS SELECT ${list} ${from}${where}` };
}

/** What happens to one table changes another. */
function randomTrigger(dice: Dice, random: readonly RandomTable[]): string {
  const [from, to] = dice.picks(random, 2) as [RandomTable, RandomTable];
  const column = to.columns.find(({ name }) => ["n", "m", "x"].includes(name));
  const event = dice.pick(["INSERT", "UPDATE", "DELETE"]);
  const body =
    column === undefined || dice.chance(20)
      ? `DELETE FROM "${to.table.name}" WHERE "${to.columns[0]?.name}" = 'k2'`
      : `UPDATE "${to.table.name}" SET "${column.name}" = "${column.name}" + 1`;
  return `CREATE TRIGGER changes AFTER ${event} ON "${from.table.name}" BEGIN ${body}; END`;
}
