import { createService, everyone, id, integer, table, text } from "servery/server";

import { board } from "./contract.ts";

const notes = table(
  "notes",
  { id: id({ type: "integer" }), topic: text(), rank: integer(), body: text() },
  { policy: everyone, indexes: [["rank"]] },
);

/** As `servery migrate` writes it. */
const migration = `
CREATE TABLE "notes" (
  "id" INTEGER PRIMARY KEY NOT NULL,
  "topic" TEXT NOT NULL,
  "rank" INTEGER NOT NULL CONSTRAINT "notes.rank.safe" CHECK ("rank" BETWEEN -9007199254740991 AND 9007199254740991),
  "body" TEXT NOT NULL
) STRICT;
CREATE INDEX "notes_rank_index" ON "notes" ("rank");
`;

/** The board as it is run in production, for as many who watch as the machine holds. */
export function createBoard(database: string) {
  return createService(board, {
    database,
    mode: "production",
    tables: { notes },
    migrations: [{ name: "0001-notes.sql", sql: migration }],
    pendingMigrations: "apply",
    rate: false,
    limits: { liveStreams: 100_000, liveStreamsPerAddress: 100_000 },
    handlers: {
      notes: {
        get: async ({ input, db }) =>
          (await db
            .selectFrom("notes")
            .selectAll()
            .where("id", "=", input.id)
            .executeTakeFirst()) ?? null,
        between: async ({ input, db }) => ({
          items: await db
            .selectFrom("notes")
            .selectAll()
            .where("rank", ">=", input.from)
            .where("rank", "<", input.to)
            .orderBy("rank")
            .limit(20)
            .execute(),
        }),
        edit: async ({ input, db }) => {
          const { id: key, body } = input;
          await db.updateTable("notes").set({ body }).where("id", "=", key).execute();
        },
      },
    },
  });
}

/** Puts `count` notes on an empty board; the rank of each is its id. */
export async function fillBoard(
  service: ReturnType<typeof createBoard>,
  count: number,
): Promise<void> {
  await service.write(async (db) => {
    for (let start = 1; start <= count; start += 500) {
      const rows = Array.from({ length: Math.min(500, count - start + 1) }, (_, index) => {
        const key = start + index;
        return { id: key, topic: `topic ${key % 100}`, rank: key, body: "as it was put there" };
      });
      await db.insertInto("notes").values(rows).execute();
    }
  });
}
