import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import {
  ann,
  chief,
  everything,
  openTwoOwners as open,
  type OwnersDb,
  raw,
} from "../../../../test/data/two-owners.ts";

const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).toSorted();
const all = (db: OwnersDb) => db.unrestricted.selectFrom("orders").select("id").execute();

describe("db.unrestricted", () => {
  test("sees and changes what is everybody's, in the same transaction", async () => {
    await using opened = await open();
    const seen = await opened.data.write({
      operation: "merge",
      caller: ann,
      async run(db) {
        await db.insertInto("orders").values({ id: "new", userId: "ann", number: "1" }).execute();
        await db.unrestricted.updateTable("orders").set({ body: "seen" }).execute();
        return [ids(await all(db)), ids(await db.selectFrom("orders").select("id").execute())];
      },
    });
    expect(seen).toEqual([
      ["new", "o-ann", "o-ben"],
      ["new", "o-ann"],
    ]);
    expect(everything(opened.data)["orders"]?.map(({ body }) => body)).toEqual([
      "seen",
      "seen",
      "seen",
    ]);
  });

  test.each<
    [string, (db: OwnersDb["unrestricted"]) => Promise<readonly { readonly id: string }[]>]
  >([
    ["without plugins", (db) => db.withoutPlugins().selectFrom("orders").select("id").execute()],
    ["by a star", (db) => db.selectFrom("orders").selectAll("orders").execute()],
    [
      "from a CTE",
      (db) =>
        db
          .with("x", (qb) => qb.selectFrom("orders").select("id"))
          .selectFrom("x")
          .select("id")
          .execute(),
    ],
    [
      "under an alias",
      (db) =>
        db
          .selectFrom("orders as o")
          .innerJoin("users as u", "u.id", "o.userId")
          .select("o.id")
          .execute(),
    ],
  ])("sees all %s, on readers and in heavy reads too", async (_name, run) => {
    await using opened = await open();
    for (const read of [opened.data.read, opened.data.heavy])
      expect(ids(await read((db) => run(db.unrestricted), { caller: ann }))).toEqual([
        "o-ann",
        "o-ben",
      ]);
  });

  test("is undone with the rest", async () => {
    await using opened = await open();
    const before = everything(opened.data);
    const failed = opened.data.write({
      operation: "fail",
      caller: ann,
      async run(db) {
        await db.unrestricted.deleteFrom("vault").execute();
        throw new Error("no");
      },
    });
    await expect(failed).rejects.toThrow("no");
    expect(everything(opened.data)).toEqual(before);
  });

  test("cannot be used once the handler has ended", async () => {
    await using opened = await open();
    let kept: OwnersDb["unrestricted"] | undefined;
    await opened.data.read(async (db) => void (kept = db.unrestricted));
    await expect(kept?.selectFrom("orders").selectAll().execute()).rejects.toMatchObject({
      code: "db_revoked",
    });
  });

  test("is still refused what is the engine's", async () => {
    const systemTables = ["CREATE TABLE IF NOT EXISTS servery_notes (note TEXT) STRICT"];
    await using opened = await open({ systemTables });
    const look = opened.data.read((db) =>
      sql`SELECT * FROM main.servery_notes`.execute(db.unrestricted),
    );
    await expect(look).rejects.toMatchObject({ code: "statement_refused" });
  });

  test("does not outlast its statement: what comes between its rows is restricted", async () => {
    await using opened = await open();
    const seen = await opened.data.write({
      operation: "stream",
      caller: ann,
      async run(db) {
        const between: string[][] = [];
        for await (const _ of db.unrestricted.selectFrom("orders").select("id").stream())
          between.push(ids(await db.selectFrom("orders").select("id").execute()));
        return between;
      },
    });
    expect(seen).toEqual([["o-ann"], ["o-ann"]]);
  });

  test("is told to the audit trail once a call, and to the log once an operation", async () => {
    await using opened = await open();
    const { data, log } = opened;
    let told = 0;
    const twice = () =>
      data.read(async (db) => (await all(db), await all(db)), {
        operation: "orders.all",
        caller: ann,
        onUnrestricted: () => told++,
      });
    log.lines.length = 0;
    await twice();
    await twice();
    await data.read((db) => db.selectFrom("orders").selectAll().execute(), {
      caller: ann,
      onUnrestricted: () => told++,
    });
    expect(told).toBe(2);
    expect(log.lines).toEqual([
      {
        level: "info",
        fields: { operation: "orders.all" },
        message: expect.stringContaining("db.unrestricted"),
      },
    ]);
  });
});

