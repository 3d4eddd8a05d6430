import { array, boolean, constantFrom, nat, oneof, option, record, tuple } from "fast-check";

/** A table of any shape that SQLite has, from which its SQL is made. */
interface Shape {
  readonly strict: boolean;
  readonly rowid: boolean;
  readonly key: "rowid" | "one" | "two" | "equal" | "folded";
  readonly types: readonly string[];
  readonly unique: boolean;
  readonly generated: "VIRTUAL" | "STORED" | null;
  /** What its first column does when the row of the table before that it refers to is deleted. */
  readonly onDelete: "CASCADE" | "SET NULL" | "SET DEFAULT" | null;
  readonly trigger: "INSERT" | "UPDATE" | "DELETE" | null;
  /** The default of a column that is added after there are rows. */
  readonly added: string | null;
}

/** A statement, or a mark of where a savepoint begins or ends. */
export type Step = string | "save" | "undo" | "keep";

export interface RandomTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Literals that fit into each column. */
  readonly literals: Readonly<Record<string, readonly string[]>>;
  /** What makes it, and the same without its triggers, references and uniques. */
  readonly ddl: string;
  readonly plainDdl: string;
  /** What alters it when there are rows. */
  readonly alter: string;
}

export interface RandomWrites {
  readonly tables: readonly RandomTable[];
  readonly triggers: readonly string[];
  readonly rows: readonly string[];
  readonly steps: readonly Step[];
  /** Whether a key may be equal to another that is not the same, as `a` is to `A`. */
  readonly isLoose: boolean;
}

