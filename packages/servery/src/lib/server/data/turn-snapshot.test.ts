import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { openTestData } from "../../../../test/data/fixture.ts";
import type { Connection, Database } from "../../ports/database.ts";
import { id, text } from "./column.ts";
import type { Db } from "./data.ts";
import { everyone } from "./policy.ts";
import { table } from "./table.ts";

const notes = table("notes", { id: id({ type: "integer" }), body: text() }, { policy: everyone });
const tables = { notes };
type TestDb = Db<typeof tables>;

const count = async (db: TestDb) =>
  (
    await db
      .selectFrom("notes")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow()
  ).n;
const add = async (db: TestDb) =>
  void (await db.insertInto("notes").values({ body: "x" }).execute());

/** The engine, with every statement that its readers run to begin and end snapshots. */
async function openSpied() {
  const ran: string[] = [];
  const wrap = (database: Database): Database => ({
    ...database,
    openReader: () => spyOn(database.openReader(), ran),
  });
  return { ran, opened: await openTestData(tables, { wrap }) };
}

function spyOn(connection: Connection, ran: string[]): Connection {
  return {
    ...connection,
    get inTransaction() {
      return connection.inTransaction;
    },
    prepare(sql, guard) {
      const statement = connection.prepare(sql, guard);
      if (sql !== "BEGIN" && sql !== "COMMIT") return statement;
      return { ...statement, run: (values) => (ran.push(sql), statement.run(values)) };
    },
  };
}

test("reads that follow one another in a turn share a snapshot, which ends with the turn", async () => {
  const { ran, opened } = await openSpied();
  await using _ = opened;
  for (let read = 0; read < 3; read++) expect(await opened.data.read(count)).toBe(0);
  expect(ran).toEqual(["BEGIN"]);
  await turn();
  expect(ran).toEqual(["BEGIN", "COMMIT"]);
  await opened.data.read(count);
  expect(ran).toEqual(["BEGIN", "COMMIT", "BEGIN"]);
});

test("a read that outlasts its turn keeps its snapshot to itself, and ends it", async () => {
  const { ran, opened } = await openSpied();
  await using _ = opened;
  await opened.data.read(async (db) => {
    const before = await count(db);
    await opened.data.write({ operation: "add", run: add });
    expect(await count(db)).toBe(before);
  });
  expect(ran.join(" ")).toBe("BEGIN COMMIT");
  expect(await opened.data.read(count)).toBe(1);
});

test("a read sees what was committed before it in its own turn", async () => {
  const { ran, opened } = await openSpied();
  await using _ = opened;
  await opened.data.write({
    operation: "add",
    run: async (db) => {
      expect(await opened.data.read(count)).toBe(0);
      await add(db);
    },
  });
  expect(await opened.data.read(count)).toBe(1);
  expect(ran).toEqual(["BEGIN", "COMMIT", "BEGIN"]);
});

test("a failed read leaves a snapshot that the next can use", async () => {
  const { opened } = await openSpied();
  await using _ = opened;
  const failing = opened.data.read(() => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(await opened.data.read(count)).toBe(0);
});

test("a reader that cannot begin a snapshot is given up", async () => {
  let broken = true;
  const wrap = (database: Database): Database => ({
    ...database,
    openReader: () => failBegin(database.openReader(), () => broken),
  });
  await using opened = await openTestData(tables, { wrap });
  await expect(opened.data.read(count)).rejects.toThrow("disk I/O error");
  broken = false;
  expect(await opened.data.read(count)).toBe(0);
  expect(opened.data.status().reads).toMatchObject({ connections: 1 });
});

function failBegin(connection: Connection, fails: () => boolean): Connection {
  return {
    ...connection,
    get inTransaction() {
      return connection.inTransaction;
    },
    prepare(sql, guard) {
      const statement = connection.prepare(sql, guard);
      const run: typeof statement.run = (values) => {
        if (fails()) throw new Error("disk I/O error");
        return statement.run(values);
      };
      return sql === "BEGIN" ? { ...statement, run } : statement;
    },
  };
}