describe("SQL written by hand, without restriction,", () => {
  test.each([
    ["SELECT * FROM orders"],
    ["SELECT count(*) FROM orders"],
    ["SELECT (SELECT max(id) FROM orders)"],
    ["UPDATE orders SET body = 'x'"],
    ["DELETE FROM lines"],
    ["INSERT INTO vault (body) VALUES ('x')"],
    ["SELECT * FROM temp.orders"],
  ])(
    "is refused a table without its schema, and not restricted silently: %s",
    async (statement) => {
      await using opened = await open();
      const run = opened.data.write({
        operation: "script",
        unrestricted: true,
        run: raw(statement),
      });
      await expect(run).rejects.toMatchObject({ code: "statement_refused" });
    },
  );

  test("names it so", async () => {
    await using opened = await open();
    const { rows } = await opened.data.read(
      (db) => sql<{ id: string }>`SELECT id FROM main.orders`.execute(db),
      { unrestricted: true },
    );
    expect(ids(rows)).toEqual(["o-ann", "o-ben"]);
  });
});

describe("who asks", () => {
  test("is nobody, where nobody is named", async () => {
    await using opened = await open();
    expect(await opened.data.read((db) => db.selectFrom("orders").selectAll().execute())).toEqual(
      [],
    );
    const insert = opened.data.write({
      operation: "anonymous",
      run: (db) => db.insertInto("notes").values({ userId: "", body: "x" }).execute(),
    });
    await expect(insert).rejects.toMatchObject({ code: "policy_violation" });
  });

  test("is known by roles too", async () => {
    await using opened = await open();
    const rename = (caller: typeof ann) =>
      opened.data.write({
        operation: "rename",
        caller,
        run: (db) => db.updateTable("products").set({ body: "new" }).executeTakeFirst(),
      });
    expect(await rename(ann)).toEqual({ numUpdatedRows: 0n });
    expect(await rename(chief)).toEqual({ numUpdatedRows: 1n });
  });

  test("sees own rows, or all by a role, by the same statement and decoded alike", async () => {
    await using opened = await open();
    const read = (caller: typeof ann) =>
      opened.data.read((db) => db.selectFrom("tickets").selectAll().orderBy("id").execute(), {
        caller,
      });
    const [anns, bens] = ["ann", "ben"].map((userId) => ({
      id: `t-${userId}`,
      userId,
      open: true,
    }));
    for (let round = 0; round < 2; round++) {
      expect(await read(ann)).toEqual([anns]);
      expect(await read(chief)).toEqual([anns, bens]);
    }
  });

  test("changes own rows, or all by a role", async () => {
    await using opened = await open();
    const shut = (caller: typeof ann) =>
      opened.data.write({
        operation: "shut",
        caller,
        run: (db) =>
          db
            .updateTable("tickets")
            .set({ open: false })
            .where("id", "=", "t-ben")
            .executeTakeFirst(),
      });
    const changed = [await shut(ann), await shut(chief), await shut(ann)];
    expect(changed.map(({ numUpdatedRows }) => numUpdatedRows)).toEqual([0n, 1n, 0n]);
  });

  test("is kept apart, where several read at once on shared and own connections", async () => {
    await using opened = await open();
    const read = (user: string) =>
      opened.data.read(
        async (db) => {
          const seen = new Set<string>();
          for (let round = 0; round < 5; round++) {
            for (const { userId } of await db.selectFrom("orders").select("userId").execute())
              seen.add(userId);
            await new Promise(setImmediate);
          }
          return [...seen];
        },
        { caller: { user, roles: new Set() } },
      );
    const callers = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? "ann" : "ben"));
    expect(await Promise.all(callers.map(read))).toEqual(callers.map((user) => [user]));
  });
});
