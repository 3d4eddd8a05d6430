import { expect, expectTypeOf, test } from "vitest";
import { openTestData } from "../../../../test/data/fixture.ts";
import { boolean, id, integer, text } from "./column.ts";
import type { Db } from "./data.ts";
import { owner } from "./policy.ts";
import { prepared } from "./prepared-query.ts";
import { table } from "./table.ts";

const notes = table(
  "notes",
  { id: id({ type: "integer" }), userId: text(), text: text(), done: boolean(), rank: integer() },
  { policy: owner("userId"), indexes: [["userId"]] },
);
const tables = { notes };
type NotesDb = Db<typeof tables>;

const byId = prepared((db: NotesDb, { id: noteId }: { id: number }) =>
  db.selectFrom("notes").selectAll().where("id", "=", noteId),
);
const ranked = prepared(
  (db: NotesDb, { from, most, done }: { from: number; most: number; done: boolean }) =>
    db
      .selectFrom("notes")
      .select(["id", "text"])
      .where("rank", ">=", from)
      .where("done", "=", done)
      .where("text", "!=", "never")
      .orderBy("id")
      .limit(most),
);
const callerOf = (user: string) => ({ caller: { user, roles: new Set<string>() } });

async function openNotes() {
  const opened = await openTestData(tables);
  const values = Array.from({ length: 6 }, (_, index) => ({
    userId: index % 2 === 0 ? "ann" : "ben",
    text: `note ${index + 1}`,
    done: index > 3,
    rank: index,
  }));
  await opened.data.write({
    operation: "fill",
    unrestricted: true,
    run: (db) => db.insertInto("notes").values(values).execute(),
  });
  return opened;
}

test("a prepared query answers each run with the rows of its input, decoded", async () => {
  await using opened = await openNotes();
  const found = await opened.data.read(
    async (db) => [await byId.first(db, { id: 1 }), await byId.first(db, { id: 5 })],
    callerOf("ann"),
  );
  expect(found).toEqual([
    { id: 1, userId: "ann", text: "note 1", done: false, rank: 0 },
    { id: 5, userId: "ann", text: "note 5", done: true, rank: 4 },
  ]);
  expectTypeOf(found[0]).toExtend<{ text: string; done: boolean } | undefined>();
});

test("a prepared query keeps constants and inputs apart", async () => {
  await using opened = await openNotes();
  const read = (input: { from: number; most: number; done: boolean }) =>
    opened.data.read((db) => ranked.all(db, input), callerOf("ann"));
  expect(await read({ from: 0, most: 1, done: false })).toEqual([{ id: 1, text: "note 1" }]);
  expect(await read({ from: 1, most: 9, done: false })).toEqual([{ id: 3, text: "note 3" }]);
  expect(await read({ from: 0, most: 9, done: true })).toEqual([{ id: 5, text: "note 5" }]);
});

test("a prepared query obeys the row policies of the db that runs it", async () => {
  await using opened = await openNotes();
  const read = (user: string) =>
    opened.data.read((db) => byId.first(db, { id: 2 }), callerOf(user));
  expect(await read("ben")).toMatchObject({ id: 2 });
  expect(await read("ann")).toBeUndefined();
  const past = await opened.data.read(
    (db) => byId.first(db.unrestricted as NotesDb, { id: 2 }),
    callerOf("ann"),
  );
  expect(past).toMatchObject({ id: 2 });
  expect(await read("ann")).toBeUndefined();
});

test("a prepared query runs in heavy reads, in writes, and with plugins", async () => {
  await using opened = await openNotes();
  const { data } = opened;
  const own = { id: 1, text: "note 1" };
  const find = (db: NotesDb) => byId.first(db, { id: 1 });
  expect(await data.heavy(find, callerOf("ann"))).toMatchObject(own);
  expect(await data.write({ operation: "find", run: find, ...callerOf("ann") })).toMatchObject(own);
  const renamed = await data.read(
    (db) =>
      byId.first(
        db.withPlugin({
          transformQuery: ({ node }) => node,
          transformResult: async ({ result }) => ({
            ...result,
            rows: result.rows.map((row) => ({ ...row, text: "changed" })),
          }),
        }) as NotesDb,
        { id: 1 },
      ),
    callerOf("ann"),
  );
  expect(renamed).toMatchObject({ text: "changed" });
});

test("a prepared query loses its db with its handler", async () => {
  await using opened = await openNotes();
  const kept = await opened.data.read(async (db) => ({ db }), callerOf("ann"));
  await expect(byId.first(kept.db, { id: 1 })).rejects.toMatchObject({ code: "db_revoked" });
});

test("what looks at its input, or is no select, cannot be prepared", async () => {
  await using opened = await openNotes();
  const looking = prepared((db: NotesDb, { word }: { word: string }) =>
    db.selectFrom("notes").select("id").where("text", "like", `%${word}%`),
  );
  const removing = prepared((db: NotesDb, { id: noteId }: { id: number }) =>
    db.deleteFrom("notes").where("id", "=", noteId),
  );
  await expect(
    opened.data.read((db) => looking.all(db, { word: "a" }), callerOf("ann")),
  ).rejects.toMatchObject({
    code: "query_not_preparable",
    message: expect.stringContaining('its input "word"'),
  });
  await expect(
    opened.data.write({ operation: "remove", run: (db) => removing.all(db, { id: 1 }) }),
  ).rejects.toMatchObject({ code: "query_not_preparable" });
});

test("a condition on the input is never frozen into a prepared query", async () => {
  await using opened = await openNotes();
  const perhaps = prepared((db: NotesDb, { everything }: { everything: boolean }) => {
    const query = db.selectFrom("notes").select("id");
    return everything ? query : query.where("id", "=", 1);
  });
  await expect(
    opened.data.read((db) => perhaps.all(db, { everything: false }), callerOf("ann")),
  ).rejects.toMatchObject({
    code: "query_not_preparable",
    message: expect.stringContaining('its input "everything"'),
  });
});