const wholeKeys = ["1", "2", "3", "-3", "9007199254740993"];
const keys = ["1", "2", "-3", "9007199254740993", "'a'", "'b'", "'é'", "x'00'", "1.5"];
const looseKeys = ["'a'", "'A'", "1", "1.0", "'1'", "x'61'", "'b'"];
const values = [
  "NULL",
  "0",
  "1",
  "-1",
  "1.0",
  "0.1",
  "-1e300",
  "9007199254740991",
  "-9223372036854775807",
  "''",
  "'1'",
  "'text'",
  "'ünï ☃ 𝄞'",
  "'a' || char(0) || 'b'",
  "printf('%.*c', 300, 'T')",
  "x''",
  "x'00ff54'",
  "zeroblob(200)",
  "CAST(x'ff41' AS TEXT)",
];
/** Which literals a column of a STRICT table takes. */
const fitting: Readonly<Record<string, RegExp>> = {
  ANY: /^/,
  TEXT: /^('|printf|CAST|NULL)/,
  INTEGER: /^(-?\d+|NULL)$/,
  REAL: /^(-?\d[\d.e]*|NULL)$/,
  BLOB: /^(x'|zeroblob|NULL)/,
};
const typesOf = {
  strict: ["ANY", "TEXT", "INTEGER", "REAL", "BLOB"],
  loose: ["", "TEXT", "INTEGER", "REAL", "BLOB", "NUMERIC"],
} as const;

function shapeOf(isLoose: boolean) {
  return boolean().chain((strict) =>
    record<Shape>({
      strict: constantFrom(strict),
      rowid: boolean(),
      key: constantFrom(
        ...(isLoose ? (["equal", "folded"] as const) : (["rowid", "one", "two"] as const)),
      ),
      types: array(constantFrom<string>(...typesOf[strict ? "strict" : "loose"]), {
        minLength: 1,
        maxLength: 3,
      }),
      unique: boolean(),
      generated: constantFrom("VIRTUAL", "STORED", null),
      onDelete: constantFrom("CASCADE", "SET NULL", "SET DEFAULT", null),
      trigger: constantFrom("INSERT", "UPDATE", "DELETE", null),
      added: option(constantFrom("7", "'x'", "2.5", "x'01'")),
    }),
  );
}

const many = { maxLength: 14, size: "max" } as const;

/** Any writes to tables of any shape. */
export function anyWrites(isLoose: boolean) {
  return array(shapeOf(isLoose), { minLength: 1, maxLength: 3 }).chain((shapes) => {
    const tables = shapes.map((shape, index) => toTable(shape, index, shapes));
    const statement = anyStatement(tables);
    const mark = constantFrom<Step>("save", "undo", "keep");
    return record<RandomWrites>({
      tables: constantFrom(tables),
      triggers: constantFrom(shapes.flatMap(({ trigger }, index) => toTrigger(trigger, index))),
      rows: array(anyInsert(tables), { ...many, minLength: 4 }),
      steps: array(
        tuple(nat(5), statement, mark).map(([turn, sql, where]) => (turn === 0 ? where : sql)),
        { ...many, minLength: 2 },
      ),
      isLoose: constantFrom(isLoose),
    });
  });
}

function toTable(shape: Shape, index: number, shapes: readonly Shape[]): RandomTable {
  const { strict, rowid, key, types, unique, added } = shape;
  const parent =
    shape.onDelete === null || shapes[index - 1]?.key === "two" ? undefined : shapes[index - 1];
  const any = strict ? "ANY" : "";
  const kept = types.map((type, at) => `c${at} ${parent !== undefined && at === 0 ? any : type}`);
  const keyLines = {
    rowid: ["k INTEGER PRIMARY KEY"],
    one: [`k ${any} PRIMARY KEY NOT NULL`],
    equal: [`k ${any} PRIMARY KEY NOT NULL`],
    folded: ["k TEXT COLLATE NOCASE PRIMARY KEY NOT NULL"],
    two: [`k ${any} NOT NULL`, "l TEXT NOT NULL"],
  }[key];
  // A generated column stands before the others, a key between them: their places are not their numbers.
  const lines = [...toGenerated(shape), ...kept.slice(0, 1), ...keyLines, ...kept.slice(1)];
  const tied = [
    ...(unique ? ["UNIQUE (c0)"] : []),
    ...(parent === undefined
      ? []
      : [
          `FOREIGN KEY (c0) REFERENCES t${index - 1} (k) ON UPDATE CASCADE ON DELETE ${shape.onDelete}`,
        ]),
  ];
  const whole = key === "two" ? ["PRIMARY KEY (l, k)"] : [];
  const options = [...(strict ? ["STRICT"] : []), ...(rowid ? [] : ["WITHOUT ROWID"])].join(", ");
  const create = (...more: readonly string[]): string =>
    `CREATE TABLE t${index} (${[...lines, ...whole, ...more].join(", ")}) ${options};`;
  const [first = "", ...rest] = types.map((_, at) => `c${at}`);
  const keyColumns = key === "two" ? ["k", "l"] : ["k"];
  return {
    name: `t${index}`,
    key: keyColumns,
    columns: [first, ...keyColumns, ...rest, ...(added === null ? [] : ["added"])],
    literals: {
      ...Object.fromEntries(types.map((type, at) => [`c${at}`, literalsOf(strict, type)])),
      ...(parent === undefined ? {} : { c0: ["NULL", ...keysOf(parent.key)] }),
      k: keysOf(key),
      l: ["'a'", "'b'"],
      added: values,
    },
    ddl: create(...tied),
    plainDdl: create(),
    alter: added === null ? "" : `ALTER TABLE t${index} ADD COLUMN added ${any} DEFAULT ${added};`,
  };
}

function toGenerated({ generated, strict }: Shape): string[] {
  const type = strict ? "TEXT" : "";
  return generated === null ? [] : [`g ${type} AS (typeof(c0) || k) ${generated}`];
}

function keysOf(key: Shape["key"]): readonly string[] {
  if (key === "rowid") return wholeKeys;
  return key === "folded" || key === "equal" ? looseKeys : keys;
}

function literalsOf(strict: boolean, type: string): readonly string[] {
  return strict ? values.filter((literal) => fitting[type]?.test(literal)) : values;
}

/** Triggers stand on all tables but the first, and write to the first, so that they do not go on for ever. */
function toTrigger(event: Shape["trigger"], index: number): string[] {
  if (event === null || index === 0) return [];
  return [
    `CREATE TRIGGER ${event}_t${index} AFTER ${event} ON t${index} BEGIN
       UPDATE OR IGNORE t0 SET c0 = NULL; DELETE FROM t0 WHERE k = 1; END;`,
  ];
}

const conflict = constantFrom("", "OR REPLACE", "OR IGNORE");

/** Chooses of a column's literals. */
const choice = nat(999);

function pick({ literals }: RandomTable, column: string, chosen: number | undefined): string {
  const list = literals[column] ?? values;
  return list[(chosen ?? 0) % list.length] ?? "NULL";
}

function anyInsert(tables: readonly RandomTable[]) {
  return tuple(
    constantFrom(...tables),
    conflict,
    array(choice, { minLength: 6, maxLength: 6 }),
  ).map(([table, or, choices]) => {
    const given = table.columns.filter((column) => column !== "added");
    const literals = given.map((column, at) => pick(table, column, choices[at]));
    return `INSERT ${or} INTO ${table.name} (${given.join(", ")}) VALUES (${literals.join(", ")})`;
  });
}

function anyStatement(tables: readonly RandomTable[]) {
  const insert = anyInsert(tables);
  const change = record({
    table: constantFrom(...tables),
    kind: constantFrom("set", "set all", "rekey", "delete", "delete all", "copy"),
    or: conflict,
    column: nat(9),
    one: choice,
    other: choice,
    value: choice,
  }).map(({ table, kind, or, column, one, other, value }) => {
    const { name, key, columns } = table;
    const rest = columns.filter((each) => !key.includes(each));
    const target = rest[column % rest.length] ?? "c0";
    const at = pick(table, "k", one);
    const set = `UPDATE ${or} ${name} SET ${target} = ${pick(table, target, value)}`;
    if (kind === "set") return `${set} WHERE k IN (${at}, ${pick(table, "k", other)})`;
    if (kind === "set all") return set;
    if (kind === "rekey")
      return `UPDATE ${or} ${name} SET k = ${pick(table, "k", other)} WHERE k = ${at}`;
    if (kind === "delete") return `DELETE FROM ${name} WHERE k = ${at}`;
    if (kind === "delete all") return `DELETE FROM ${name}`;
    const shifted = columns.map((each) => (each === "k" ? "k + 1" : each));
    return `INSERT ${or} INTO ${name} (${columns.join(", ")}) SELECT ${shifted.join(", ")} FROM ${name}`;
  });
  const upsert = insert.map((sql) => `${sql} ON CONFLICT DO UPDATE SET c0 = excluded.c0`);
  return oneof(
    { weight: 3, arbitrary: insert },
    { weight: 4, arbitrary: change },
    { weight: 1, arbitrary: upsert },
  );
}
